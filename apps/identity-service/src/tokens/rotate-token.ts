import { durationMs } from '@bufbuild/protobuf/wkt';
import type { TokenService } from '@easement/contracts';
import { parseId, Refusal } from '@easement/domain';
import { type Handler, principalOf } from '@easement/rpc';
import type { Deps } from '../deps.ts';
import { answerOr, impactOn } from '../impact.ts';
import { lockGovernedToken } from './governed-token.ts';
import { toTokenMessage } from './token-message.ts';
import { changeToken } from './token-store.ts';
import type { TokenRow } from './token.table.ts';

/** The secret before the last is never good, however short ago the last rotation was. */
export function rotateToken({ db, secrets, now }: Deps): Handler<typeof TokenService.method.rotateToken> {
  return async (request, call) => {
    const { organization, principal: caller } = principalOf(call);
    const id = parseId('token', request.tokenId);
    const overlapMs = request.overlap ? durationMs(request.overlap) : 0;
    const time = now();
    const answer = await db.once(call, async (tx) => {
      const row = await lockGovernedToken(tx, organization, caller, id);
      assertGood(row, time);
      const generation = row.generation + 1;
      const { digest, reference } = secrets.make(organization, id, generation);
      const rotated = await changeToken(tx, row, {
        generation,
        digest,
        previous_digest: overlapMs > 0 ? row.digest : null,
        previous_until: overlapMs > 0 ? new Date(time.getTime() + overlapMs) : null,
        rotate_time: time,
      });
      return answerOr(call, impactOn(1), { token: toTokenMessage(rotated), secret: reference });
    });
    return 'secret' in answer ? { ...answer, secret: secrets.reveal(answer.secret) } : answer;
  };
}

function assertGood({ id, revoke_time, expire_time }: TokenRow, time: Date): void {
  const from = revoke_time ? 'revoked' : expire_time && expire_time <= time ? 'expired' : 'good';
  if (from === 'good') return;
  throw new Refusal('illegal_transition', `${id} is ${from} and cannot be rotated; create another token`, {
    from,
    to: 'rotated',
    id,
    kind: 'token',
  });
}
