import type { AnyColumn, Stored } from './column.ts';
import type { Dialect } from './database-url.ts';
import { indexName } from './driver-errors.ts';
import { type AnyTable, columnsOf, type Index, untilOf } from './table.ts';

/** Both stores take backticks around names. */
export function quote(name: string): string {
  return `\`${name}\``;
}

export function quoteAll(names: readonly string[]): string {
  return names.map(quote).join(', ');
}

/** The table as it was made by migration `number`, without the columns and keys that later ones add. */
export function createTableSql(table: AnyTable, number: number, dialect: Dialect): string[] {
  const columns = Object.entries(table.columns).filter(([, column]) => (column.since ?? number) <= number);
  const lines = [
    ...columns.map(([name, column]) => columnSql(name, column, dialect)),
    `PRIMARY KEY (${quoteAll(table.primary)})`,
  ];
  const tail =
    dialect === 'mysql' ? 'ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin' : 'STRICT, WITHOUT ROWID';
  const create = `CREATE TABLE IF NOT EXISTS ${quote(table.name)} (\n  ${lines.join(',\n  ')}\n) ${tail}`;
  return [create, ...indexesSql(table, (since) => since <= number, number)];
}

export function addColumnSql(table: AnyTable, name: string, column: AnyColumn, dialect: Dialect): string {
  return `ALTER TABLE ${quote(table.name)} ADD COLUMN ${columnSql(name, column, dialect)}`;
}

/** The indexes of `table` whose migration `isWanted`; those that name none came with the table. */
export function indexesSql(table: AnyTable, isWanted: (since: number) => boolean, otherwise: number): string[] {
  return table.everIndexed
    .filter(({ index }) => isWanted(sinceOf(table, index) ?? otherwise))
    .map(
      ({ name, isUnique, index }) =>
        `CREATE ${isUnique ? 'UNIQUE ' : ''}INDEX ${quote(indexName(table, name))}` +
        ` ON ${quote(table.name)} (${quoteAll(columnsOf(index))})`,
    );
}

/** Drops the indexes of `table` that migration `number` ends. */
export function dropIndexesSql(table: AnyTable, number: number, dialect: Dialect): string[] {
  const of = dialect === 'mysql' ? ` ON ${quote(table.name)}` : '';
  const ended = table.everIndexed.filter(({ index }) => untilOf(index) === number);
  return ended.map(({ name }) => `DROP INDEX ${quote(indexName(table, name))}${of}`);
}

/** An index is as young as it says, or as its youngest column. */
function sinceOf(table: AnyTable, index: Index<string>): number | undefined {
  const ages = columnsOf(index).flatMap((name) => table.columns[name]?.since ?? []);
  if ('columns' in index && index.since !== undefined) ages.push(index.since);
  return ages.length === 0 ? undefined : Math.max(...ages);
}

function columnSql(name: string, column: AnyColumn, dialect: Dialect): string {
  const type = dialect === 'mysql' ? column.mysql : column.sqlite;
  const initial = column.initial === undefined ? '' : ` DEFAULT ${literal(column.initial)}`;
  return `${quote(name)} ${type}${column.nullable ? '' : ' NOT NULL'}${initial}`;
}

function literal(value: Stored): string {
  if (value === null) return 'NULL';
  if (typeof value === 'number' || typeof value === 'bigint') return String(value);
  const bytes = typeof value === 'string' ? Buffer.from(value) : Buffer.from(value);
  if (typeof value !== 'string') return `x'${bytes.toString('hex')}'`;
  if (!/^[\w .:@/-]*$/.test(value))
    throw new TypeError(`too special for a default in a schema: ${JSON.stringify(value)}`);
  return `'${value}'`;
}
