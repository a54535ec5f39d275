import type { MetadataService } from '@easement/contracts';
import type { Handler } from '@easement/rpc';
import type { Deps } from '../deps.ts';
import { mutate, mutation } from '../mutation.ts';
import { checkKeys, toMetadataTarget } from './metadata-message.ts';
import { assertMayNote, lockTarget } from './metadata-place.ts';
import { deleteMetadataKeys } from './metadata-store.ts';

export function deleteMetadata(deps: Deps): Handler<typeof MetadataService.method.deleteMetadata> {
  return mutation(deps, async (request, call, caller) => {
    const target = toMetadataTarget(request.object);
    const keys = checkKeys(request.keys);
    await assertMayNote(deps, call, caller, target);
    return await mutate(deps, call, undefined, async (tx) => {
      await lockTarget(tx, caller.organization, target);
      await deleteMetadataKeys(tx, caller.organization, target.id, keys);
      return {};
    });
  });
}
