import type { MetadataService } from '@easement/contracts';
import { invalidField } from '@easement/domain';
import type { Handler } from '@easement/rpc';
import type { Deps } from '../deps.ts';
import { mutate, mutation } from '../mutation.ts';
import { checkEntries, toMetadataMessage, toMetadataTarget } from './metadata-message.ts';
import { assertMayNote, lockTarget } from './metadata-place.ts';
import { countMetadata, saveMetadata } from './metadata-store.ts';

/** How many keys one thing may have. */
const mostKeys = 1000;

/** Touches nobody but the project itself: what others link is shown without metadata. */
export function setMetadata(deps: Deps): Handler<typeof MetadataService.method.setMetadata> {
  return mutation(deps, async (request, call, caller) => {
    const target = toMetadataTarget(request.object);
    const entries = checkEntries(request.entries);
    await assertMayNote(deps, call, caller, target);
    const { organization, principal } = caller;
    const now = deps.now();
    const facts = { organization_id: organization, object_id: target.id, update_time: now, updater_id: principal };
    const rows = entries.map((entry) => ({ ...facts, ...entry }));
    return await mutate(deps, call, undefined, async (tx) => {
      await lockTarget(tx, organization, target);
      await saveMetadata(tx, organization, target.id, rows);
      if ((await countMetadata(tx, organization, target.id)) > mostKeys) {
        throw invalidField('entries', `${target.id} would have more than ${mostKeys} keys; delete some first`);
      }
      return { metadata: rows.map(toMetadataMessage) };
    });
  });
}
