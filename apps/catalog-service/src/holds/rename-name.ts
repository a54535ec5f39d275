import type { HoldService } from '@easement/contracts';
import { checkName, parseId } from '@easement/domain';
import { type Handler, organizationOf } from '@easement/rpc';
import type { Deps } from '../deps.ts';
import { findScope, replaceName } from '../names/name-store.ts';
import { lockHold } from './hold-store.ts';
import { holderReleased } from './place-hold.ts';

/** One name in place of the other in one statement, so that there is never both or none. Done again, it changes nothing. */
export function renameName({ db }: Deps): Handler<typeof HoldService.method.renameName> {
  return async (request, call) => {
    const organization = organizationOf(call);
    const holder = parseId('link', request.holderId);
    const name = checkName(request.name);
    await db.write(call, async (tx) => {
      const hold = await lockHold(tx, organization, holder);
      if (!hold || hold.released || hold.project_id === null) throw holderReleased(holder);
      const scope = (await findScope(tx, organization, holder)) ?? hold.project_id;
      await replaceName(tx, { organization, scope, owner: holder, name });
    });
    return {};
  };
}
