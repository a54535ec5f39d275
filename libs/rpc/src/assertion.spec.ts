import { createPrivateKey } from 'node:crypto';
import { type Actor, newId, type ServiceName } from '@easement/domain';
import { SignJWT } from 'jose';
import { assertionSigner } from './assertion-signer.ts';
import { assertionVerifier, type Trust } from './assertion-verifier.ts';
import { assertionHeader } from './headers.ts';
import { keyId, keysFromText, newKeyPair } from './keys.ts';

const gateway = newKeyPair();
const gatewayNext = newKeyPair();
const sharing = newKeyPair();
const stranger = newKeyPair();

const organization = newId('organization');
const person: Actor = { kind: 'principal', principal: newId('user'), organization };
const account: Actor = { kind: 'principal', principal: newId('service_account'), organization };
const operator: Actor = { kind: 'operator' };
const service = (name: ServiceName, of: Actor['kind'] | undefined = 'service'): Actor => ({
  kind: 'service',
  service: name,
  organization: of === undefined ? undefined : organization,
});

const start = Date.UTC(2026, 0, 1);
let time = start;
const now = (): number => time;
beforeEach(() => {
  time = start;
});

const trust: Trust = {
  audience: 'catalog',
  publicKeys: keysFromText({
    gateway: gateway.publicKey + gatewayNext.publicKey,
    sharing: sharing.publicKey,
    query: stranger.publicKey,
  }),
  issuers: { gateway: { speaksForPeople: true }, sharing: { speaksForPeople: false } },
};

/** Whom a verifier takes the bearer of `token` for. */
async function believe(token: string, verify = assertionVerifier(trust, now), method = 'x.Y/Z'): Promise<Actor> {
  return await verify((name) => (name === assertionHeader ? token : undefined), { method });
}

const signed = (key: string, issuer: ServiceName, actor: Actor, audience = 'catalog'): Promise<string> =>
  assertionSigner(key, issuer, now).sign(actor, audience);

it.each([
  ['a person', gateway.privateKey, 'gateway', person],
  ['a service account', gateway.privateKey, 'gateway', account],
  ['the operator', gateway.privateKey, 'gateway', operator],
  ['the gateway itself', gateway.privateKey, 'gateway', service('gateway')],
  ['a service for itself', sharing.privateKey, 'sharing', service('sharing')],
  ['a service in no organization', sharing.privateKey, 'sharing', service('sharing', undefined)],
  ['a person, under the next key', gatewayNext.privateKey, 'gateway', person],
] as const)('%s is believed', async (_, key, issuer, actor) => {
  expect(await believe(await signed(key, issuer, actor))).toEqual(actor);
});

it('a service that speaks for people in one RPC service is believed there alone, and for itself everywhere', async () => {
  const verify = assertionVerifier({ ...trust, issuers: { sharing: { speaksForPeople: ['x.Y'] } } }, now);
  const forPerson = await signed(sharing.privateKey, 'sharing', person);
  for (let twice = 0; twice < 2; twice += 1) {
    expect(await believe(forPerson, verify, 'x.Y/Z')).toEqual(person);
    for (const method of ['x.Yes/Z', 'x.Other/Z', 'x/Y', '']) {
      await expect(believe(forPerson, verify, method)).rejects.toMatchObject({ reason: 'bad_token' });
    }
  }
  const forItself = await signed(sharing.privateKey, 'sharing', service('sharing'));
  expect(await believe(forItself, verify, 'x.Other/Z')).toEqual(service('sharing'));
});

it.each([
  ['an issuer that does not speak for people', sharing.privateKey, 'sharing', person, 'catalog'],
  ['an issuer that does not speak for the operator', sharing.privateKey, 'sharing', operator, 'catalog'],
  ['a service in the name of another', gateway.privateKey, 'gateway', service('sharing'), 'catalog'],
  ['another audience', gateway.privateKey, 'gateway', person, 'sharing'],
  ['an unknown issuer', stranger.privateKey, 'query', service('query'), 'catalog'],
  ['an unknown key', stranger.privateKey, 'gateway', person, 'catalog'],
  ["another service's key", sharing.privateKey, 'gateway', person, 'catalog'],
] as const)('%s is not believed', async (_, key, issuer, actor, audience) => {
  const token = await signed(key, issuer, actor, audience);
  await expect(believe(token)).rejects.toMatchObject({ reason: 'bad_token', facts: { kind: 'assertion' } });
});

const day = 86_400;
const seconds = start / 1000;

it.each([
  ['expired', { iat: seconds - 120, exp: seconds - 60 }],
  ['living longer than it may', { iat: seconds - day, exp: seconds + day }],
  ['of the future', { iat: seconds + 600, exp: seconds + 660 }],
  ['without an end', { iat: seconds }],
  ['without a subject', { iat: seconds, exp: seconds + 60, sub: undefined }],
  ['of a person in no organization', { iat: seconds, exp: seconds + 60, org: undefined }],
  ['of an organization that is none', { iat: seconds, exp: seconds + 60, org: 'everybody' }],
])('an assertion %s is not believed', async (_, claims) => {
  const key = createPrivateKey(gateway.privateKey);
  const sub = person.kind === 'principal' ? person.principal : '';
  const payload: object = { iss: 'gateway', aud: 'catalog', sub, org: organization, ...claims };
  const token = await new SignJWT({ ...payload }).setProtectedHeader({ alg: 'EdDSA', kid: keyId(key) }).sign(key);
  await expect(believe(token)).rejects.toMatchObject({ reason: 'bad_token' });
});

it.each(['', 'x', 'a.b.c', `${btoa('{"alg":"none"}')}.${btoa('{"iss":"gateway"}')}.`])(
  '%j is no assertion',
  async (token) => {
    await expect(believe(token)).rejects.toMatchObject({ reason: 'bad_token' });
  },
);

it('a changed subject is not believed', async () => {
  const [header, , signature] = (await signed(gateway.privateKey, 'gateway', person)).split('.');
  const [, claims] = (await signed(gateway.privateKey, 'gateway', account)).split('.');
  await expect(believe([header, claims, signature].join('.'))).rejects.toMatchObject({ reason: 'bad_token' });
});

it('a verified assertion is not believed beyond its life', async () => {
  const verify = assertionVerifier(trust, now);
  const token = await signed(gateway.privateKey, 'gateway', person);
  expect(await believe(token, verify)).toEqual(person);
  time += 59_000;
  expect(await believe(token, verify)).toEqual(person);
  time += 7_000;
  await expect(believe(token, verify)).rejects.toMatchObject({ reason: 'bad_token' });
});

it('a signature serves again for half of its life, for the same subject, organization and audience alone', async () => {
  const signer = assertionSigner(gateway.privateKey, 'gateway', now);
  const first = await signer.sign(person, 'catalog');
  expect(await signer.sign(person, 'catalog')).toBe(first);
  time += 29_000;
  expect(await signer.sign(person, 'catalog')).toBe(first);
  const elsewhere: Actor = { ...person, organization: newId('organization') };
  const others = await Promise.all([
    signer.sign(person, 'sharing'),
    signer.sign(account, 'catalog'),
    signer.sign(elsewhere, 'catalog'),
  ]);
  expect(new Set([first, ...others]).size).toBe(4);
  time += 2_000;
  expect(await signer.sign(person, 'catalog')).not.toBe(first);
});

it('a private key that cannot be read is not shown', () => {
  expect(() => assertionSigner('-----BEGIN hunter2', 'gateway')).toThrow(/^(?!.*hunter2).*private key/);
});
