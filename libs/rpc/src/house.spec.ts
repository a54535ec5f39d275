import { serviceNames } from '@easement/domain';
import { issuersOf } from './house.ts';

const trusts = serviceNames.flatMap((callee) =>
  Object.entries(issuersOf[callee]).map(([issuer, rights]) => ({ callee, issuer, ...rights })),
);

it('only the gateway speaks for people, and who runs their statements or asks what they define', () => {
  const speakers = trusts
    .filter(({ speaksForPeople }) => speaksForPeople !== false)
    .map(({ callee, issuer, speaksForPeople }) => [issuer, callee, speaksForPeople]);
  expect(speakers).toEqual([
    ['gateway', 'identity', true],
    ['query', 'identity', ['easement.identity.v1.ProjectService']],
    ['gateway', 'catalog', true],
    [
      'query',
      'catalog',
      [
        'easement.catalog.v1.BucketService',
        'easement.catalog.v1.TableService',
        'easement.catalog.v1.ViewService',
        'easement.catalog.v1.FunctionService',
      ],
    ],
    ['gateway', 'sharing', true],
    [
      'query',
      'sharing',
      [
        'easement.sharing.v1.AccessService',
        'easement.sharing.v1.ShareService',
        'easement.sharing.v1.LinkService',
        'easement.sharing.v1.OfferService',
      ],
    ],
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
