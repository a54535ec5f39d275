import { pageOf } from '@easement/persistence';
import type { MetadataService } from '@easement/contracts';
import { type Handler, principalOf } from '@easement/rpc';
import type { Deps } from '../deps.ts';
import { toMetadataMessage, toMetadataTarget } from './metadata-message.ts';
import { assertMayReadNotes } from './metadata-place.ts';
import { pageOfMetadata } from './metadata-store.ts';

export function listMetadata(deps: Deps): Handler<typeof MetadataService.method.listMetadata> {
  const { db, tokens } = deps;
  return async (request, call) => {
    const caller = principalOf(call);
    const target = toMetadataTarget(request.object);
    const page = pageOf(tokens, call, request);
    await assertMayReadNotes(deps, call, caller, target);
    const { rows, next } = await db.read(call, (tx) => pageOfMetadata(tx, caller.organization, target.id, page));
    return { metadata: rows.map(toMetadataMessage), nextPageToken: tokens.sign(call, next) };
  };
}
