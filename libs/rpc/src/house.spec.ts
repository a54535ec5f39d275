import { serviceNames } from '@easement/domain';
import { issuersOf } from './house.ts';

const trusts = serviceNames.flatMap((callee) =>
  Object.entries(issuersOf[callee]).map(([issuer, rights]) => ({ callee, issuer, ...rights })),
);

it('only the gateway speaks for people, and who asks what they may read or define', () => {
  const speakers = trusts
    .filter(({ speaksForPeople }) => speaksForPeople !== false)
    .map(({ callee, issuer, speaksForPeople }) => [issuer, callee, speaksForPeople]);
  expect(speakers).toEqual([
    ['gateway', 'identity', true],
    ['gateway', 'catalog', true],
    ['gateway', 'sharing', true],
    ['query', 'sharing', ['easement.sharing.v1.AccessService']],
    ['gateway', 'query', true],
    ['catalog', 'query', ['easement.query.v1.DefinitionService']],
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
