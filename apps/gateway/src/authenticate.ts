import { type AuthenticateResponse, Code, DirectoryService, PrincipalKind } from '@easement/contracts';
import { type Actor, badToken, parseId, parsePrincipalId } from '@easement/domain';
import {
  type Arrival,
  type Authenticator,
  type Call,
  clientReason,
  type Dial,
  type Headers,
  type Outgoing,
  peerUnavailable,
  RpcError,
} from '@easement/rpc';
import type { RateLimit } from './rate-limit.ts';

export type Authentication = {
  readonly authenticate: Authenticator;
  /** Refuses `bad_token` if the token that opened the call is good no more: for streams, before each part. */
  readonly recheck: (call: Call) => Promise<void>;
};

/** How long identity-service may take, where the caller waits longer. */
const timeoutMs = 10_000;

/**
 * Tells from the bearer token of a call who acts, by asking identity-service every time: a token that was revoked opens
 * nothing that begins after the answer. Nothing is kept but, while its call runs, the token itself.
 */
export function authentication(dial: Dial, rate: RateLimit): Authentication {
  const directory = dial('identity', DirectoryService);
  const secrets = new WeakMap<Actor, string>();
  const ask = async (secret: string, arrival: Arrival): Promise<Actor> => {
    try {
      return toActor(await directory.authenticate({ secret }, asGateway(arrival)));
    } catch (thrown) {
      throw toFailure(thrown);
    }
  };
  return {
    authenticate: async (headers, arrival) => {
      const secret = bearerOf(headers);
      // Who has spent all costs identity-service nothing; who is nobody is never counted.
      rate.assertLeft(secret);
      const actor = await ask(secret, arrival);
      rate.spend(secret);
      secrets.set(actor, secret);
      return actor;
    },
    recheck: async (call) => {
      const secret = secrets.get(call.actor);
      if (secret === undefined) throw new Error('a stream is rechecked whose token was never seen');
      await ask(secret, call);
    },
  };
}

function toActor({ principalId, organizationId, kind }: AuthenticateResponse): Actor {
  if (kind === PrincipalKind.OPERATOR) return { kind: 'operator' };
  const organization = parseId('organization', organizationId);
  return { kind: 'principal', principal: parsePrincipalId(principalId), organization };
}

/** One text for whatever is wrong with a token; and who is late cannot be reached: the caller's own time is not over. */
function toFailure(thrown: unknown): unknown {
  if (clientReason(thrown) === 'bad_token') return badToken();
  if (thrown instanceof RpcError && thrown.code === Code.DEADLINE_EXCEEDED) return peerUnavailable('identity');
  return thrown;
}

function asGateway({ requestId, signal, deadline }: Arrival): Outgoing {
  return {
    actor: { kind: 'service', service: 'gateway', organization: undefined },
    requestId,
    signal,
    deadline: Math.min(deadline, Date.now() + timeoutMs),
    lane: { inTransaction: false },
    speakAs: 'service',
  };
}

function bearerOf(headers: Headers): string {
  const secret = /^bearer +([\x21-\x7e]+) *$/i.exec(headers('authorization') ?? '')?.[1];
  if (secret === undefined) throw badToken();
  return secret;
}
