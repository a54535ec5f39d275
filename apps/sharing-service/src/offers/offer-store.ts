import type { OrganizationId, ProjectId, ShareId, waysIn } from '@easement/domain';
import { idColumn, nameKeyColumn, type Position, query, type ReadTx, type Shaped } from '@easement/persistence';

const shape = { provider_key: nameKeyColumn(), project_id: idColumn<ProjectId>(), id: idColumn<ShareId>() };

type Key = Shaped<typeof shape>;

type Ways = ReturnType<typeof waysIn>;
type Page = { readonly size: number; readonly after: Position | undefined };
type Found = { readonly ids: ShareId[]; readonly next: Position | undefined };

/**
 * One page of the shares that come by these ways, or those of one provider among them, grouped by provider in the order
 * of its name. Each way is a range of an index in that order, so the first of each, merged, are the page: it costs the
 * same however many there are.
 */
export async function pageOfOffers(
  tx: ReadTx,
  organization: OrganizationId,
  { open, listed }: Ways,
  { size, after }: Page,
  provider?: ProjectId,
): Promise<Found> {
  const all = [
    ...open.map((kind) => ({ table: 'share', id: 'id', equal: { audience: kind } })),
    ...listed.map(({ audience, target }) => ({
      table: 'share_target',
      id: 'share_id',
      equal: { target_id: target, for_tenants: audience === 'tenants' ? 1 : 0 },
    })),
  ];
  const places = provider === undefined ? [{}] : await placesOf(tx, organization, provider);
  const orders = all.flatMap((way) => places.map((place) => ({ ...way, equal: { ...way.equal, ...place } })));
  if (orders.length === 0) return { ids: [], next: undefined };
  const parts = orders.flatMap((way) => selectsOf(organization, way, after, size + 1));
  const sql = parts.map((part, place) => `SELECT * FROM (${part.sql}) AS part_${place}`).join(' UNION ALL ');
  const params = parts.flatMap((part) => part.params);
  return toFound((await query(tx, shape, sql, params)).sort(compareKeys), size);
}

/**
 * The same of shares of one name, in whatever case, which is one at most of each provider: found by the name, and each
 * asked whether it comes.
 */
export async function pageOfOffersNamed(
  tx: ReadTx,
  organization: OrganizationId,
  { open, listed }: Ways,
  { size, after }: Page,
  { key, provider }: { readonly key: string; readonly provider: ProjectId | undefined },
): Promise<Found> {
  const isListed =
    'EXISTS (SELECT 1 FROM share_target AS entry WHERE entry.organization_id = share.organization_id' +
    ' AND entry.share_id = share.id AND entry.target_id = ? AND entry.for_tenants = ?)';
  const comes = [...open.map(() => 'audience = ?'), ...listed.map(() => isListed)];
  if (comes.length === 0) return { ids: [], next: undefined };
  const ofProvider = provider === undefined ? '' : ' AND project_id = ?';
  const later = after === undefined ? '' : ' AND (provider_key, project_id, id) > (?, ?, ?)';
  const sql =
    `SELECT provider_key, project_id, id FROM share WHERE organization_id = ? AND name_key = ?${ofProvider}${later}` +
    ` AND (${comes.join(' OR ')}) ORDER BY provider_key, project_id, id LIMIT ?`;
  const place = [...(provider === undefined ? [] : [provider]), ...(after ?? [])];
  const entries = listed.flatMap(({ audience, target }) => [target, audience === 'tenants' ? 1 : 0]);
  return toFound(await query(tx, shape, sql, [organization, key, ...place, ...open, ...entries, size + 1]), size);
}

/** Where the offers of a provider are in the order: under its name, and the ones before until the sweeper has followed. */
async function placesOf(tx: ReadTx, organization: OrganizationId, provider: ProjectId) {
  const { provider_key } = shape;
  const sql = 'SELECT DISTINCT provider_key FROM share WHERE organization_id = ? AND project_id = ?';
  const rows = await query(tx, { provider_key }, sql, [organization, provider]);
  return rows.map((row) => ({ provider_key: row.provider_key, project_id: provider }));
}

function toFound(found: readonly Key[], size: number): Found {
  const last = found.length > size ? found[size - 1] : undefined;
  return {
    ids: found.slice(0, size).map(({ id }) => id),
    next: last && [last.provider_key, last.project_id, last.id],
  };
}

type Way = {
  readonly table: string;
  readonly id: string;
  /** What all rows of the way have in common: the beginning of its index. */
  readonly equal: Readonly<Record<string, string | number>>;
};

/**
 * What comes after a position, as one SELECT for each part of it that is a plain range of the index, in its order: the
 * same provider, another one of the same name, a later name. Of one condition for all, neither store makes such ranges.
 */
function selectsOf(organization: OrganizationId, way: Way, after: Position | undefined, most: number) {
  const order = ['provider_key', 'project_id', way.id];
  const fixed = Object.keys(way.equal);
  const ranges =
    after === undefined
      ? [{ equal: [], later: '', by: order, params: [] }]
      : order.map((column, place) => ({
          equal: order.slice(0, place),
          later: ` AND ${column} > ?`,
          by: order.slice(place),
          params: after.slice(0, place + 1),
        }));
  return ranges.map(({ equal, later, by, params }) => ({
    sql:
      `SELECT provider_key, project_id, ${way.id} AS id FROM ${way.table}` +
      ` WHERE organization_id = ?${[...fixed, ...equal].map((column) => ` AND ${column} = ?`).join('')}${later}` +
      ` ORDER BY ${by.join(', ')} LIMIT ?`,
    params: [organization, ...Object.values(way.equal), ...params, most],
  }));
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
