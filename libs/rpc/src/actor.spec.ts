import { type Actor, newId } from '@easement/domain';
import { assertMayCall, describeActor, organizationOf, principalOf } from './actor.ts';

const organization = newId('organization');
const principal = newId('user');
const person: Actor = { kind: 'principal', principal, organization };
const catalog: Actor = { kind: 'service', service: 'catalog', organization };
const homeless: Actor = { kind: 'service', service: 'catalog', organization: undefined };
const operator: Actor = { kind: 'operator' };
const method = 'a.B/C';
const refused = expect.objectContaining({ reason: 'missing_role' });

it('a principal is known with its organization, nobody else is one', () => {
  expect(principalOf({ actor: person, method })).toMatchObject({ principal, organization });
  for (const actor of [catalog, operator]) expect(() => principalOf({ actor, method })).toThrow(refused);
});

it('a call is about the organization of who acts', () => {
  expect(organizationOf({ actor: person, method })).toBe(organization);
  expect(organizationOf({ actor: catalog, method })).toBe(organization);
  for (const actor of [homeless, operator]) expect(() => organizationOf({ actor, method })).toThrow(refused);
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
  const attempt = (): void => assertMayCall(actor, method, callers);
  if (may) expect(attempt).not.toThrow();
  else expect(attempt).toThrow(refused);
});

it('a log names who acts', () => {
  expect([person, catalog, operator, undefined].map(describeActor)).toEqual([
    principal,
    'service:catalog',
    'operator',
    'unknown',
  ]);
});
