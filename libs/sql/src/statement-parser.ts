import { EOF, type IOrAlt, tokenMatcher, type TokenType } from 'chevrotain';
import { DataParser } from './data-parser.ts';
import type { Name, Piece } from './name.ts';
import { beginningsOfQuery } from './piece-parser.ts';
import { shareParts } from './name-parser.ts';
import type { SqlStatement } from './statement.ts';
import type { Token } from './tokens.ts';
import { Close, Comma, End, Equals, keyword, NameLike, Num, Open } from './vocabulary.ts';

type Where = { readonly alias: Name | undefined; readonly where: Piece | undefined };

/** All of our statements. One parser serves them all, one after the other. */
export class StatementParser extends DataParser {
  constructor() {
    super();
    this.performSelfAnalysis();
  }

  /** What the tokens of one statement say. */
  read(text: string, tokens: readonly Token[]): SqlStatement {
    this.begin(text, tokens);
    const statement = this.statement();
    this.assertRead();
    return statement;
  }

  private readonly statement = this.RULE('statement', (): SqlStatement => {
    const statement = this.OR<IOrAlt<SqlStatement>[]>([
      { ALT: () => this.SUBRULE(this.create) },
      { ALT: () => this.SUBRULE(this.drop) },
      { ALT: () => this.SUBRULE(this.alter) },
      { ALT: () => this.SUBRULE(this.renameTable) },
      { ALT: () => this.SUBRULE(this.grant) },
      { ALT: () => this.SUBRULE(this.revoke) },
      { ALT: () => this.SUBRULE(this.show) },
      { ALT: () => this.SUBRULE(this.describe) },
      { ALT: () => (this.CONSUME(keyword('USE')), { kind: 'use', database: this.SUBRULE(this.name) }) },
      { ALT: () => this.SUBRULE(this.insert) },
      { ALT: () => this.SUBRULE(this.update) },
      { ALT: () => this.SUBRULE(this.deleteRows) },
      { ALT: () => this.SUBRULE(this.truncate) },
      { ALT: () => this.SUBRULE(this.copy) },
    ]);
    this.MANY(() => this.CONSUME(End));
    return statement;
  });

  private readonly create = this.RULE('create', (): SqlStatement => {
    this.CONSUME(keyword('CREATE'));
    const replaces = this.OPTION(() => {
      this.CONSUME(keyword('OR'));
      this.CONSUME(keyword('REPLACE'));
      return true;
    });
    const ARGS: [boolean] = [replaces ?? false];
    return this.OR<IOrAlt<SqlStatement>[]>([
      { ALT: () => this.SUBRULE(this.createShare, { ARGS }) },
      { ALT: () => this.SUBRULE(this.createDatabase, { ARGS }) },
      { ALT: () => this.SUBRULE(this.createTable, { ARGS }) },
      { ALT: () => this.SUBRULE(this.createView, { ARGS }) },
      { ALT: () => this.SUBRULE(this.createFunction, { ARGS }) },
    ]);
  });

  private readonly drop = this.RULE('drop', (): SqlStatement => {
    this.CONSUME(keyword('DROP'));
    return this.OR<IOrAlt<SqlStatement>[]>([
      { ALT: () => this.SUBRULE(this.dropShare) },
      { ALT: () => this.SUBRULE(this.dropThing) },
    ]);
  });

  private readonly alter = this.RULE('alter', (): SqlStatement => {
    this.CONSUME(keyword('ALTER'));
    return this.OR<IOrAlt<SqlStatement>[]>([
      { ALT: () => this.SUBRULE(this.alterShare) },
      { ALT: () => this.SUBRULE(this.alterDatabase) },
      { ALT: () => this.SUBRULE(this.alterTable) },
      { ALT: () => this.SUBRULE(this.alterView) },
    ]);
  });

  private readonly show = this.RULE('show', (): SqlStatement => {
    this.CONSUME(keyword('SHOW'));
    return this.OR<IOrAlt<SqlStatement>[]>([
      { ALT: () => (this.CONSUME(keyword('SHARES')), { kind: 'show_shares' }) },
      { ALT: () => (this.CONSUME(keyword('DATABASES')), { kind: 'show_databases' }) },
      { ALT: () => this.SUBRULE(this.showGrants) },
      { ALT: () => this.SUBRULE(this.showObjects) },
    ]);
  });

  private readonly showObjects = this.RULE('showObjects', (): SqlStatement => {
    const kind = this.OR<IOrAlt<'show_tables' | 'show_views' | 'show_functions'>[]>([
      { ALT: () => (this.CONSUME(keyword('TABLES')), 'show_tables') },
      { ALT: () => (this.CONSUME(keyword('VIEWS')), 'show_views') },
      { ALT: () => (this.CONSUME(keyword('FUNCTIONS')), 'show_functions') },
    ]);
    this.offer('FROM');
    const database = this.OPTION(() => {
      this.OR2([{ ALT: () => this.CONSUME(keyword('FROM')) }, { ALT: () => this.CONSUME(keyword('IN')) }]);
      return this.SUBRULE(this.name);
    });
    return { kind, database };
  });

  private readonly describe = this.RULE('describe', (): SqlStatement => {
    this.OR([{ ALT: () => this.CONSUME(keyword('DESC')) }, { ALT: () => this.CONSUME(keyword('DESCRIBE')) }]);
    const described: IOrAlt<SqlStatement>[] = [
      {
        ALT: () => {
          this.CONSUME(keyword('SHARE'));
          return { kind: 'describe_share', name: this.SUBRULE(this.objectName, { ARGS: [shareParts] }) };
        },
      },
      {
        ALT: () => {
          this.OR3([{ ALT: () => this.CONSUME(keyword('TABLE')) }, { ALT: () => this.CONSUME(keyword('VIEW')) }]);
          return { kind: 'describe', name: this.SUBRULE2(this.objectName) };
        },
      },
      { ALT: () => ({ kind: 'describe', name: this.SUBRULE3(this.objectName) }) },
    ];
    // A table that is called like one of these words is described in quotes.
    return this.OR2({ DEF: described, MAX_LOOKAHEAD: 1, IGNORE_AMBIGUITIES: true });
  });

  private readonly insert = this.RULE('insert', (): SqlStatement => {
    this.CONSUME(keyword('INSERT'));
    this.CONSUME(keyword('INTO'));
    const table = this.SUBRULE(this.objectName);
    this.offer('(', 'VALUES');
    const columns =
      this.OPTION({ MAX_LOOKAHEAD: 1, GATE: () => this.isNameList(), DEF: () => this.SUBRULE(this.nameList) }) ?? [];
    return { kind: 'insert', table, columns, source: this.SUBRULE(this.query) };
  });

  private readonly update = this.RULE('update', (): SqlStatement => {
    this.CONSUME(keyword('UPDATE'));
    const table = this.SUBRULE(this.objectName);
    const alias = this.SUBRULE(this.alias, { ARGS: [keyword('SET')] });
    const changes: { readonly column: Name; readonly value: Piece }[] = [];
    this.CONSUME(keyword('SET'));
    this.AT_LEAST_ONE_SEP({
      SEP: Comma,
      DEF: () => {
        const column = this.SUBRULE(this.name);
        this.CONSUME(Equals);
        changes.push({ column, value: this.SUBRULE(this.expression) });
        this.offer('a comma');
      },
    });
    return { kind: 'update', table, alias, changes, where: this.SUBRULE(this.where) };
  });

  private readonly deleteRows = this.RULE('deleteRows', (): SqlStatement => {
    this.CONSUME(keyword('DELETE'));
    this.CONSUME(keyword('FROM'));
    const table = this.SUBRULE(this.objectName);
    const rest: Where = {
      alias: this.SUBRULE(this.alias, { ARGS: [keyword('WHERE')] }),
      where: this.SUBRULE(this.where),
    };
    return { kind: 'delete', table, ...rest };
  });

  private readonly truncate = this.RULE('truncate', (): SqlStatement => {
    this.CONSUME(keyword('TRUNCATE'));
    this.OPTION(() => this.CONSUME(keyword('TABLE')));
    return { kind: 'truncate', table: this.SUBRULE(this.objectName) };
  });

  /** `COPY t FROM 'file' (FORMAT csv, HEADER)`: whoever has the file carries it out. */
  private readonly copy = this.RULE('copy', (): SqlStatement => {
    const options: { readonly name: string; readonly value: string | undefined }[] = [];
    this.CONSUME(keyword('COPY'));
    const table = this.SUBRULE(this.objectName);
    this.CONSUME(keyword('FROM'));
    const file = this.SUBRULE(this.string);
    this.offer('(');
    this.OPTION(() => {
      this.OPTION2(() => this.CONSUME(keyword('WITH')));
      this.CONSUME(Open);
      this.AT_LEAST_ONE_SEP({ SEP: Comma, DEF: () => options.push(this.SUBRULE(this.copyOption)) });
      this.CONSUME(Close);
    });
    return { kind: 'copy', table, file, options };
  });

  private readonly copyOption = this.RULE('copyOption', (): { name: string; value: string | undefined } => {
    const name = this.SUBRULE(this.name);
    this.offer('a value');
    const value = this.OPTION(() =>
      this.OR([
        { ALT: () => this.SUBRULE(this.string) },
        { ALT: () => this.CONSUME(Num).image },
        { ALT: () => this.CONSUME(NameLike).image },
      ]),
    );
    this.offer('a comma');
    return this.ACTION(() => ({ name: name.text.toLowerCase(), value }));
  });

  /** `follows`: the word behind, by which an alias without AS is told from a mistake. */
  private readonly alias = this.RULE('alias', (follows: TokenType = EOF): Name | undefined => {
    this.offer('AS');
    return this.OPTION({
      GATE: () => this.isNext(1, keyword('AS')) || this.isNext(2, follows, EOF, End),
      DEF: () => {
        this.OPTION2(() => this.CONSUME(keyword('AS')));
        return this.SUBRULE(this.name);
      },
    });
  });

  private readonly where = this.RULE('where', (): Piece | undefined => {
    this.offer('WHERE');
    return this.OPTION(() => {
      this.CONSUME(keyword('WHERE'));
      return this.SUBRULE(this.expression);
    });
  });

  /** Tells `INSERT INTO t (a, b) …` from `INSERT INTO t (SELECT …)`. */
  private isNameList(): boolean {
    if (!this.isNext(1, Open)) return false;
    return this.isNext(3, Comma, Close) || !this.isNext(2, Open, ...beginningsOfQuery);
  }

  private isNext(place: number, ...types: readonly TokenType[]): boolean {
    return types.some((type) => tokenMatcher(this.LA(place), type));
  }
}
