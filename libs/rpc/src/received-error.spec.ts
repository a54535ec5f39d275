import { Code } from '@easement/contracts';
import { Refusal } from '@easement/domain';
import { clientReason, peerUnavailable, toThrown } from './received-error.ts';
import { toRpcError } from './refusals.ts';
import { decodeStatus, encodeStatus, RpcError } from './rpc-error.ts';

const callee = { part: 'catalog', method: 'a.B/C', requestId: 'r-1' };
const onWire = (refusal: Refusal): RpcError => decodeStatus(encodeStatus(toRpcError(refusal, 'r-1', () => undefined)));

it('a refusal is the same refusal on the other side, and may be thrown on as it came', () => {
  const wire = onWire(new Refusal('name_taken', 'it has the name', { name: 'x', owner: 'bkt_1' }));
  const thrown = toThrown(wire, callee);
  expect(thrown).toBeInstanceOf(Refusal);
  expect(thrown).toMatchObject({
    reason: 'name_taken',
    message: 'it has the name',
    facts: { name: 'x', owner: 'bkt_1' },
  });
  expect(toRpcError(thrown, 'r-2', () => undefined)).toBe(wire);
});

it.each([
  ['an unreachable peer', new RpcError(Code.UNAVAILABLE, 'ECONNREFUSED'), 'peer_unavailable', { part: 'catalog' }],
  ["a peer's own unreachable peer", onWire(peerUnavailable('identity')), 'peer_unavailable', { part: 'identity' }],
  ['a library that refuses the size', new RpcError(Code.RESOURCE_EXHAUSTED, 'too long'), 'message_too_large', {}],
  ["a person's bad token", onWire(new Refusal('bad_token', 'sign in again')), 'bad_token', {}],
])('%s is a refusal', (_, wire, reason, facts) => {
  expect(toThrown(wire, callee)).toMatchObject({ name: 'Refusal', reason, facts });
});

it.each([Code.DEADLINE_EXCEEDED, Code.CANCELLED])('code %i stays what it is', (code) => {
  const wire = new RpcError(code, 'over');
  expect(toThrown(wire, callee)).toBe(wire);
});

it.each([
  ['an internal error', new RpcError(Code.INTERNAL, 'internal error')],
  ['an RPC that is not there', new RpcError(Code.UNIMPLEMENTED, 'not here')],
  ['an assertion of ours that is not believed', onWire(new Refusal('bad_token', 'no proof', { kind: 'assertion' }))],
  ['a reason that we do not know', new RpcError(Code.ABORTED, 'newer')],
])('%s is a fault that says where to look', (_, wire) => {
  const thrown = toThrown(wire, callee);
  expect(thrown).not.toBeInstanceOf(Refusal);
  expect(thrown).not.toBeInstanceOf(RpcError);
  expect(thrown.message).toContain('catalog failed a.B/C');
  expect(thrown.message).toContain('r-1');
});

it.each([
  [new Refusal('has_links', 'x'), 'has_links'],
  [onWire(new Refusal('has_links', 'x')), 'has_links'],
  [new RpcError(Code.INTERNAL, 'x'), undefined],
  [new Error('x'), undefined],
  [undefined, undefined],
])('the reason of %s is %s', (error, reason) => {
  expect(clientReason(error)).toBe(reason);
});
