import type { TokenService } from '@easement/contracts';
import { parseId } from '@easement/domain';
import { type Handler, principalOf } from '@easement/rpc';
import type { Deps } from '../deps.ts';
import { answerOr, impactOn } from '../impact.ts';
import { lockGovernedToken } from './governed-token.ts';
import { changeToken } from './token-store.ts';

/** Revoking again changes nothing. When this has answered, no call that begins is admitted with the token. */
export function revokeToken({ db, now }: Deps): Handler<typeof TokenService.method.revokeToken> {
  return async (request, call) => {
    const { organization, principal: caller } = principalOf(call);
    const id = parseId('token', request.tokenId);
    const time = now();
    return await db.once(call, async (tx) => {
      const row = await lockGovernedToken(tx, organization, caller, id);
      if (row.revoke_time === null) await changeToken(tx, row, { revoke_time: time });
      return answerOr(call, impactOn(1), {});
    });
  };
}
