import type { MessageInitShape } from '@bufbuild/protobuf';
import type { ImpactSchema, TableSchema } from '@easement/contracts';
import { assertFresh, assertOwnRows, type TableId } from '@easement/domain';
import type { WriteTx } from '@easement/persistence';
import type { Call } from '@easement/rpc';
import type { Deps } from '../deps.ts';
import { mutate, mutation } from '../mutation.ts';
import type { DataTable } from './data-table.ts';
import { lockSeenTable } from './lock-table.ts';
import { getReachedTable } from './table-access.ts';
import { toTableMessage } from './table-message.ts';

/** What a request would do to which table. */
export type Alteration = {
  readonly id: TableId;
  /** Done under the locks of the table and its bucket; answers the table as it is then. */
  readonly alter: (tx: WriteTx, table: DataTable, updateTime: Date) => Promise<DataTable>;
  /** Takes more locks than those of the table and its bucket, where the alteration needs them. */
  readonly lock?: (tx: WriteTx, seen: DataTable) => Promise<DataTable>;
  /** Whether it is done to aliases as well, which have their columns from elsewhere. */
  readonly takesAliases?: true;
};

type Answer = {
  readonly table?: MessageInitShape<typeof TableSchema>;
  readonly impact?: MessageInitShape<typeof ImpactSchema>;
};

/**
 * The handler of what changes a table itself: checks the request by `read`, the right to change the table and the etag,
 * then alters it in one transaction. Who links the bucket sees the change, so all of them are its impact.
 */
export function alterTable<I extends { readonly etag: string }>(
  deps: Deps,
  read: (request: I) => Alteration,
): (request: I, call: Call) => Promise<Answer> {
  return mutation(deps, async (request: I, call, caller): Promise<Answer> => {
    const { id, alter, lock = lockSeenTable, takesAliases } = read(request);
    const { table: seen } = await getReachedTable(deps, call, caller, id, 'write');
    if (!takesAliases) assertOwnRows(seen);
    const now = deps.now();
    return await mutate(deps, call, { bucket: seen.bucket, table: id }, async (tx) => {
      const table = await lock(tx, seen);
      assertFresh(request.etag, table);
      return { table: toTableMessage(await alter(tx, table, now)) };
    });
  });
}
