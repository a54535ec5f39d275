import type { FunctionVersion } from '@easement/contracts';
import { onBehalf } from '@easement/rpc';
import { type Name, type ObjectName, refuseAt } from '@easement/sql';
import type { Deps } from '../deps.ts';
import { type Database, getDatabase } from './database.ts';
import type { Here } from './here.ts';
import { getObject } from './object.ts';
import type { Outcome } from './outcome.ts';
import { linkedObjects } from './link-objects.ts';
import { viewNames } from './views.ts';
import { readAll } from './read-all.ts';

/** The tables and views of a database; of one that comes in by a link, those that it shows. */
export async function showTables(deps: Deps, here: Here, named: Name | undefined): Promise<Outcome> {
  const database = await getDatabase(deps, here, named ?? defaultDatabase(here));
  const tables = await readAll(
    (page) => deps.statementPeers.tables.listTables({ parent: parentOf(database), ...page }, onBehalf(here.call)),
    (page) => page.tables,
  );
  const views = await viewNames(deps, here, named);
  const linked = database.kind === 'own' ? await linkedObjects(deps, here, database.bucket) : [];
  const rows = [...tables.map(({ name }) => [name, 'TABLE']), ...views.map((name) => [name, 'VIEW']), ...linked];
  return { columns: ['Name', 'Kind'], rows };
}

export async function describe(deps: Deps, here: Here, name: ObjectName): Promise<Outcome> {
  const object = await getObject(deps, here, name);
  if (object.kind === 'function') return describeFunction(object.made);
  const { columns } = object.kind === 'table' ? object.table : object.view;
  const rows = columns.map((column) => [
    column.name,
    column.type,
    column.nullable ? 'YES' : 'NO',
    column.inPrimaryKey ? 'PRIMARY' : '',
  ]);
  return { columns: ['Name', 'Type', 'Nullable', 'Key'], rows };
}

/** What it takes, and what it answers; not how, which a link does not show. */
function describeFunction({ parameters, returnType }: FunctionVersion): Outcome {
  const rows = parameters.map(({ name, type }) => [name, type, 'PARAMETER']);
  return { columns: ['Name', 'Type', 'Role'], rows: [...rows, ['', returnType, 'RETURNS']] };
}

export async function use(deps: Deps, here: Here, database: Name): Promise<Outcome> {
  await getDatabase(deps, here, database);
  const { text } = database;
  return { columns: ['Status'], rows: [[`names are looked up in ${text}`]], defaultBucket: text };
}

/** Refuses where neither the statement nor a USE before it says which. */
export function defaultDatabase({ defaultBucket, text }: Here): Name {
  if (defaultBucket !== '') return { text: defaultBucket, offset: 0 };
  throw refuseAt('unknown_name', 'say which database: SHOW TABLES FROM name, or USE name before it', text, 0, {
    name: '',
  });
}

export function parentOf(database: Database) {
  return database.kind === 'own'
    ? ({ case: 'bucketId', value: database.bucket } as const)
    : ({ case: 'linkId', value: database.link } as const);
}
