import { serviceNames } from '@easement/domain';
import { issuersOf } from './house.ts';

const trusts = serviceNames.flatMap((callee) =>
  Object.entries(issuersOf[callee]).map(([issuer, rights]) => ({ callee, issuer, ...rights })),
);

it('only the gateway speaks for people, and query-service where it asks what they may read', () => {
  const speakers = trusts
    .filter(({ speaksForPeople }) => speaksForPeople !== false)
    .map(({ callee, issuer, speaksForPeople }) => [issuer, callee, speaksForPeople]);
  expect(speakers).toEqual([
    ['gateway', 'identity', true],
    ['gateway', 'catalog', true],
    ['gateway', 'sharing', true],
    ['query', 'sharing', ['easement.sharing.v1.AccessService']],
    ['gateway', 'query', true],
  ]);
});

it('no service calls the gateway, and none calls itself', () => {
  expect(issuersOf.gateway).toEqual({});
  expect(trusts.filter(({ callee, issuer }) => callee === issuer)).toEqual([]);
});

it('every issuer is a service', () => {
  expect(trusts.map(({ issuer }) => issuer).filter((issuer) => !serviceNames.some((name) => name === issuer))).toEqual(
    [],
  );
});
