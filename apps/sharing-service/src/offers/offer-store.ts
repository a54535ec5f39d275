import type { OrganizationId, ProjectId, ShareId, waysIn } from '@easement/domain';
import { beyond, idColumn, nameKeyColumn, type Position, query, type ReadTx, type Shaped } from '@easement/persistence';

const shape = { provider_key: nameKeyColumn(), project_id: idColumn<ProjectId>(), id: idColumn<ShareId>() };

type Key = Shaped<typeof shape>;

/**
 * One page of the shares that come by these ways, grouped by provider in the order of its name. Each way is a range of
 * an index in that order, so the first of each, merged, are the page: it costs the same however many there are.
 */
export async function pageOfOffers(
  tx: ReadTx,
  organization: OrganizationId,
  { open, listed }: ReturnType<typeof waysIn>,
  { size, after }: { readonly size: number; readonly after: Position | undefined },
): Promise<{ readonly ids: ShareId[]; readonly next: Position | undefined }> {
  const ways = [
    ...open.map((kind) => wayOf('share', 'audience', 'id', [organization, kind], after, size + 1)),
    ...listed.map((target) => wayOf('share_target', 'target_id', 'share_id', [organization, target], after, size + 1)),
  ];
  if (ways.length === 0) return { ids: [], next: undefined };
  const sql = ways.map((way, place) => `SELECT * FROM (${way.sql}) AS way_${place}`).join(' UNION ALL ');
  const params = ways.flatMap((way) => way.params);
  const found = (await query(tx, shape, sql, params)).sort(compareKeys);
  const last = found.length > size ? found[size - 1] : undefined;
  return {
    ids: found.slice(0, size).map(({ id }) => id),
    next: last && [last.provider_key, last.project_id, last.id],
  };
}

function wayOf(
  table: 'share' | 'share_target',
  condition: 'audience' | 'target_id',
  id: 'id' | 'share_id',
  params: readonly string[],
  after: Position | undefined,
  most: number,
) {
  const order = ['provider_key', 'project_id', id];
  const rest = after === undefined ? undefined : beyond(order, after);
  const sql =
    `SELECT provider_key, project_id, ${id} AS id FROM ${table}` +
    ` WHERE organization_id = ? AND ${condition} = ?${rest ? ` AND ${rest.sql}` : ''}` +
    ` ORDER BY ${order.join(', ')} LIMIT ?`;
  return { sql, params: [...params, ...(rest?.params ?? []), most] };
}

/** As the stores compare: byte by byte. */
function compareKeys(one: Key, other: Key): number {
  return (
    compareBytes(one.provider_key, other.provider_key) ||
    compareBytes(one.project_id, other.project_id) ||
    compareBytes(one.id, other.id)
  );
}

function compareBytes(one: string, other: string): number {
  return Buffer.compare(Buffer.from(one), Buffer.from(other));
}
