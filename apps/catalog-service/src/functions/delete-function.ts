import type { FunctionService } from '@easement/contracts';
import { assertFresh, parseId } from '@easement/domain';
import type { Handler } from '@easement/rpc';
import { addToBucket } from '../buckets/bucket-store.ts';
import type { Deps } from '../deps.ts';
import { tellFunction } from '../feed/tell.ts';
import { assertNotHeld } from '../holds/held.ts';
import { mutate, mutation } from '../mutation.ts';
import { getReachedFunction } from './function-access.ts';
import { lockSeenFunction, removeFunctions } from './function-store.ts';

export function deleteFunction(deps: Deps): Handler<typeof FunctionService.method.deleteFunction> {
  return mutation(deps, async (request, call, caller) => {
    const id = parseId('function', request.functionId);
    const { made: seen } = await getReachedFunction(deps, call, caller, id, 'write');
    return await mutate(deps, call, { bucket: seen.bucket, object: id }, async (tx) => {
      const made = await lockSeenFunction(tx, seen);
      assertFresh(request.etag, made);
      const { organization, bucket } = made;
      await assertNotHeld(tx, organization, { bucket, object: id }, id);
      await removeFunctions(tx, organization, [id]);
      tellFunction(tx, made, undefined);
      await addToBucket(tx, made, { functions: -1 });
      return {};
    });
  });
}
