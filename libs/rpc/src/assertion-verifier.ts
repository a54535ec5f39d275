import type { Actor, ServiceName } from '@easement/domain';
import { decodeJwt, decodeProtectedHeader, jwtVerify } from 'jose';
import {
  actorOf,
  algorithm,
  assertionSeconds,
  assertMaySpeak,
  badAssertion,
  isServiceName,
  type Voice,
} from './assertion.ts';
import { boundedMap } from './bounded-map.ts';
import { assertionHeader, type Headers } from './headers.ts';
import type { KeySource } from './keys.ts';

export type Trust = {
  /** The callee: what is signed for another opens nothing here. */
  readonly audience: ServiceName;
  readonly publicKeys: KeySource;
  /** Which services may call, and which of them may say that they do so for a person or the operator. */
  readonly issuers: { readonly [Service in ServiceName]?: Voice };
};

type Verified = { readonly actor: Actor; readonly voice: Voice; readonly expiresAt: number };

const mostCached = 10_000;
/** How far apart the clocks of two machines may be. */
const skewSeconds = 5;

/** Tells who acts from the assertion of a call, or refuses `bad_token`. What is verified once serves for its life. */
export function assertionVerifier(
  trust: Trust,
  now: () => number = Date.now,
): (headers: Headers, call: { readonly method: string }) => Actor | Promise<Actor> {
  const cache = boundedMap<string, Verified>(mostCached);
  return (headers, { method }) => {
    const token = headers(assertionHeader);
    if (token === undefined) throw badAssertion();
    const cached = cache.get(token);
    if (cached && now() < cached.expiresAt) return heard(cached, method);
    cache.delete(token);
    return verify(token, trust, now()).then((verified) => {
      cache.set(token, verified);
      return heard(verified, method);
    });
  };
}

function heard({ actor, voice }: Verified, method: string): Actor {
  assertMaySpeak(voice, actor, method);
  return actor;
}

async function verify(token: string, trust: Trust, time: number): Promise<Verified> {
  const { issuer, kid } = readHeader(token);
  const rights = trust.issuers[issuer];
  const key = rights && (await trust.publicKeys(issuer, kid));
  if (!key) throw badAssertion();
  try {
    const { payload } = await jwtVerify(token, key, {
      algorithms: [algorithm],
      audience: trust.audience,
      clockTolerance: skewSeconds,
      maxTokenAge: assertionSeconds,
      requiredClaims: ['sub', 'exp', 'iat'],
      currentDate: new Date(time),
    });
    const { sub = '', org, exp = 0 } = payload;
    const claims = { sub, ...(typeof org === 'string' ? { org } : {}) };
    return { actor: actorOf(issuer, rights, claims), voice: rights, expiresAt: exp * 1000 };
  } catch {
    throw badAssertion();
  }
}

/** Who says to have signed, and with which key: not to be believed before the signature is checked with that key. */
function readHeader(token: string): { readonly issuer: ServiceName; readonly kid: string } {
  try {
    const { iss } = decodeJwt(token);
    const { kid } = decodeProtectedHeader(token);
    if (isServiceName(iss) && kid !== undefined) return { issuer: iss, kid };
  } catch {
    // Not even the form of a token: the same answer as for any other that proves nothing.
  }
  throw badAssertion();
}
