import type { TokenService } from '@easement/contracts';
import { parsePrincipalId } from '@easement/domain';
import { type Handler, principalOf } from '@easement/rpc';
import type { Deps } from '../deps.ts';
import { answerOr, impactOn } from '../impact.ts';
import { lockPrincipal } from '../principals/principal-store.ts';
import { getGovernedHolder } from './governed-holder.ts';
import { newToken } from './new-token.ts';
import { toExpireTime, toTokenMessage } from './token-message.ts';
import { insertToken } from './token-store.ts';

export function createToken({ db, secrets, now }: Deps): Handler<typeof TokenService.method.createToken> {
  return async (request, call) => {
    const { organization, principal: caller } = principalOf(call);
    const holder = request.principalId === '' ? caller : parsePrincipalId(request.principalId);
    const time = now();
    const { row, reference } = newToken(secrets, {
      organization,
      holder,
      creator: caller,
      description: request.description,
      expireTime: null,
      time,
    });
    const answer = await db.once(call, async (tx) => {
      const token = { ...row, expire_time: toExpireTime(request.expireTime, time) };
      await getGovernedHolder(tx, organization, caller, holder);
      await lockPrincipal(tx, organization, holder);
      await insertToken(tx, token);
      return answerOr(call, impactOn(1), { token: toTokenMessage(token), secret: reference });
    });
    return 'secret' in answer ? { ...answer, secret: secrets.reveal(answer.secret) } : answer;
  };
}
