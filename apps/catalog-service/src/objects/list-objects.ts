import { pageOf } from '@easement/persistence';
import type { MessageInitShape } from '@bufbuild/protobuf';
import type { GrantedObjects, ListedObject, ListedObjectSchema, ObjectService } from '@easement/contracts';
import { invalidField, isId, parseId, parseObjectId } from '@easement/domain';
import { type Call, type Handler, organizationOf } from '@easement/rpc';
import { type Sight, toBucketMessage } from '../buckets/bucket-message.ts';
import type { Deps } from '../deps.ts';
import { toFunctionOutline } from '../functions/function-message.ts';
import { toTableMessage } from '../tables/table-message.ts';
import { toViewOutline } from '../views/view-message.ts';
import type { Inside } from './inside.ts';
import { type Granted, type Listed, pageOfObjects } from './object-list.ts';

export function listObjects({ db, tokens }: Deps): Handler<typeof ObjectService.method.listObjects> {
  return async (request, call) => {
    const organization = organizationOf(call);
    const project = parseId('project', request.projectId);
    const linked = request.linkedBucketIds.map((text, place) => {
      if (isId('bucket', text)) return parseId('bucket', text);
      throw invalidField(`linked_bucket_ids[${place}]`, `${JSON.stringify(text)} is not the id of a bucket`);
    });
    // The gateway asks for a person, who may link more or less between two pages.
    const binding: Call = { ...call, fingerprint: () => `${request.principalId} ${project}` };
    const page = pageOf(tokens, binding, request);
    const sources = { project, linked, granted: toGranted(request.granted) };
    const { objects, next } = await db.read(call, (tx) => pageOfObjects(tx, organization, sources, page));
    return {
      objects: objects.map((listed) => toListedMessage(listed, sources.granted)),
      nextPageToken: tokens.sign(binding, next),
    };
  };
}

function toGranted(granted: readonly GrantedObjects[]): Granted {
  return new Map(
    granted.map(({ bucketId, objectIds }) => [parseId('bucket', bucketId), new Set(objectIds.map(parseObjectId))]),
  );
}

function toListedMessage(
  { bucket: whole, inside, isLinked }: Listed,
  granted: Granted,
): MessageInitShape<typeof ListedObjectSchema> {
  const sight = isLinked ? 'through_link' : 'inside';
  const uncounted = { tableCount: 0, hiddenTableCount: 0, rowCount: 0, byteCount: 0 };
  const bucket = isLinked && granted.has(whole.id) ? { ...whole, ...uncounted } : whole;
  return {
    bucketName: bucket.name,
    object: inside ? toInsideMessage(inside, sight) : { case: 'bucket', value: toBucketMessage(bucket, sight) },
  };
}

type ListedInit = Exclude<MessageInitShape<typeof ListedObjectSchema>, ListedObject>;

function toInsideMessage(inside: Inside, sight: Sight): Exclude<ListedInit['object'], undefined> {
  switch (inside.case) {
    case 'table':
      return { case: 'table', value: toTableMessage(inside.value, sight) };
    case 'view':
      return { case: 'view', value: toViewOutline(inside.value, sight) };
    case 'function':
      return { case: 'function', value: toFunctionOutline(inside.value, sight) };
  }
}
