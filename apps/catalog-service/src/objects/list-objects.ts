import { pageOf } from '@easement/persistence';
import type { MessageInitShape } from '@bufbuild/protobuf';
import type { ListedObjectSchema, ObjectService } from '@easement/contracts';
import { invalidField, isId, parseId } from '@easement/domain';
import { type Call, type Handler, organizationOf } from '@easement/rpc';
import { toBucketMessage } from '../buckets/bucket-message.ts';
import type { Deps } from '../deps.ts';
import { toTableMessage } from '../tables/table-message.ts';
import { type Listed, pageOfObjects } from './object-list.ts';

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
    const { objects, next } = await db.read(call, (tx) => pageOfObjects(tx, organization, { project, linked }, page));
    return { objects: objects.map(toListedMessage), nextPageToken: tokens.sign(binding, next) };
  };
}

function toListedMessage({ bucket, table, isLinked }: Listed): MessageInitShape<typeof ListedObjectSchema> {
  const sight = isLinked ? 'through_link' : 'inside';
  return {
    bucketName: bucket.name,
    object: table
      ? { case: 'table', value: toTableMessage(table, sight) }
      : { case: 'bucket', value: toBucketMessage(bucket, sight) },
  };
}
