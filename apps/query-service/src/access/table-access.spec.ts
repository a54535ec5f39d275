import { standingClient } from '@easement/rpc';
import { localPeers } from '../../test/local-peers.ts';
import { setScene } from '../../test/scene.ts';
import { commitsOf } from '../loads/commits.ts';
import { tableAccess } from './table-access.ts';

const peers = localPeers();
const { owner, flights } = setScene(peers);
const { id } = peers.tables.addTable(flights, 'airports');
const access = tableAccess(peers.dial, standingClient(peers.dial));
const operator = { ...peers.callOf(owner), actor: { kind: 'operator' } as const };

it.each([
  ['reads', () => access.readable(operator, id, '')],
  ['changes', () => access.changeable(operator, id)],
  ['repeats a load of', () => commitsOf(peers.dial).recall(operator, 'r')],
])('the operator, who is nobody of an organization, is refused by its own name when it %s a table', async (_, act) => {
  await expect(act()).rejects.toMatchObject({
    reason: 'missing_role',
    message: expect.stringMatching(/^operator may not call a spec/),
  });
});
