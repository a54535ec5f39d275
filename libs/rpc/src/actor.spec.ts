import { type Actor, newId } from '@easement/domain';
import { assertMayCall, describeActor, organizationOf, principalOf } from './actor.ts';
import { clientReason } from './received-error.ts';

const organization = newId('organization');
const principal = newId('user');
const person: Actor = { kind: 'principal', principal, organization };
const catalog: Actor = { kind: 'service', service: 'catalog', organization };
const homeless: Actor = { kind: 'service', service: 'catalog', organization: undefined };
const operator: Actor = { kind: 'operator' };
const method = 'a.B/C';

function reasonOf(act: () => unknown): string | undefined {
  try {
    act();
    return undefined;
  } catch (thrown) {
    return clientReason(thrown);
  }
}

it('a principal is known with its organization, nobody else is one', () => {
  expect(principalOf({ actor: person, method })).toMatchObject({ principal, organization });
  for (const actor of [catalog, operator]) expect(reasonOf(() => principalOf({ actor, method }))).toBe('missing_role');
});

it('a call is about the organization of who acts', () => {
  expect(organizationOf({ actor: person, method })).toBe(organization);
  expect(organizationOf({ actor: catalog, method })).toBe(organization);
  for (const actor of [homeless, operator])
    expect(reasonOf(() => organizationOf({ actor, method }))).toBe('missing_role');
});

it.each([
  ['a person', person, undefined, true],
  ['the operator', operator, undefined, true],
  ['a service', catalog, undefined, false],
  ['a listed service', catalog, ['catalog'] as const, true],
  ['a service that is not listed', catalog, ['query'] as const, false],
  ['a person, internally', person, ['catalog'] as const, false],
  ['the operator, internally', operator, ['catalog'] as const, false],
])('%s may call: %#', (_, actor, callers, may) => {
  expect(reasonOf(() => assertMayCall(actor, method, callers))).toBe(may ? undefined : 'missing_role');
});

it('a log names who acts', () => {
  expect([person, catalog, operator, undefined].map(describeActor)).toEqual([
    principal,
    'service:catalog',
    'operator',
    'unknown',
  ]);
});
