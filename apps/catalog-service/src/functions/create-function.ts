import type { FunctionService } from '@easement/contracts';
import { checkName, isId, parseId } from '@easement/domain';
import type { Handler } from '@easement/rpc';
import { getChangeableBucket } from '../buckets/bucket-access.ts';
import { addToBucket } from '../buckets/bucket-store.ts';
import { lockSeenBucket } from '../buckets/lock-bucket.ts';
import type { Deps } from '../deps.ts';
import { mutate, mutation } from '../mutation.ts';
import { findOwners, reserveName } from '../names/name-store.ts';
import { describeFunction } from './describe-function.ts';
import { toFunctionMessage } from './function-message.ts';
import { insertFunction } from './function-store.ts';
import { replaceWith } from './replace-function.ts';
import type { SqlFunction } from './sql-function.ts';

export function createFunction(deps: Deps): Handler<typeof FunctionService.method.createFunction> {
  return mutation(deps, async (request, call, caller) => {
    const name = checkName(request.name);
    const { organization, principal: creator } = caller;
    const seen = await getChangeableBucket(deps, call, caller, request.bucketId);
    const owners = request.orReplace
      ? await deps.db.read(call, (tx) => findOwners(tx, organization, [{ scope: seen.id, name }]))
      : undefined;
    const there = owners?.find(seen.id, name) ?? '';
    if (isId('function', there)) {
      return await replaceWith(deps, call, caller, { ...request, etag: '' }, parseId('function', there));
    }
    const definition = await describeFunction(deps, call, seen, request);
    const id = deps.newId('function');
    const now = deps.now();
    return await mutate(deps, call, { bucket: seen.id, object: id }, async (tx) => {
      const { id: bucket, project } = await lockSeenBucket(tx, seen);
      const made: SqlFunction = {
        ...{ organization, id, bucket, project, name, comment: request.comment, ...definition },
        ...{ creator, createTime: now, updateTime: now, version: 1 },
      };
      await reserveName(tx, { organization, scope: bucket, owner: id, name });
      await insertFunction(tx, made);
      await addToBucket(tx, made, { functions: 1 });
      return { function: toFunctionMessage(made) };
    });
  });
}
