import { createHash } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { OperationKind, type TableVersion } from '@easement/contracts';
import { assertOwnRows, parseColumnType, parseId, Refusal } from '@easement/domain';
import { organizationOf } from '@easement/rpc';
import { type Name, type ObjectName, refuseAt } from '@easement/sql';
import { toGrantedTable } from '../access/granted.ts';
import { namesOf, toGranted } from '../access/granted-objects.ts';
import type { Deps } from '../deps.ts';
import { commitRows } from '../loads/commit-rows.ts';
import { requestIdReused } from '../loads/repeated-load.ts';
import { keptUnder } from '../loads/store-rows.ts';
import { type Composed, relocated } from './composed.ts';
import { getOwnDatabase } from './database.ts';
import { type Here, qualified } from './here.ts';
import { placeIn } from './object.ts';
import type { Outcome } from './outcome.ts';

/** How the rows of a table change: what is added to them, or all that there are afterwards. */
export type Change = {
  readonly target: ObjectName;
  readonly kind: 'append' | 'replace';
  /** The rows, once the columns of the table are known. */
  readonly query: (table: TableVersion) => Composed;
  /** How many rows it touches, where it replaces them. */
  readonly count?: (table: TableVersion) => Composed;
  /** The columns that the rows fill, in order; all of the table's where it is empty. */
  readonly filled: readonly Name[];
};

/** How often a statement runs again because the table changed meanwhile. */
const mostTries = 20;
const longestPauseMs = 50;

/** Makes one new version of the table or none. All that the statement reads, the table among it, is of one instant. */
export async function changeRows(deps: Deps, here: Here, change: Change): Promise<Outcome> {
  const { database, written } = placeIn(here, change.target);
  await getOwnDatabase(deps, here, database, written);
  for (let tries = 1; ; tries++) {
    const earlier = here.validateOnly ? undefined : await deps.commits.recall(here.call, here.call.requestId);
    if (earlier) return repeated(here, earlier, change.kind);
    try {
      return await attempt(deps, here, change);
    } catch (error) {
      const isRace = error instanceof Refusal && error.reason === 'lost_race';
      if (!isRace || tries === mostTries) throw error;
    }
    await pause(Math.random() * longestPauseMs, undefined, { signal: here.call.signal });
  }
}

async function attempt(deps: Deps, here: Here, change: Change): Promise<Outcome> {
  const { call, project, text, validateOnly } = here;
  const limits = { ...call, group: project };
  const target = qualified(here, change.target);
  const [seen] = await deps.resolver.tables(call, project, text, [target]);
  if (!seen) throw new Error('no table was answered for a name');
  await assertMayChange(deps, here, seen);
  const composed = change.query(seen);
  const statement = await relocated(composed, text, () => deps.engine.parse(composed.text, limits));
  if (statement.kind !== 'select') {
    throw refuseAt('statement_not_supported', 'only a SELECT or VALUES can give rows', text, composed.originOf(0));
  }
  const names = namesOf(statement).map((name) => qualified(here, { ...name, offset: composed.originOf(name.offset) }));
  const [first, ...read] = await deps.resolver.objects(call, project, text, [target, ...names]);
  const table = first?.kind === 'table' ? first.table : undefined;
  if (table?.tableId !== seen.tableId || !sameColumns(table, seen)) throw changedMeanwhile(seen);

  const columns = table.columns.map(({ id, name, type, nullable }) => {
    return { id, name, type: parseColumnType(type), nullable };
  });
  const existing = toGrantedTable(table);
  const request = {
    ...{ statement, ...toGranted(read, project), columns, organization: organizationOf(call) },
    table: parseId('table', table.tableId),
    primaryKey: table.columns.filter(({ inPrimaryKey }) => inPrimaryKey).map(({ id }) => id),
    existing: change.kind === 'append' ? existing : { ...existing, files: [] },
    filled: filledBy(here, table, change.filled),
    countText: change.count?.(table).text,
  };
  const file = await relocated(composed, text, () => deps.engine.storeQuery(request, limits));
  const { changed, ...stored } = file;
  const touched = changed ?? file.rowCount;
  await using rows = keptUnder(deps.dataFolder, stored);
  // Nothing is touched: the version that there is stays the newest.
  if (touched === 0) return counted(0);
  const kind = change.kind === 'append' ? OperationKind.APPEND : OperationKind.REPLACE;
  const { tableId, version: expectedVersion } = table;
  const committing = { call, validateOnly, requestId: call.requestId, contentHash: hashOf(here) };
  await commitRows(deps, committing, rows, { tableId, expectedVersion, kind });
  return counted(touched);
}

/** Refuses who may not write there, and an alias, which keeps no rows of its own. */
export async function assertMayChange(
  { tables }: Deps,
  { call }: Here,
  { tableId, bucketId, projectId, sourceTableId }: TableVersion,
): Promise<void> {
  const object = { kind: 'table', id: tableId };
  await tables.assertMayChange(call, parseId('project', projectId), parseId('bucket', bucketId), object);
  const alias = sourceTableId === '' ? undefined : { source: parseId('table', sourceTableId) };
  assertOwnRows({ id: parseId('table', tableId), alias });
}

/** What a repeat has to match: the statement, and where its names were looked up. */
export function hashOf({ text, project, defaultBucket }: Here): string {
  return createHash('sha256')
    .update(JSON.stringify([project, defaultBucket, text]))
    .digest('hex');
}

export function counted(rows: number | null): Outcome {
  return { columns: ['Rows'], rows: [[rows === null ? null : BigInt(rows)]] };
}

type Earlier = Awaited<ReturnType<Deps['commits']['recall']>>;

/** The record of a repeat has the rows that were written; how many of them a change had touched it does not have. */
export function repeated(here: Here, earlier: NonNullable<Earlier>, kind: Change['kind']): Outcome {
  if (earlier.contentHash !== hashOf(here)) throw requestIdReused(here.call.requestId);
  return counted(kind === 'append' ? Number(earlier.commit.rowCount) : null);
}

function filledBy({ text }: Here, { columns, tableName }: TableVersion, names: readonly Name[]): string[] {
  if (names.length === 0) return columns.map(({ id }) => id);
  const ids = names.map(({ text: name, offset }) => {
    const column = columns.find((candidate) => candidate.name.toLowerCase() === name.toLowerCase());
    if (column) return column.id;
    const message = `${tableName} has no column ${name}; DESCRIBE it for those that it has`;
    throw refuseAt('unknown_name', message, text, offset, { name });
  });
  const twice = ids.findIndex((id, index) => ids.indexOf(id) < index);
  if (twice < 0) return ids;
  const { text: name = '', offset = 0 } = names[twice] ?? {};
  throw refuseAt('invalid_field', `the column ${name} is named twice`, text, offset, { field: 'statement', name });
}

function sameColumns(one: TableVersion, other: TableVersion): boolean {
  const shape = ({ columns }: TableVersion) => columns.map(({ id, name, type }) => `${id} ${type} ${name}`).join();
  return shape(one) === shape(other);
}

function changedMeanwhile({ tableId }: TableVersion): Refusal {
  return new Refusal('lost_race', `${tableId} changed meanwhile; repeat the statement`, { id: tableId });
}
