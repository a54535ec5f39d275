import type { MessageInitShape } from '@bufbuild/protobuf';
import { type Link, type ListedObject, ObjectKind, Origin, type ProjectObjectSchema } from '@easement/contracts';

type ProjectObject = MessageInitShape<typeof ProjectObjectSchema>;

/**
 * Shows a listed object under the names of the project that looks: what comes in by a link stands under the link's name.
 * Answers none for what the project neither owns nor, by now, links.
 */
export function toProjectObject(
  { object, bucketName }: ListedObject,
  projectId: string,
  links: ReadonlyMap<string, Link>,
): ProjectObject[] {
  if (object.case === undefined) return [];
  const { id, name, projectId: sourceProjectId, rowCount, byteCount } = object.value;
  const isBucket = object.case === 'bucket';
  const kind = isBucket ? ObjectKind.BUCKET : ObjectKind.TABLE;
  const counts = { id, kind, sourceProjectId, rowCount, byteCount };
  if (sourceProjectId === projectId) {
    return [{ ...counts, name, bucketName: isBucket ? '' : bucketName, origin: Origin.OWN }];
  }
  const link = links.get(object.case === 'bucket' ? object.value.id : object.value.bucketId);
  if (!link) return [];
  const shown = isBucket ? { name: link.name, bucketName: '' } : { name, bucketName: link.name };
  return [{ ...counts, ...shown, origin: Origin.LINKED, linkId: link.id }];
}

/** Shows of a linked bucket what the link itself tells, for when what is in it cannot be asked. */
export function toLinkedBucket({ id, bucketId, name, sourceProjectId }: Link): ProjectObject {
  return { id: bucketId, kind: ObjectKind.BUCKET, name, sourceProjectId, origin: Origin.LINKED, linkId: id };
}
