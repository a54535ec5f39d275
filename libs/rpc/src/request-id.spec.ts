import { type Actor, newId } from '@easement/domain';
import { backgroundCall } from './call.ts';
import type { Call } from './handler.ts';
import { checkRequestId, derivedRequestId, newRequestId } from './request-id.ts';

const organization = newId('organization');
const principal = newId('user');
const person: Actor = { kind: 'principal', principal, organization };
const call: Call = {
  ...backgroundCall({ service: 'sharing', organization, timeoutMs: 1, method: 'a.B/C' }),
  actor: person,
  requestId: 'r',
};

it('a repeat derives the same id, which passes as one', () => {
  const derived = derivedRequestId(call, 'place-hold');
  expect(derivedRequestId({ ...call, deadline: 7 }, 'place-hold')).toBe(derived);
  expect(checkRequestId(derived)).toBe(derived);
});

it('no other call and no other step derives the same id', () => {
  const others: (readonly [Call, string])[] = [
    [call, 'place-hold'],
    [call, 'release-hold'],
    [{ ...call, requestId: 'r2' }, 'place-hold'],
    [{ ...call, method: 'a.B/D' }, 'place-hold'],
    [{ ...call, actor: { ...person, principal: newId('user') } }, 'place-hold'],
    [{ ...call, actor: { ...person, organization: newId('organization') } }, 'place-hold'],
    [{ ...call, actor: { kind: 'service', service: 'sharing', organization } }, 'place-hold'],
    [{ ...call, actor: { kind: 'operator' } }, 'place-hold'],
    [{ ...call, method: 'a.B', requestId: '/C","r' }, 'place-hold'],
  ];
  expect(new Set(others.map(([each, step]) => derivedRequestId(each, step))).size).toBe(others.length);
});

it.each(['a', 'x'.repeat(128), newRequestId(), '~!'])('%s is a request id', (text) => {
  expect(checkRequestId(text)).toBe(text);
});

it.each(['', 'a b', 'a\nb', 'é', 'x'.repeat(129)])('%j is none', (text) => {
  expect(() => checkRequestId(text, 'request_id')).toThrow('request_id must be 1 to 128 visible ASCII characters');
});
