import { OperationKind, type TableVersion } from '@easement/contracts';
import { type Name, type ObjectName, type Piece, refuseAt, type SqlStatement } from '@easement/sql';
import type { Deps } from '../deps.ts';
import { assertMayChange, type Change, changeRows, counted, hashOf, repeated } from './change-rows.ts';
import { type Composed, compose } from './composed.ts';
import { type Here, qualified } from './here.ts';
import { getOwnTable } from './object.ts';
import type { Outcome } from './outcome.ts';

type Insert = Extract<SqlStatement, { kind: 'insert' }>;
type Update = Extract<SqlStatement, { kind: 'update' }>;
type Delete = Extract<SqlStatement, { kind: 'delete' }>;

export async function insert(deps: Deps, here: Here, { table, columns, source }: Insert): Promise<Outcome> {
  return await changeRows(deps, here, { target: table, kind: 'append', query: () => compose(source), filled: columns });
}

/** Every row is written anew, those that the condition does not hold for as they are. */
export async function update(deps: Deps, here: Here, statement: Update): Promise<Outcome> {
  const { table: target, alias, changes, where } = statement;
  const query = (table: TableVersion): Composed => {
    const changed = new Map(changes.map(({ column, value }) => [columnOf(here, table, column), value]));
    if (changed.size < changes.length) throw twice(here, statement);
    const marker = markerFor(table);
    const row = quote(alias?.text ?? table.tableName);
    const values = table.columns.flatMap(({ name }, index): (string | Piece)[] => {
      const value = changed.get(name);
      const before = index > 0 ? ', ' : '';
      if (!value) return [`${before}${row}.${quote(name)}`];
      return [`${before}CASE WHEN ${quote(marker)} THEN (`, value, `) ELSE ${row}.${quote(name)} END`];
    });
    const from = [
      ` FROM (SELECT *, `,
      ...held(where),
      ` AS ${quote(marker)} FROM ${source(here, target, alias)}) AS ${row}`,
    ];
    return compose('SELECT ', ...values, ...from);
  };
  return await changeRows(deps, here, { target, kind: 'replace', query, count: countOf(here, statement), filled: [] });
}

export async function deleteRows(deps: Deps, here: Here, statement: Delete): Promise<Outcome> {
  const { table: target, alias, where } = statement;
  if (!where) return await truncate(deps, here, target);
  const query: Change['query'] = () =>
    compose(`SELECT * FROM ${source(here, target, alias)} WHERE NOT `, ...held(where));
  return await changeRows(deps, here, { target, kind: 'replace', query, count: countOf(here, statement), filled: [] });
}

/** A version without files. */
export async function truncate(deps: Deps, here: Here, target: ObjectName): Promise<Outcome> {
  const { call, validateOnly } = here;
  const table = await getOwnTable(deps, here, target);
  const earlier = validateOnly ? undefined : await deps.commits.recall(call, call.requestId);
  if (earlier) return repeated(here, earlier, 'replace');
  await assertMayChange(deps, here, table);
  const { tableId, version: expectedVersion, rowCount } = table;
  const commit = { tableId, expectedVersion, kind: OperationKind.REPLACE, files: [] };
  await deps.commits.make(call, call.requestId, { ...commit, contentHash: hashOf(here), validateOnly });
  return counted(Number(rowCount));
}

function countOf(here: Here, { table, alias, where }: Update | Delete): NonNullable<Change['count']> {
  return () => compose(`SELECT count(*) FROM ${source(here, table, alias)} WHERE `, ...held(where));
}

/** Whether the condition holds; NULL is no. */
function held(where: Piece | undefined): (string | Piece)[] {
  return where ? ['coalesce((', where, '), FALSE)'] : ['TRUE'];
}

function source(here: Here, name: ObjectName, alias: Name | undefined): string {
  const written = qualified(here, name).parts.map(quote).join('.');
  return alias ? `${written} AS ${quote(alias.text)}` : written;
}

function columnOf({ text }: Here, { columns, tableName }: TableVersion, { text: name, offset }: Name): string {
  const column = columns.find((candidate) => candidate.name.toLowerCase() === name.toLowerCase());
  if (column) return column.name;
  const message = `${tableName} has no column ${name}; DESCRIBE it for those that it has`;
  throw refuseAt('unknown_name', message, text, offset, { name });
}

/** A name that no column of the table has. */
function markerFor({ columns }: TableVersion): string {
  const names = new Set(columns.map(({ name }) => name.toLowerCase()));
  let marker = 'is_changed';
  while (names.has(marker)) marker += '_';
  return marker;
}

function twice({ text }: Here, { changes }: Update): Error {
  const keys = changes.map(({ column }) => column.text.toLowerCase());
  const { column } = changes[keys.findIndex((key, index) => keys.indexOf(key) < index)] ?? {};
  const message = `the column ${column?.text ?? ''} is set twice`;
  return refuseAt('invalid_field', message, text, column?.offset ?? 0, { field: 'statement' });
}

function quote(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
