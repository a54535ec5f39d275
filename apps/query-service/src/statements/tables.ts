import { createHash } from 'node:crypto';
import { OperationKind, type TableVersion } from '@easement/contracts';
import { formatColumnType, nameKey, newId, parseColumnType } from '@easement/domain';
import { derivedRequestId } from '@easement/rpc';
import {
  type ColumnDefinition,
  type ObjectName,
  type Piece,
  refuseAt,
  type SqlStatement,
  type TableContent,
} from '@easement/sql';
import type { Deps } from '../deps.ts';
import { getOwnDatabase } from './database.ts';
import { acting, type Here } from './here.ts';
import { singleLinkOf } from './link-objects.ts';
import { getObject, getOwnTable, getTable, orTaken, orUnknown, placeIn } from './object.ts';
import { done, type Outcome } from './outcome.ts';

type Drop = Extract<SqlStatement, { kind: 'drop_table' | 'drop_view' | 'drop_function' }>;
type Rename = Extract<SqlStatement, { kind: 'rename_table' | 'rename_view' }>;
export type CreateTable = Omit<Extract<SqlStatement, { kind: 'create_table' }>, 'content'>;
type Columns = Extract<TableContent, { kind: 'columns' }>;

/** A table of columns, without rows. Replacing keeps the table, and those columns that keep name and type. */
export async function createTable(deps: Deps, here: Here, statement: CreateTable, content: Columns): Promise<Outcome> {
  const { name, ifThere } = statement;
  const { database, last } = placeIn(here, name);
  const bucketId = await getOwnDatabase(deps, here, database);
  const there = ifThere === 'refuse' ? undefined : await orUnknown(true, () => getTable(deps, here, name));
  const unchanged = done(`table ${last} was there already`);
  if (there && ifThere === 'skip') return unchanged;
  const columns = content.columns.map((column) => toColumn(here, column));
  const primaryKey = content.primaryKey.map(({ text }) => text);
  if (there) return await replaceTable(deps, here, there, { columns, primaryKey });
  const request = { bucketId, name: last, columns, primaryKey, validateOnly: here.validateOnly };
  const make = () => deps.statementPeers.tables.createTable(request, acting(here, 'create table'));
  const made = await orTaken(ifThere === 'skip', make);
  return made ? done(`table ${last} created`) : unchanged;
}

export async function dropTable(deps: Deps, here: Here, { name, ifExists }: Drop): Promise<Outcome> {
  const { validateOnly } = here;
  const { tables, links } = deps.statementPeers;
  const written = name.parts.join('.');
  const object = await orUnknown(ifExists, async () => {
    await getOwnDatabase(deps, here, placeIn(here, name).database);
    return await getObject(deps, here, name);
  });
  if (!object) return done(`there is no table ${written}`);
  // What is linked one by one is unlinked, whether it is a table or a view.
  const linkId = singleLinkOf(object);
  if (linkId) await links.deleteLink({ linkId, validateOnly }, acting(here, 'drop table'));
  else if (object.kind !== 'table') throw isOther(here, name, object.kind);
  else await tables.deleteTable({ tableId: object.table.tableId, validateOnly }, acting(here, 'drop table'));
  return done(`table ${written} dropped`);
}

export async function renameTable(deps: Deps, here: Here, { name, to, ifExists }: Rename): Promise<Outcome> {
  const table = await orUnknown(ifExists, () => getOwnTable(deps, here, name));
  if (!table) return done(`there is no table ${name.parts.join('.')}`);
  const last = newNameIn(here, name, to);
  const updateMask = { paths: ['name'] };
  const request = { tableId: table.tableId, name: last, updateMask, validateOnly: here.validateOnly };
  await deps.statementPeers.tables.updateTable(request, acting(here, 'rename table'));
  return done(`table ${name.parts.join('.')} is called ${last}`);
}

function isOther({ text }: Here, { parts, offset }: ObjectName, kind: string): Error {
  const written = parts.join('.');
  const message = `${written} is a ${kind}; DROP ${kind.toUpperCase()} drops it`;
  return refuseAt('unknown_name', message, text, offset, { name: written });
}

/** The last part of the new name, which may say the database that the thing is in, and no other. */
export function newNameIn(here: Here, name: ObjectName, to: ObjectName): string {
  const [last = '', database, ...more] = [...to.parts].reverse();
  const from = placeIn(here, name).database.text;
  if (more.length === 0 && (database === undefined || nameKey(database) === nameKey(from))) return last;
  const message = `a rename stays in its database: write ${from}.${last}, or ${last} alone`;
  throw refuseAt('statement_not_supported', message, here.text, to.offset, { what: 'moving to another database' });
}

/** A column as requests have it. Refuses a type that columns cannot have, with its place. */
export function toColumn(here: Here, { name, type, nullable }: ColumnDefinition) {
  return { name: name.text, type: typeText(here, type), nullable };
}

export function typeText({ text }: Here, type: Piece): string {
  try {
    return formatColumnType(parseColumnType(sqlTypes[type.text.toUpperCase()] ?? type.text.replace(/\s+/g, '')));
  } catch {
    const message = `${type.text} is no type of a column; docs/types.md lists them: STRING, INTEGER, DOUBLE, DECIMAL(p,s), …`;
    throw refuseAt('invalid_field', message, text, type.offset, { field: 'type', type: type.text });
  }
}

/** What other dialects call our types. */
const sqlTypes: Readonly<Record<string, string>> = {
  ...{ VARCHAR: 'STRING', TEXT: 'STRING', CHAR: 'STRING', BOOL: 'BOOLEAN' },
  ...{ INT: 'INTEGER', BIGINT: 'INTEGER', SMALLINT: 'INTEGER', TINYINT: 'INTEGER' },
  ...{ FLOAT: 'DOUBLE', REAL: 'DOUBLE', 'DOUBLE PRECISION': 'DOUBLE', DATETIME: 'TIMESTAMP', BLOB: 'BYTES' },
};

async function replaceTable(
  { commits }: Deps,
  here: Here,
  table: TableVersion,
  { columns, primaryKey }: { readonly columns: readonly ReturnType<typeof toColumn>[]; readonly primaryKey: string[] },
): Promise<Outcome> {
  const { tableId, bucketId, tableName: name, version: expectedVersion } = table;
  const kept = new Map(table.columns.map((column) => [`${nameKey(column.name)} ${column.type}`, column.id]));
  const named = columns.map((column) => ({
    ...column,
    id: kept.get(`${nameKey(column.name)} ${column.type}`) ?? newId('column'),
  }));
  const commit = { tableId, expectedVersion, newTable: { bucketId, name, columns: named, primaryKey } };
  const contentHash = createHash('sha256').update(here.text).digest('hex');
  const rest = { kind: OperationKind.REPLACE, files: [], contentHash, validateOnly: here.validateOnly };
  await commits.make(here.call, derivedRequestId(here.call, 'replace table'), { ...commit, ...rest });
  return done(`table ${name} replaced`);
}
