import type { KeyObject } from 'node:crypto';
import type { Actor, ServiceName } from '@easement/domain';
import { SignJWT } from 'jose';
import { algorithm, assertionSeconds, claimsOf } from './assertion.ts';
import { boundedMap } from './bounded-map.ts';
import { keyId, readPrivateKey } from './keys.ts';

/** Makes the proof, for one callee, of who calls and for whom. */
export type Signer = {
  readonly issuer: ServiceName;
  readonly sign: (actor: Actor, audience: string) => Promise<string>;
};

type Signed = { readonly token: Promise<string>; readonly renewAt: number };

const mostCached = 10_000;

/** Signs as `issuer`. A signature serves again for half of its life, for the same subject, organization and audience. */
export function assertionSigner(privateKey: string, issuer: ServiceName, now: () => number = Date.now): Signer {
  const key = readPrivateKey(privateKey);
  const kid = keyId(key);
  const cache = boundedMap<string, Signed>(mostCached);
  const sign = (actor: Actor, audience: string): Promise<string> => {
    const claims = claimsOf(actor);
    const name = JSON.stringify([claims.sub, claims.org, audience]);
    const cached = cache.get(name);
    const time = now();
    if (cached && time < cached.renewAt) return cached.token;
    const token = signNow(key, kid, { ...claims, iss: issuer, aud: audience }, Math.floor(time / 1000));
    cache.set(name, { token, renewAt: time + (assertionSeconds * 1000) / 2 });
    token.catch(() => cache.delete(name));
    return token;
  };
  return { issuer, sign };
}

function signNow(key: KeyObject, kid: string, claims: Record<string, unknown>, seconds: number): Promise<string> {
  return new SignJWT(claims)
    .setProtectedHeader({ alg: algorithm, kid })
    .setIssuedAt(seconds)
    .setExpirationTime(seconds + assertionSeconds)
    .sign(key);
}
