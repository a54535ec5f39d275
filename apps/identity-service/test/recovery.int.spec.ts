import { OrganizationRole } from '@easement/contracts';
import { newId, type ProjectId, Refusal } from '@easement/domain';
import { stores } from '@easement/persistence/testing';
import { as, asService, type Founded, found, startWorld, type World } from './world.ts';

describe.each(stores)('recovery on %s', (store) => {
  let world: World;
  let org: Founded;
  let project: ProjectId;
  beforeAll(async () => {
    world = await startWorld(store);
  });
  afterAll(() => world[Symbol.asyncDispose]());
  beforeEach(async () => {
    world.closers.on = () => undefined;
    world.step = () => Promise.resolve();
    org = await found(world);
    project = await org.project();
  });

  const recovery = () => world.clientsOf('sharing').recovery;
  const attemptsOf = async (...projectIds: string[]) => {
    const { projects } = await recovery().lookUpAttempts({ projectIds }, asService('sharing', org.organization));
    return projects.map(({ projectId, attempt, closing }) => [projectId, Number(attempt), closing]);
  };
  const finish = (validateOnly = false, id = project) =>
    recovery().finishDeletion({ projectId: id, validateOnly }, asService('sharing', org.organization));
  const exists = () =>
    world.projects.getProject({ projectId: project }, as(org.owner)).then(
      () => true,
      () => false,
    );
  const tryToDelete = () => world.projects.deleteProject({ projectId: project }, as(org.owner)).catch(() => undefined);

  const refuseClosing = () => {
    world.closers.on = ({ act }) => {
      if (act !== 'reopen') throw new Refusal('not_empty', 'something is left', { kind: 'bucket' });
    };
  };

  it('tells how often a project was tried to be deleted, and whether it is just now', async () => {
    expect(await attemptsOf(project, newId('project'), 'not an id')).toEqual([[project, 0, false]]);
    refuseClosing();
    await tryToDelete();
    expect(await attemptsOf(project)).toEqual([[project, 1, false]]);
    world.step = (done) => (done === 'begun' ? Promise.reject(new Error('killed')) : Promise.resolve());
    await tryToDelete();
    expect(await attemptsOf(project)).toEqual([[project, 2, true]]);
  });

  it('knows no project of another organization', async () => {
    const other = await found(world);
    const foreign = await other.project();
    expect(await attemptsOf(foreign)).toEqual([]);
    expect(await finish(false, foreign)).toMatchObject({ found: false });
    expect((await world.projects.getProject({ projectId: foreign }, as(other.owner))).project?.id).toBe(foreign);
  });

  it('deletes a project with its service accounts, asks no peer, and finds nothing the second time', async () => {
    const account = await org.account(project);
    world.closers.heard.length = 0;
    expect(await finish()).toMatchObject({ found: true });
    expect(await exists()).toBe(false);
    expect(world.closers.heard).toEqual([]);
    const standing = { queries: [{ principalId: account.principal, projectId: '' }] };
    const call = asService('sharing', org.organization);
    const { standings } = await world.clientsOf('sharing').directory.getStanding(standing, call);
    expect(standings[0]?.principalExists).toBe(false);
    expect(await finish()).toMatchObject({ found: false });
  });

  it.each(['begun', 'reopening'] as const)('deletes a project whose deletion stopped at: %s', async (step) => {
    if (step === 'reopening') refuseClosing();
    world.step = (done) => (done === step ? Promise.reject(new Error('killed')) : Promise.resolve());
    await tryToDelete();
    expect(await attemptsOf(project)).toEqual([[project, 1, true]]);
    world.step = () => Promise.resolve();
    expect(await finish()).toMatchObject({ found: true });
    expect([await exists(), await attemptsOf(project)]).toEqual([false, []]);
  });

  it('changes nothing where it is only asked whether it may be', async () => {
    expect(await finish(true)).toMatchObject({ found: true });
    expect([await exists(), await attemptsOf(project)]).toEqual([true, [[project, 0, false]]]);
  });

  it('is refused where a service account of the project is the last owner', async () => {
    const account = await org.account(project);
    const owner = { principalId: account.principal, role: OrganizationRole.OWNER };
    await world.members.addOrganizationMember(owner, as(org.owner));
    await world.members.removeOrganizationMember({ principalId: org.owner.principal }, as(org.owner));
    for (const validateOnly of [true, false]) {
      await expect(finish(validateOnly)).rejects.toMatchObject({ reason: 'last_owner' });
    }
  });

  it('is for sharing-service alone', async () => {
    const call = asService('catalog', org.organization);
    const asked = world.clientsOf('catalog').recovery.lookUpAttempts({ projectIds: [project] }, call);
    await expect(asked).rejects.toMatchObject({ reason: 'missing_role' });
  });
});
