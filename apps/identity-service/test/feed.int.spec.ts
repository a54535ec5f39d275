import { type Change, ChangeKind, OrganizationRole, ProjectRole } from '@easement/contracts';
import type { OrganizationId } from '@easement/domain';
import { stores } from '@easement/persistence/testing';
import { as, asService, found, startWorld, type World } from './world.ts';

describe.each(stores)('the feed of identity on %s', (store) => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld(store);
  });
  afterAll(() => world[Symbol.asyncDispose]());

  /** The first changes of an organization, as a service is told of them. */
  const changesOf = async (organization: OrganizationId, count: number) => {
    const changes: Change[] = [];
    for await (const answer of world.clientsOf('sharing').feed.follow({}, asService('sharing', organization))) {
      changes.push(...answer.changes);
      if (changes.length >= count) break;
    }
    return changes.map(({ what }) => what);
  };
  const { CREATED, UPDATED, DELETED } = ChangeKind;

  it('tells who got which role where, has another, and lost it', async () => {
    const { organization, owner, person, project } = await found(world);
    const ada = await person();
    const { principal: principalId } = ada;
    await world.members.addOrganizationMember({ principalId, role: OrganizationRole.MEMBER }, as(owner));
    await world.members.updateOrganizationMember({ principalId, role: OrganizationRole.ADMIN }, as(owner));
    await world.members.removeOrganizationMember({ principalId }, as(owner));
    const projectId = await project();
    await world.members.addProjectMember({ projectId, principalId, role: ProjectRole.READ }, as(owner));
    await world.members.updateProjectMember({ projectId, principalId, role: ProjectRole.WRITE }, as(owner));
    const removing = { projectId, principalId };
    await world.members.removeProjectMember({ ...removing, validateOnly: true }, as(owner));
    await world.members.removeProjectMember(removing, as(owner, 'remove-once'));
    await world.members.removeProjectMember(removing, as(owner, 'remove-once'));
    const membership = (kind: ChangeKind, place: string) => ({
      case: 'membership',
      value: { kind, principalId, projectId: place },
    });
    expect(await changesOf(organization, 7)).toMatchObject([
      membership(CREATED, ''),
      membership(UPDATED, ''),
      membership(DELETED, ''),
      { case: 'project', value: { kind: CREATED, projectId } },
      membership(CREATED, projectId),
      membership(UPDATED, projectId),
      membership(DELETED, projectId),
    ]);
  });

  it('tells of projects with their names, and of a deleted one with the accounts that went along', async () => {
    const { organization, owner, project, account } = await found(world);
    const projectId = await project();
    const robot = await account(projectId);
    const rename = { projectId, name: 'renamed', updateMask: { paths: ['name'] } };
    await world.projects.updateProject(rename, as(owner));
    await world.projects.deleteProject({ projectId }, as(owner));
    const [made, renamed, ...gone] = await changesOf(organization, 4);
    const previousName = made?.case === 'project' ? made.value.name : '';
    expect(renamed).toMatchObject({ value: { kind: UPDATED, projectId, name: 'renamed', previousName } });
    expect(gone).toMatchObject([
      { case: 'project', value: { kind: DELETED, projectId, name: 'renamed' } },
      { case: 'principal', value: { kind: DELETED, principalId: robot.principal } },
    ]);
  });

  it('is for services alone, and of those for who reacts to it', async () => {
    const { organization, owner } = await found(world);
    const first = async (call: Parameters<World['feed']['follow']>[1], service: 'gateway' | 'sharing') => {
      const answers = world.clientsOf(service).feed.follow({}, call)[Symbol.asyncIterator]();
      const reason = (error: unknown) => (error as { reason?: string }).reason;
      const begun = await answers.next().then(() => 'followed', reason);
      await answers.return?.();
      return begun;
    };
    expect(await first(as(owner), 'gateway')).toBe('missing_role');
    expect(await first(asService('gateway', organization), 'gateway')).toBe('missing_role');
    expect(await first(asService('sharing', organization), 'sharing')).toBe('followed');
  });
});
