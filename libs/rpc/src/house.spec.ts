import { serviceNames } from '@easement/domain';
import { issuersOf } from './house.ts';

const trusts = serviceNames.flatMap((callee) =>
  Object.entries(issuersOf[callee]).map(([issuer, rights]) => ({ callee, issuer, ...rights })),
);

it('only the gateway, and query-service before sharing-service, speak for people', () => {
  const speakers = trusts
    .filter(({ speaksForPeople }) => speaksForPeople)
    .map(({ callee, issuer }) => [issuer, callee]);
  expect(speakers).toEqual([
    ['gateway', 'identity'],
    ['gateway', 'catalog'],
    ['gateway', 'sharing'],
    ['query', 'sharing'],
    ['gateway', 'query'],
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
