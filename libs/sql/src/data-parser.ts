import type { IOrAlt } from 'chevrotain';
import type { Name, ObjectName } from './name.ts';
import { sharedTableParts, shareParts } from './name-parser.ts';
import { ShareParser } from './share-parser.ts';
import type { ColumnDefinition, ParameterDefinition, SqlStatement, TableContent } from './statement.ts';
import { Close, Comma, keyword, Open } from './vocabulary.ts';

/** What is made and changed in databases: databases, tables, views and functions, but not rows. */
export class DataParser extends ShareParser {
  protected readonly createDatabase = this.RULE('createDatabase', (replaces = false): SqlStatement => {
    this.CONSUME(keyword('DATABASE'));
    const ifThere = this.SUBRULE(this.ifNotExists, { ARGS: [replaces] });
    const name = this.SUBRULE(this.name);
    this.offer('FROM');
    const source = this.OPTION(() => this.SUBRULE(this.fromShare, { ARGS: [shareParts, 1] }));
    const comment = this.SUBRULE(this.comment);
    return { kind: 'create_database', ifThere, name, comment, source };
  });

  protected readonly createTable = this.RULE('createTable', (replaces = false): SqlStatement => {
    this.CONSUME(keyword('TABLE'));
    const ifThere = this.SUBRULE(this.ifNotExists, { ARGS: [replaces] });
    const name = this.SUBRULE(this.objectName);
    const content = this.OR<IOrAlt<TableContent>[]>([
      { ALT: () => this.SUBRULE(this.columnList) },
      { ALT: () => (this.CONSUME(keyword('AS')), { kind: 'query', query: this.SUBRULE(this.query) }) },
      { ALT: () => ({ kind: 'share', source: this.SUBRULE(this.fromShare, { ARGS: [sharedTableParts, 2] }) }) },
    ]);
    return { kind: 'create_table', ifThere, name, content };
  });

  protected readonly createView = this.RULE('createView', (replaces = false): SqlStatement => {
    this.CONSUME(keyword('VIEW'));
    const ifThere = this.SUBRULE(this.ifNotExists, { ARGS: [replaces] });
    const name = this.SUBRULE(this.objectName);
    this.offer('(');
    const columns = this.OPTION(() => this.SUBRULE(this.nameList)) ?? [];
    const comment = this.SUBRULE(this.comment);
    this.CONSUME(keyword('AS'));
    return { kind: 'create_view', ifThere, name, columns, comment, query: this.SUBRULE(this.query) };
  });

  protected readonly createFunction = this.RULE('createFunction', (replaces = false): SqlStatement => {
    this.CONSUME(keyword('FUNCTION'));
    const ifThere = this.SUBRULE(this.ifNotExists, { ARGS: [replaces] });
    const name = this.SUBRULE(this.objectName);
    const parameters: ParameterDefinition[] = [];
    this.CONSUME(Open);
    this.MANY_SEP({ SEP: Comma, DEF: () => parameters.push(this.SUBRULE(this.parameter)) });
    this.ACTION(() => this.offer(...(parameters.length === 0 ? ['a name'] : ['a comma'])));
    this.CONSUME(Close);
    this.offer('RETURNS');
    const returns = this.OPTION(() => {
      this.CONSUME(keyword('RETURNS'));
      return this.SUBRULE(this.type);
    });
    this.CONSUME(keyword('AS'));
    return { kind: 'create_function', ifThere, name, parameters, returns, expression: this.SUBRULE(this.expression) };
  });

  protected readonly dropThing = this.RULE('dropThing', (): SqlStatement => {
    return this.OR<IOrAlt<SqlStatement>[]>([
      {
        ALT: () => {
          this.CONSUME(keyword('DATABASE'));
          const ifExists = this.SUBRULE(this.ifExists);
          return { kind: 'drop_database', ifExists, name: this.SUBRULE(this.name) };
        },
      },
      {
        ALT: () => {
          const kind = this.OR2<IOrAlt<'drop_table' | 'drop_view' | 'drop_function'>[]>([
            { ALT: () => (this.CONSUME(keyword('TABLE')), 'drop_table') },
            { ALT: () => (this.CONSUME(keyword('VIEW')), 'drop_view') },
            { ALT: () => (this.CONSUME(keyword('FUNCTION')), 'drop_function') },
          ]);
          const ifExists = this.SUBRULE2(this.ifExists);
          return { kind, ifExists, name: this.SUBRULE(this.objectName) };
        },
      },
    ]);
  });

  protected readonly alterDatabase = this.RULE('alterDatabase', (): SqlStatement => {
    this.CONSUME(keyword('DATABASE'));
    const ifExists = this.SUBRULE(this.ifExists);
    const name = this.SUBRULE(this.name);
    this.CONSUME(keyword('RENAME'));
    this.CONSUME(keyword('TO'));
    return { kind: 'rename_database', name, ifExists, to: this.SUBRULE2(this.name) };
  });

  protected readonly alterView = this.RULE('alterView', (): SqlStatement => {
    this.CONSUME(keyword('VIEW'));
    const ifExists = this.SUBRULE(this.ifExists);
    const name = this.SUBRULE(this.objectName);
    this.CONSUME(keyword('RENAME'));
    this.CONSUME(keyword('TO'));
    return { kind: 'rename_view', name, ifExists, to: this.SUBRULE2(this.objectName) };
  });

  protected readonly alterTable = this.RULE('alterTable', (): SqlStatement => {
    this.CONSUME(keyword('TABLE'));
    const ifExists = this.SUBRULE(this.ifExists);
    const table = this.SUBRULE(this.objectName);
    return this.OR<IOrAlt<SqlStatement>[]>([
      {
        ALT: () => {
          this.CONSUME(keyword('ADD'));
          this.offer('COLUMN');
          this.OPTION(() => this.CONSUME(keyword('COLUMN')));
          const first = this.LA(1);
          const { definition, isKey } = this.SUBRULE(this.column);
          this.ACTION(() => {
            if (isKey) throw this.senseless('a PRIMARY KEY is named where the table is created', first);
          });
          return { kind: 'add_column', table, ifExists, column: definition };
        },
      },
      {
        ALT: () => {
          this.CONSUME(keyword('DROP'));
          this.offer('COLUMN');
          this.OPTION2(() => this.CONSUME2(keyword('COLUMN')));
          return { kind: 'drop_column', table, ifExists, column: this.SUBRULE(this.name) };
        },
      },
      { ALT: () => this.SUBRULE(this.renameInTable, { ARGS: [table, ifExists] }) },
    ]);
  });

  /** `RENAME TABLE a TO b`: short for ALTER TABLE. */
  protected readonly renameTable = this.RULE('renameTable', (): SqlStatement => {
    this.CONSUME(keyword('RENAME'));
    this.CONSUME(keyword('TABLE'));
    const ifExists = this.SUBRULE(this.ifExists);
    const name = this.SUBRULE(this.objectName);
    this.CONSUME(keyword('TO'));
    return { kind: 'rename_table', name, ifExists, to: this.SUBRULE2(this.objectName) };
  });

  private readonly renameInTable = this.RULE(
    'renameInTable',
    (table: ObjectName = { parts: [], offset: 0 }, isLoose?: boolean): SqlStatement => {
      const ifExists = isLoose === true;
      this.CONSUME(keyword('RENAME'));
      return this.OR<IOrAlt<SqlStatement>[]>([
        {
          ALT: () => {
            this.CONSUME(keyword('TO'));
            return { kind: 'rename_table', name: table, ifExists, to: this.SUBRULE(this.objectName) };
          },
        },
        {
          ALT: () => {
            this.OPTION(() => this.CONSUME(keyword('COLUMN')));
            const column = this.SUBRULE(this.name);
            this.CONSUME2(keyword('TO'));
            return { kind: 'rename_column', table, ifExists, column, to: this.SUBRULE2(this.name) };
          },
        },
      ]);
    },
  );

  private readonly fromShare = this.RULE('fromShare', (parts = shareParts, least = 1): ObjectName => {
    this.CONSUME(keyword('FROM'));
    this.CONSUME(keyword('SHARE'));
    return this.SUBRULE(this.objectName, { ARGS: [parts, least] });
  });

  private readonly columnList = this.RULE('columnList', (): TableContent => {
    const columns: ColumnDefinition[] = [];
    let primaryKey: readonly Name[] | undefined;
    this.CONSUME(Open);
    this.AT_LEAST_ONE_SEP({
      SEP: Comma,
      DEF: () => {
        const first = this.LA(1);
        const key = this.OR<IOrAlt<readonly Name[] | undefined>[]>([
          {
            ALT: () => {
              const { definition, isKey } = this.SUBRULE(this.column);
              columns.push(definition);
              return isKey ? [definition.name] : undefined;
            },
          },
          { ALT: () => this.SUBRULE(this.keyList) },
        ]);
        const message = 'the table has a PRIMARY KEY already; write PRIMARY KEY (a, b) for one of several columns';
        this.ACTION(() => {
          if (key && primaryKey) throw this.senseless(message, first);
        });
        primaryKey ??= key;
      },
    });
    this.offer('a comma');
    const last = this.CONSUME(Close);
    this.ACTION(() => {
      if (columns.length === 0) throw this.senseless('a table has at least one column; name it with its type', last);
    });
    return { kind: 'columns', columns, primaryKey: primaryKey ?? [] };
  });

  private readonly keyList = this.RULE('keyList', (): Name[] => {
    this.CONSUME(keyword('PRIMARY'));
    this.CONSUME(keyword('KEY'));
    return this.SUBRULE(this.nameList);
  });

  private readonly column = this.RULE(
    'column',
    (): { readonly definition: ColumnDefinition; readonly isKey: boolean } => {
      const name = this.SUBRULE(this.name);
      const type = this.SUBRULE(this.type);
      let [nullable, isKey] = [true, false];
      this.MANY(() =>
        this.OR([
          { ALT: () => (this.CONSUME(keyword('NOT')), this.CONSUME(keyword('NULL')), (nullable = false)) },
          { ALT: () => this.CONSUME2(keyword('NULL')) },
          { ALT: () => (this.CONSUME(keyword('PRIMARY')), this.CONSUME(keyword('KEY')), (isKey = true)) },
        ]),
      );
      this.offer('NOT NULL', 'PRIMARY KEY');
      return { definition: { name, type, nullable: nullable && !isKey }, isKey };
    },
  );

  private readonly parameter = this.RULE('parameter', (): ParameterDefinition => {
    const name = this.SUBRULE(this.name);
    return { name, type: this.SUBRULE(this.type) };
  });
}
