import type { HoldService } from '@easement/contracts';
import { invalidField, isId, parseId } from '@easement/domain';
import { type Handler, organizationOf } from '@easement/rpc';
import type { Deps } from '../deps.ts';
import { deleteMetadataOf } from '../metadata/metadata-store.ts';
import { freeNamesOf } from '../names/name-store.ts';
import { releaseHolds } from './hold-store.ts';

/** Ends holds, with the names and the metadata of their links. Done again, it finds nothing left to do. */
export function releaseHold({ db, now }: Deps): Handler<typeof HoldService.method.releaseHold> {
  return async (request, call) => {
    const organization = organizationOf(call);
    const holders = request.holderIds.map((text, place) => {
      if (!isId('link', text))
        throw invalidField(`holder_ids[${place}]`, `${JSON.stringify(text)} is not the id of a link`);
      return parseId('link', text);
    });
    const time = now();
    await db.write(call, async (tx) => {
      await releaseHolds(tx, organization, holders, time);
      await freeNamesOf(tx, organization, holders);
      await deleteMetadataOf(tx, organization, holders);
    });
    return {};
  };
}
