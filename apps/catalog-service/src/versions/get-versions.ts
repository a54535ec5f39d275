import type { MessageInitShape } from '@bufbuild/protobuf';
import type { VersionAnswerSchema, VersionQuery, VersionService } from '@easement/contracts';
import type { OrganizationId } from '@easement/domain';
import type { ReadTx } from '@easement/persistence';
import { type Handler, organizationOf } from '@easement/rpc';
import { findBuckets } from '../buckets/bucket-store.ts';
import type { Deps } from '../deps.ts';
import { findTables } from '../tables/table-store.ts';
import { currentFiles } from './data-file-store.ts';
import { toVersionMessage } from './version-message.ts';
import { findPlaces } from './version-places.ts';

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
  const read = places.filter((_, index) => queries[index]?.withoutFiles !== true);
  const files = await currentFiles(tx, organization, present(read.map(({ table }) => table)));

  return places.map((place, index) => {
    const table = place.table && tables.get(place.table);
    const bucketId = table?.bucket ?? place.bucket;
    const bucket = bucketId && buckets.get(bucketId);
    if (!table || !bucket) return { bucketFound: bucket !== undefined };
    const listed = queries[index]?.withoutFiles === true ? [] : (files.get(table.id) ?? []);
    return { version: toVersionMessage(table, bucket, listed), bucketFound: true };
  });
}

function present<T extends string>(ids: readonly (T | undefined)[]): T[] {
  return [...new Set(ids)].filter((id) => id !== undefined);
}
