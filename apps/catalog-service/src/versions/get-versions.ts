import type { MessageInitShape } from '@bufbuild/protobuf';
import type { ReadObjectSchema, VersionAnswerSchema, VersionQuery, VersionService } from '@easement/contracts';
import { type Handler, organizationOf } from '@easement/rpc';
import type { Deps } from '../deps.ts';
import { findInstant, type Instant, isHidden } from './instant.ts';
import { toReadableMessage } from './version-message.ts';
import type { Place } from './version-places.ts';

/**
 * Answers everything of one instant, by as many statements for a thousand queries as for one, and two more for each level
 * of views that read views.
 */
export function getVersions({ db }: Deps): Handler<typeof VersionService.method.getVersions> {
  return async ({ queries }, call) => {
    const organization = organizationOf(call);
    const instant = await db.read(call, (tx) => findInstant(tx, organization, queries));
    return {
      answers: instant.places.map((place, index) => toAnswer(instant, place, queries[index])),
      read: [...instant.read].sort().flatMap((id) => toRead(instant, id)),
    };
  };
}

type Answer = MessageInitShape<typeof VersionAnswerSchema>;

/** What a query leads to, unless it is asked for through a link that does not show it. */
function toAnswer(instant: Instant, place: Place, query: VersionQuery | undefined): Answer {
  const found = place.object && instant.objects.get(place.object);
  const readable = found && query?.way.case === 'linked' && isHidden(found) ? undefined : found;
  const bucketId = readable?.value.bucket ?? place.bucket;
  const bucket = bucketId && instant.buckets.get(bucketId);
  if (!readable || !bucket) return { bucketFound: bucket !== undefined, linkId: place.link ?? '' };
  const files = query?.withoutFiles === true ? new Map() : instant.files;
  const message = toReadableMessage(readable, bucket, files);
  const answer = { bucketFound: true };
  switch (message.case) {
    case 'table':
      return { ...answer, version: message.value };
    case 'view':
      return { ...answer, view: message.value };
    case 'function':
      return { ...answer, function: message.value };
  }
}

function toRead(
  { objects, buckets, files }: Instant,
  id: Parameters<Instant['objects']['get']>[0],
): MessageInitShape<typeof ReadObjectSchema>[] {
  const readable = objects.get(id);
  const bucket = readable && buckets.get(readable.value.bucket);
  return readable && bucket ? [{ object: toReadableMessage(readable, bucket, files) }] : [];
}
