import type { MessageInitShape } from '@bufbuild/protobuf';
import type { VersionAnswerSchema, VersionQuery, VersionService } from '@easement/contracts';
import { isHiddenThroughLinks, type OrganizationId, type TableId } from '@easement/domain';
import type { ReadTx } from '@easement/persistence';
import { type Handler, organizationOf } from '@easement/rpc';
import { findBuckets } from '../buckets/bucket-store.ts';
import type { Deps } from '../deps.ts';
import { type DataTable, tableWithRows } from '../tables/data-table.ts';
import { findTables } from '../tables/table-store.ts';
import { currentFiles } from './data-file-store.ts';
import { toVersionMessage } from './version-message.ts';
import { findPlaces, type Place } from './version-places.ts';

/** Answers all tables of one instant, by as many statements for a thousand queries as for one. */
export function getVersions({ db }: Deps): Handler<typeof VersionService.method.getVersions> {
  return async (request, call) => {
    const organization = organizationOf(call);
    return { answers: await db.read(call, (tx) => answerAll(tx, organization, request.queries)) };
  };
}

type Answer = MessageInitShape<typeof VersionAnswerSchema>;

async function answerAll(
  tx: ReadTx,
  organization: OrganizationId,
  queries: readonly VersionQuery[],
): Promise<Answer[]> {
  const places = await findPlaces(tx, organization, queries);
  const tables = await findTables(tx, organization, present(places.map(({ table }) => table)));
  const asked = places.map(({ bucket }) => bucket);
  const holding = [...tables.values()].map(({ bucket }) => bucket);
  const buckets = await findBuckets(tx, organization, present([...asked, ...holding]));
  const shown = places.map((place, index) => shownTable(place, queries[index], tables));
  const read = shown.filter((_, index) => queries[index]?.withoutFiles !== true);
  const files = await currentFiles(tx, organization, present(read.map((table) => table && tableWithRows(table))));

  return places.map((place, index) => {
    const table = shown[index];
    const bucketId = table?.bucket ?? place.bucket;
    const bucket = bucketId && buckets.get(bucketId);
    if (!table || !bucket) return { bucketFound: bucket !== undefined, linkId: place.link ?? '' };
    const listed = queries[index]?.withoutFiles === true ? [] : (files.get(tableWithRows(table)) ?? []);
    return { version: toVersionMessage(table, bucket, listed), bucketFound: true };
  });
}

/** The table of a place, unless it is asked for through a link that does not show it. */
function shownTable(
  { table: id }: Place,
  query: VersionQuery | undefined,
  tables: ReadonlyMap<TableId, DataTable>,
): DataTable | undefined {
  const table = id && tables.get(id);
  return query?.way.case === 'linked' && isHiddenThroughLinks(table?.alias) ? undefined : table;
}

function present<T extends string>(ids: readonly (T | undefined)[]): T[] {
  return [...new Set(ids)].filter((id) => id !== undefined);
}
