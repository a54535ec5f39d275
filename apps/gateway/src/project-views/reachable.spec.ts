import { Code } from '@easement/contracts';
import { Refusal } from '@easement/domain';
import { peerUnavailable, RpcError } from '@easement/rpc';
import { orUnreachable, unreachableOf } from './reachable.ts';

it('passes an answer on', async () => {
  expect(await orUnreachable('catalog', Promise.resolve(7))).toEqual({ answer: 7 });
});

it('names a part that cannot be reached, and one behind it', async () => {
  expect(await orUnreachable('catalog', Promise.reject(peerUnavailable('catalog')))).toEqual({
    unreachable: 'catalog',
  });
  expect(await orUnreachable('catalog', Promise.reject(peerUnavailable('identity')))).toEqual({
    unreachable: 'identity',
  });
});

it('names a part that is late', async () => {
  const late = new RpcError(Code.DEADLINE_EXCEEDED, 'late');
  expect(await orUnreachable('sharing', Promise.reject(late))).toEqual({ unreachable: 'sharing' });
});

it.each([new Refusal('missing_role', 'no'), new RpcError(Code.CANCELLED, 'the caller left'), new Error('broken')])(
  'leaves %s what it is',
  async (thrown) => {
    await expect(orUnreachable('catalog', Promise.reject(thrown))).rejects.toBe(thrown);
  },
);

it('names each part once, in order', () => {
  const parts = [{ unreachable: 'sharing' }, { answer: 1 }, { unreachable: 'catalog' }, { unreachable: 'sharing' }];
  expect(unreachableOf(parts)).toEqual(['catalog', 'sharing']);
});
