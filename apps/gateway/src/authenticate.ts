import { DirectoryService, PrincipalKind } from '@easement/contracts';
import { type Actor, parseId, parsePrincipalId, Refusal } from '@easement/domain';
import {
  type Authenticator,
  type Call,
  type Dial,
  type Headers,
  newRequestId,
  type Outgoing,
  requestIdHeader,
} from '@easement/rpc';

export type Authentication = {
  readonly authenticate: Authenticator;
  /** Refuses `bad_token` if the token that opened the call is good no more: for streams, before each part. */
  readonly recheck: (call: Call) => Promise<void>;
};

const timeoutMs = 10_000;
const never = new AbortController().signal;

/**
 * Tells from the bearer token of a call who acts, by asking identity-service every time: a token that was revoked opens
 * nothing that begins after the answer. Nothing is kept but, while its call runs, the token itself.
 */
export function authentication(dial: Dial): Authentication {
  const directory = dial('identity', DirectoryService);
  const secrets = new WeakMap<Actor, string>();
  const ask = async (secret: string, requestId: string): Promise<Actor> => {
    const { principalId, organizationId, kind } = await directory.authenticate({ secret }, asGateway(requestId));
    return kind === PrincipalKind.OPERATOR
      ? { kind: 'operator' }
      : {
          kind: 'principal',
          principal: parsePrincipalId(principalId),
          organization: parseId('organization', organizationId),
        };
  };
  return {
    authenticate: async (headers) => {
      const secret = bearerOf(headers);
      const actor = await ask(secret, headers(requestIdHeader) ?? newRequestId());
      secrets.set(actor, secret);
      return actor;
    },
    recheck: async ({ actor, requestId }) => {
      const secret = secrets.get(actor);
      if (secret === undefined) throw new Error('a stream is rechecked whose token was never seen');
      await ask(secret, requestId);
    },
  };
}

function asGateway(requestId: string): Outgoing {
  return {
    actor: { kind: 'service', service: 'gateway', organization: undefined },
    requestId,
    signal: never,
    deadline: Date.now() + timeoutMs,
    lane: { inTransaction: false },
    speakAs: 'service',
  };
}

function bearerOf(headers: Headers): string {
  const secret = /^bearer +([\x21-\x7e]+) *$/i.exec(headers('authorization') ?? '')?.[1];
  if (secret !== undefined) return secret;
  throw new Refusal('bad_token', 'the token is missing or not good; sign in again, or ask for a new one');
}
