import { type BucketId, type FunctionId, notFound, type ObjectId, type OrganizationId } from '@easement/domain';
import {
  deleteRows,
  findPage,
  findRow,
  findRows,
  insertRow,
  lockRow,
  type Position,
  type ReadTx,
  updateRows,
  type WriteTx,
} from '@easement/persistence';
import { lockBucket } from '../buckets/bucket-store.ts';
import { tellFunction } from '../feed/tell.ts';
import { freeNamesOf } from '../names/name-store.ts';
import { ofKind } from '../objects/of-kind.ts';
import {
  functionOutlineTable,
  functionTable,
  toFunction,
  toFunctionOutline,
  toFunctionRow,
} from './sql-function.table.ts';
import type { FunctionDefinition, FunctionOutline, SqlFunction } from './sql-function.ts';

export async function insertFunction(tx: WriteTx, made: SqlFunction): Promise<void> {
  await insertRow(tx, functionTable, toFunctionRow(made));
  tellFunction(tx, undefined, made);
}

export async function findFunction(
  tx: ReadTx,
  organization: OrganizationId,
  id: FunctionId,
): Promise<SqlFunction | undefined> {
  const row = await findRow(tx, functionTable, { organization_id: organization, id });
  return row && toFunction(row);
}

/** Those of the functions that there are. */
export async function findFunctions(
  tx: ReadTx,
  organization: OrganizationId,
  ids: readonly FunctionId[],
): Promise<ReadonlyMap<FunctionId, SqlFunction>> {
  if (ids.length === 0) return new Map();
  const rows = await findRows(tx, functionTable, { organization_id: organization, id: ids });
  return new Map(rows.map((row) => [row.id, toFunction(row)]));
}

/** The same without their expressions. */
export async function findFunctionOutlines(
  tx: ReadTx,
  organization: OrganizationId,
  ids: readonly FunctionId[],
): Promise<FunctionOutline[]> {
  if (ids.length === 0) return [];
  const rows = await findRows(tx, functionOutlineTable, { organization_id: organization, id: ids });
  return rows.map(toFunctionOutline);
}

/**
 * The function as it is under its lock and its bucket's; refuses `not_found` if it was dropped since the caller's right
 * was established.
 */
export async function lockSeenFunction(
  tx: WriteTx,
  { organization, bucket, id }: Pick<SqlFunction, 'organization' | 'bucket' | 'id'>,
): Promise<SqlFunction> {
  await lockBucket(tx, organization, bucket);
  const row = await lockRow(tx, functionTable, { organization_id: organization, id });
  if (!row) throw notFound('function', id);
  return toFunction(row);
}

/** Gives the function another definition, and answers it as it is then. Demands its lock. */
export async function redefineFunction(
  tx: WriteTx,
  made: SqlFunction,
  change: FunctionDefinition & Pick<SqlFunction, 'comment' | 'updateTime'>,
): Promise<SqlFunction> {
  const changed = { ...made, ...change, version: made.version + 1 };
  const { parameters, return_type, expression, comment, update_time } = toFunctionRow(changed);
  const columns = { parameters, return_type, expression, comment, update_time };
  await updateRows(tx, functionTable, { organization_id: made.organization, id: made.id }, columns);
  tellFunction(tx, made, changed);
  return changed;
}

/** Deletes functions with their names, and tells nobody. Demands the lock of their bucket. */
export async function removeFunctions(
  tx: WriteTx,
  organization: OrganizationId,
  ids: readonly FunctionId[],
): Promise<void> {
  if (ids.length === 0) return;
  await freeNamesOf(tx, organization, ids);
  await deleteRows(tx, functionTable, { organization_id: organization, id: ids });
}

/** So many at once that statements stay short. */
const batch = 100;

/** Deletes the functions of a bucket with it. */
export async function removeFunctionsOf(tx: WriteTx, organization: OrganizationId, bucket: BucketId): Promise<void> {
  const where = { organization_id: organization, bucket_id: bucket };
  for (;;) {
    const { rows, next } = await findPage(tx, functionTable, where, { by: ['id'], size: batch, after: undefined });
    await removeFunctions(
      tx,
      organization,
      rows.map(({ id }) => id),
    );
    if (next === undefined) return;
  }
}

/** The functions of a bucket in the order of their ids; no other than `granted`, where that is said. */
export async function pageOfFunctions(
  tx: ReadTx,
  organization: OrganizationId,
  bucket: BucketId,
  page: {
    readonly size: number;
    readonly after: Position | undefined;
    readonly granted: ReadonlySet<ObjectId> | undefined;
  },
): Promise<{ readonly functions: SqlFunction[]; readonly next: Position | undefined }> {
  const { size, after, granted } = page;
  const seen = granted ? { id: ofKind('function', granted) } : {};
  const where = { organization_id: organization, bucket_id: bucket, ...seen };
  const { rows, next } = await findPage(tx, functionTable, where, { by: ['id'], size, after });
  return { functions: rows.map(toFunction), next };
}
