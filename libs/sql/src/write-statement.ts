import { formatName, type Name, type ObjectName, type Piece } from './name.ts';
import type { ColumnDefinition, GrantObject, IfThere, SqlStatement, TableContent } from './statement.ts';
import { isReserved } from './vocabulary.ts';

/** A word of the grammar, in upper case, or a text that stands as it is. */
type Part = string | { readonly as: string } | undefined;

const spaces = [' ', '\n', '\t ', ' /* ; " */ ', " -- it's; \n", '\u00a0'];
const cases = [
  (word: string) => word,
  (word: string) => word.toLowerCase(),
  (word: string) => word.charAt(0) + word.slice(1).toLowerCase(),
];

/** Writes a statement as SQL. The choices (numbers, used one after the other) say in which case, with which spaces and comments. */
export function writeStatement(statement: SqlStatement, choices: readonly number[]): string {
  let turn = 0;
  const choose = <T>(from: readonly T[]): T => {
    turn += 1;
    return from[(choices[turn % choices.length] ?? 0) % from.length] as T;
  };
  const parts = partsOf(statement).filter((part) => part !== undefined && part !== '');
  const written = parts.map((part) => {
    if (typeof part === 'object') return part.as;
    return (part ?? '')
      .split(' ')
      .map((word) => choose(cases)(word))
      .join(choose(spaces));
  });
  return written.reduce((text, part) => `${text}${choose(spaces)}${part}`) + choose(['', ';', ' ; ;', ' -- done']);
}

const ofShares = [
  ...(['query', 'create_share', 'drop_share', 'drop_database', 'alter_share', 'grant', 'revoke', 'use'] as const),
  ...(['show_shares', 'show_databases', 'show_tables', 'show_views', 'show_functions'] as const),
  ...(['show_grants_on', 'show_grants_of', 'describe_share', 'describe'] as const),
];
type OfShares = Extract<SqlStatement, { kind: (typeof ofShares)[number] }>;
type OfData = Exclude<SqlStatement, OfShares>;

function isOfShares(statement: SqlStatement): statement is OfShares {
  return ofShares.some((kind) => kind === statement.kind);
}

function partsOf(statement: SqlStatement): readonly Part[] {
  return isOfShares(statement) ? partsOfShares(statement) : partsOfData(statement);
}

function partsOfShares(statement: OfShares): readonly Part[] {
  switch (statement.kind) {
    case 'query':
      throw new Error('what DuckDB reads is written as it is');
    case 'create_share':
      return ['CREATE SHARE', ...ifThere(statement.ifThere), nameOf(statement.name), ...commentOf(statement.comment)];
    case 'drop_share':
    case 'drop_database':
      return [verbOf(statement.kind), ifExists(statement.ifExists), nameOf(statement.name)];
    case 'alter_share': {
      const change = statement.change === 'add' ? 'ADD' : 'REMOVE';
      return [
        'ALTER SHARE',
        ifExists(statement.ifExists),
        nameOf(statement.name),
        change,
        'TENANTS',
        '=',
        listOf(statement.tenants),
      ];
    }
    case 'grant':
    case 'revoke': {
      const to = statement.kind === 'grant' ? 'TO SHARE' : 'FROM SHARE';
      const privilege = statement.privilege.toUpperCase();
      return [verbOf(statement.kind), privilege, 'ON', ...objectOf(statement.object), to, nameOf(statement.share)];
    }
    case 'show_shares':
    case 'show_databases':
      return [verbOf(statement.kind)];
    case 'describe_share':
      return ['DESC SHARE', nameOf(statement.name)];
    case 'show_grants_on':
      return ['SHOW GRANTS ON', ...objectOf(statement.object)];
    case 'show_grants_of':
      return ['SHOW GRANTS OF SHARE', nameOf(statement.share)];
    case 'show_tables':
    case 'show_views':
    case 'show_functions':
      return [verbOf(statement.kind), ...(statement.database ? ['FROM', nameOf(statement.database)] : [])];
    case 'describe':
      return ['DESCRIBE TABLE', nameOf(statement.name)];
    case 'use':
      return ['USE', nameOf(statement.database)];
  }
}

function partsOfData(statement: OfData): readonly Part[] {
  switch (statement.kind) {
    case 'create_database':
      return [
        ...createOf('DATABASE', statement.ifThere),
        nameOf(statement.name),
        ...(statement.source ? ['FROM SHARE', nameOf(statement.source)] : []),
        ...commentOf(statement.comment),
      ];
    case 'create_table':
      return [...createOf('TABLE', statement.ifThere), nameOf(statement.name), ...contentOf(statement.content)];
    case 'create_view':
      return [
        ...createOf('VIEW', statement.ifThere),
        nameOf(statement.name),
        ...inBrackets(statement.columns),
        ...commentOf(statement.comment),
        'AS',
        pieceOf(statement.query),
      ];
    case 'create_function': {
      const { ifThere: there, name, parameters, returns, expression } = statement;
      const list = parameters.map((one) => `${textOf(one.name)} ${one.type.text}`).join(' , ');
      const answer = returns ? ['RETURNS', pieceOf(returns)] : [];
      return [
        ...createOf('FUNCTION', there),
        nameOf(name),
        '(',
        { as: list },
        ')',
        ...answer,
        'AS',
        pieceOf(expression),
      ];
    }
    case 'drop_table':
    case 'drop_view':
    case 'drop_function':
      return [verbOf(statement.kind), ifExists(statement.ifExists), nameOf(statement.name)];
    case 'rename_database':
    case 'rename_table':
    case 'rename_view': {
      const what = statement.kind.slice('rename_'.length).toUpperCase();
      return ['ALTER', what, ifExists(statement.ifExists), nameOf(statement.name), 'RENAME TO', nameOf(statement.to)];
    }
    case 'add_column':
      return [...alterOf(statement), 'ADD COLUMN', ...columnOf(statement.column)];
    case 'drop_column':
      return [...alterOf(statement), 'DROP COLUMN', nameOf(statement.column)];
    case 'rename_column':
      return [...alterOf(statement), 'RENAME COLUMN', nameOf(statement.column), 'TO', nameOf(statement.to)];
    case 'insert':
      return ['INSERT INTO', nameOf(statement.table), ...inBrackets(statement.columns), pieceOf(statement.source)];
    case 'update': {
      const changes = statement.changes.flatMap(({ column, value }) => [',', nameOf(column), '=', pieceOf(value)]);
      return [
        'UPDATE',
        nameOf(statement.table),
        ...aliasOf(statement.alias),
        'SET',
        ...changes.slice(1),
        ...whereOf(statement),
      ];
    }
    case 'delete':
      return ['DELETE FROM', nameOf(statement.table), ...aliasOf(statement.alias), ...whereOf(statement)];
    case 'truncate':
      return ['TRUNCATE TABLE', nameOf(statement.table)];
    case 'copy': {
      const options = statement.options.map(
        ({ name, value }) => `${formatName(name)} ${value === undefined ? '' : quoted(value)}`,
      );
      const list = options.length > 0 ? ['(', { as: options.join(' , ') }, ')'] : [];
      return ['COPY', nameOf(statement.table), 'FROM', { as: quoted(statement.file) }, ...list];
    }
  }
}

function contentOf(content: TableContent): readonly Part[] {
  switch (content.kind) {
    case 'query':
      return ['AS', pieceOf(content.query)];
    case 'share':
      return ['FROM SHARE', nameOf(content.source)];
    case 'columns': {
      const key = content.primaryKey.length > 0 ? [',', 'PRIMARY KEY', ...inBrackets(content.primaryKey)] : [];
      return ['(', ...content.columns.flatMap((column) => [',', ...columnOf(column)]).slice(1), ...key, ')'];
    }
  }
}

function columnOf({ name, type, nullable }: ColumnDefinition): readonly Part[] {
  return [nameOf(name), pieceOf(type), nullable ? undefined : 'NOT NULL'];
}

function alterOf({
  table,
  ifExists: loose,
}: {
  readonly table: ObjectName;
  readonly ifExists: boolean;
}): readonly Part[] {
  return ['ALTER TABLE', ifExists(loose), nameOf(table)];
}

function createOf(what: string, there: IfThere): readonly Part[] {
  return [there === 'replace' ? 'CREATE OR REPLACE' : 'CREATE', what, ...ifThere(there)];
}

function ifThere(there: IfThere): readonly Part[] {
  return there === 'skip' ? ['IF NOT EXISTS'] : [];
}

function ifExists(loose: boolean): Part {
  return loose ? 'IF EXISTS' : undefined;
}

function objectOf({ kind, name }: GrantObject): readonly Part[] {
  return [kind === 'bucket' ? 'DATABASE' : kind.toUpperCase(), nameOf(name)];
}

function commentOf(comment: string): readonly Part[] {
  return comment === '' ? [] : ['COMMENT', '=', { as: quoted(comment) }];
}

function aliasOf(alias: Name | undefined): readonly Part[] {
  return alias ? ['AS', nameOf(alias)] : [];
}

function whereOf({ where }: { readonly where: Piece | undefined }): readonly Part[] {
  return where ? ['WHERE', pieceOf(where)] : [];
}

function inBrackets(names: readonly Name[]): readonly Part[] {
  return names.length === 0 ? [] : ['(', listOf(names), ')'];
}

function listOf(names: readonly Name[]): Part {
  return { as: names.map(textOf).join(' , ') };
}

function pieceOf({ text }: Piece): Part {
  return { as: text };
}

function nameOf(name: Name | ObjectName): Part {
  return { as: 'parts' in name ? name.parts.map(partOf).join('.') : partOf(name.text) };
}

function textOf({ text }: Name): string {
  return partOf(text);
}

function partOf(text: string): string {
  return isReserved(text.toUpperCase()) ? `"${text}"` : formatName(text);
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** `drop_view` is written DROP VIEW. */
function verbOf(kind: string): string {
  return kind.toUpperCase().replaceAll('_', ' ');
}
