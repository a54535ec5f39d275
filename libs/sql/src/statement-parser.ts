import type { IOrAlt, IToken } from 'chevrotain';
import { DataParser } from './data-parser.ts';
import type { Name, Piece } from './name.ts';
import type { SqlStatement } from './statement.ts';
import { Close, Comma, End, Equals, keyword, NameLike, Num, Open } from './vocabulary.ts';

type Where = { readonly alias: Name | undefined; readonly where: Piece | undefined };

/** All of our statements. One parser serves them all, one after the other. */
export class StatementParser extends DataParser {
  constructor() {
    super();
    this.performSelfAnalysis();
  }

  /** What the tokens of one statement say; `errors` has what is wrong with them. */
  read(text: string, tokens: IToken[]): SqlStatement {
    this.text = text;
    this.input = tokens;
    return this.statement();
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
    const database = this.OPTION(() => {
      this.OR2([{ ALT: () => this.CONSUME(keyword('FROM')) }, { ALT: () => this.CONSUME(keyword('IN')) }]);
      return this.SUBRULE(this.name);
    });
    return { kind, database };
  });

  private readonly describe = this.RULE('describe', (): SqlStatement => {
    this.OR([{ ALT: () => this.CONSUME(keyword('DESC')) }, { ALT: () => this.CONSUME(keyword('DESCRIBE')) }]);
    // A table that is called like one of these words is described in quotes.
    return this.OR2<IOrAlt<SqlStatement>[]>([
      {
        IGNORE_AMBIGUITIES: true,
        ALT: () => (this.CONSUME(keyword('SHARE')), { kind: 'describe_share', name: this.SUBRULE(this.objectName) }),
      },
      {
        IGNORE_AMBIGUITIES: true,
        ALT: () => {
          this.OR3([{ ALT: () => this.CONSUME(keyword('TABLE')) }, { ALT: () => this.CONSUME(keyword('VIEW')) }]);
          return { kind: 'describe', name: this.SUBRULE2(this.objectName) };
        },
      },
      { IGNORE_AMBIGUITIES: true, ALT: () => ({ kind: 'describe', name: this.SUBRULE3(this.objectName) }) },
    ]);
  });

  private readonly insert = this.RULE('insert', (): SqlStatement => {
    this.CONSUME(keyword('INSERT'));
    this.CONSUME(keyword('INTO'));
    const table = this.SUBRULE(this.objectName);
    const columns = this.OPTION({ GATE: () => this.isNameList(), DEF: () => this.SUBRULE(this.nameList) }) ?? [];
    return { kind: 'insert', table, columns, source: this.SUBRULE(this.piece) };
  });

  private readonly update = this.RULE('update', (): SqlStatement => {
    this.CONSUME(keyword('UPDATE'));
    const table = this.SUBRULE(this.objectName);
    const alias = this.SUBRULE(this.alias);
    const changes: { readonly column: Name; readonly value: Piece }[] = [];
    this.CONSUME(keyword('SET'));
    this.AT_LEAST_ONE_SEP({
      SEP: Comma,
      DEF: () => {
        const column = this.SUBRULE(this.name);
        this.CONSUME(Equals);
        changes.push({ column, value: this.SUBRULE(this.piece, { ARGS: [[Comma, keyword('WHERE')]] }) });
      },
    });
    return { kind: 'update', table, alias, changes, where: this.SUBRULE(this.where) };
  });

  private readonly deleteRows = this.RULE('deleteRows', (): SqlStatement => {
    this.CONSUME(keyword('DELETE'));
    this.CONSUME(keyword('FROM'));
    const table = this.SUBRULE(this.objectName);
    const rest: Where = { alias: this.SUBRULE(this.alias), where: this.SUBRULE(this.where) };
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
    const value = this.OPTION(() =>
      this.OR([
        { ALT: () => this.SUBRULE(this.string) },
        { ALT: () => this.CONSUME(Num).image },
        { ALT: () => this.CONSUME(NameLike).image },
      ]),
    );
    return this.ACTION(() => ({ name: name.text.toLowerCase(), value }));
  });

  private readonly alias = this.RULE('alias', (): Name | undefined =>
    this.OPTION(() => {
      this.OPTION2(() => this.CONSUME(keyword('AS')));
      return this.SUBRULE(this.name);
    }),
  );

  private readonly where = this.RULE('where', (): Piece | undefined =>
    this.OPTION(() => {
      this.CONSUME(keyword('WHERE'));
      return this.SUBRULE(this.piece);
    }),
  );

  /** Tells `INSERT INTO t (a, b) …` from `INSERT INTO t (SELECT …)`. */
  private isNameList(): boolean {
    const [second, third] = [this.LA(2).tokenType, this.LA(3).tokenType];
    const isName = second.CATEGORIES?.includes(NameLike) ?? false;
    return isName && (third === Comma || third === Close);
  }
}
