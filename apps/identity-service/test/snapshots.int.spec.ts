import { OrganizationRole } from '@easement/contracts';
import { holdRow, stores } from '@easement/persistence/testing';
import { as, found, startWorld, type World } from './world.ts';

/** On the embedded store writes take turns: only MySQL lets two get so close. */
(stores.includes('mysql') ? describe : describe.skip)('who waits for a lock on mysql', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld('mysql');
  });
  afterAll(() => world[Symbol.asyncDispose]());

  const outcome = (call: Promise<unknown>) =>
    call.then(
      () => 'done',
      (error: unknown) => (error as { reason?: string }).reason ?? String(error),
    );

  it('counts what the last holder left: two owners never both go', async () => {
    const org = await found(world);
    const projectId = await org.project();
    const { principal: account } = await org.account(projectId);
    const other = { principalId: account, role: OrganizationRole.OWNER };
    await world.members.addOrganizationMember(other, as(org.owner));
    const row = 'SELECT organization_id FROM organization WHERE organization_id = ? FOR UPDATE';
    await using held = await holdRow(world.databaseUrl, row, [org.organization]);
    const removal = { principalId: org.owner.principal };
    const removed = outcome(world.members.removeOrganizationMember(removal, as(org.owner)));
    await held.untilWaiting(1, removed);
    // By now the deletion has read the record of its request: at a higher isolation that would have frozen its view.
    const deleted = outcome(world.projects.deleteProject({ projectId }, as(org.owner)));
    await held.untilWaiting(2, deleted);
    await held.letGo();
    // Who waits too long for a lock comes again, behind the other.
    expect(['done last_owner', 'last_owner done']).toContain(`${await removed} ${await deleted}`);
  });
});
