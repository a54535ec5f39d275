import type { MessageInitShape } from '@bufbuild/protobuf';
import { type ListedObject, ObjectKind, Origin, type ProjectObjectSchema } from '@easement/contracts';

import type { ShownLink } from './live-links.ts';

type ProjectObject = MessageInitShape<typeof ProjectObjectSchema>;

/**
 * Shows a listed object under the names of the project that looks: what comes in by a link stands under the link's name,
 * once for each link that shows it. Answers none for what the project neither owns nor, by now, links.
 */
export function toProjectObject(
  { object, bucketName }: ListedObject,
  projectId: string,
  links: ReadonlyMap<string, readonly ShownLink[]>,
): ProjectObject[] {
  if (object.case === undefined) return [];
  const { id, name, projectId: sourceProjectId } = object.value;
  const isBucket = object.case === 'bucket';
  const counts = { id, kind: kinds[object.case], sourceProjectId, ...sizeOf(object) };
  if (sourceProjectId === projectId) {
    return [{ ...counts, name, bucketName: isBucket ? '' : bucketName, origin: Origin.OWN }];
  }
  const showing = links.get(object.case === 'bucket' ? object.value.id : object.value.bucketId) ?? [];
  return showing.flatMap((link) => {
    if (!isBucket && link.granted?.has(id) === false) return [];
    const shown = isBucket ? { name: link.name, bucketName: '' } : { name, bucketName: link.name };
    // Of a bucket that is not shown whole, how much is in it is not told either.
    const size = isBucket && link.granted ? { rowCount: 0n, byteCount: 0n } : {};
    return [{ ...counts, ...size, ...shown, origin: Origin.LINKED, linkId: link.id }];
  });
}

const kinds = {
  bucket: ObjectKind.BUCKET,
  table: ObjectKind.TABLE,
  view: ObjectKind.VIEW,
  function: ObjectKind.FUNCTION,
} as const satisfies Record<NonNullable<ListedObject['object']['case']>, ObjectKind>;

/** Only what holds rows has a size. */
function sizeOf(object: ListedObject['object']): { readonly rowCount?: bigint; readonly byteCount?: bigint } {
  if (object.case !== 'bucket' && object.case !== 'table') return {};
  const { rowCount, byteCount } = object.value;
  return { rowCount, byteCount };
}

/** Shows of a linked bucket what the link itself tells, for when what is in it cannot be asked. */
export function toLinkedBucket({ id, bucketId, name, sourceProjectId }: ShownLink): ProjectObject {
  return { id: bucketId, kind: ObjectKind.BUCKET, name, sourceProjectId, origin: Origin.LINKED, linkId: id };
}
