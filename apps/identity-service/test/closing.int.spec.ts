import { hasLinks, Refusal } from '@easement/domain';
import { OrganizationRole, ProjectRole } from '@easement/contracts';
import { stores } from '@easement/persistence/testing';
import { silent } from '@easement/persistence';
import type { ClosingStep } from '../src/deps.ts';
import { sweepClosings } from '../src/projects/sweep-closings.ts';
import { as, asService, type Founded, found, fresh, type Person, startWorld, type World } from './world.ts';

const stopped = 121_000;

describe.each(stores)('deleting a project on %s', (store) => {
  let world: World;
  let org: Founded;
  let admin: Person;
  let project: string;
  beforeAll(async () => {
    world = await startWorld(store);
  });
  afterAll(() => world[Symbol.asyncDispose]());
  beforeEach(async () => {
    org = await found(world);
    admin = await org.person();
    project = await org.project([[admin, 'ADMIN']]);
    world.closers.heard.length = 0;
    world.closers.on = () => undefined;
    world.step = () => Promise.resolve();
  });

  const remove = (more = {}, by = admin) => world.projects.deleteProject({ projectId: project, ...more }, as(by));
  const exists = () =>
    world.projects.getProject({ projectId: project }, as(org.owner)).then(
      () => true,
      () => false,
    );
  const isClosing = async () => {
    const queries = [{ principalId: org.owner.principal, projectId: project }];
    const call = asService('sharing', org.organization);
    return (await world.clientsOf('sharing').directory.getStanding({ queries }, call)).standings[0]?.projectClosing;
  };
  const sweep = () => sweepClosings(world.deps, new AbortController().signal, silent);
  const acts = () => world.closers.heard.map(({ part, act, attempt }) => `${act} ${part} ${attempt}`);
  const refuseWith = (reason: 'not_empty' | 'peer_unavailable' | 'lost_race', part: 'sharing' | 'catalog') => {
    world.closers.on = (heard) => {
      if (heard.part === part && heard.act !== 'reopen')
        throw new Refusal(reason, `${part} refuses`, { kind: 'bucket' });
    };
  };
  const dieAfter = (step: ClosingStep) => {
    world.step = (done) => (done === step ? Promise.reject(new Error('killed')) : Promise.resolve());
  };

  it('closes it in sharing, then in catalog, and then it is gone', async () => {
    await remove();
    expect(acts()).toEqual(['close sharing 1', 'close catalog 1']);
    expect([await exists(), await isClosing()]).toEqual([false, false]);
    await expect(remove()).rejects.toMatchObject({ reason: 'not_found' });
  });

  it('frees its name, and takes its memberships, its service accounts and their tokens along', async () => {
    const account = await org.account(project as never);
    const elsewhere = await org.project([[account, 'WRITE']]);
    const { secret } = await world.tokens.createToken({ principalId: account.principal }, as(admin));
    const { name } = (await world.projects.getProject({ projectId: project }, as(admin))).project!;
    await remove();
    await expect(world.directory.authenticate({ secret }, asService('gateway'))).rejects.toMatchObject({
      reason: 'bad_token',
    });
    await expect(world.principals.getCaller({}, as(account))).rejects.toMatchObject({ reason: 'bad_token' });
    const { members } = await world.members.listProjectMembers({ projectId: elsewhere }, as(org.owner));
    expect(members).toEqual([]);
    expect((await world.principals.getCaller({}, as(admin))).projects).toEqual([]);
    await world.projects.createProject({ name }, as(org.owner));
  });

  it('opens it again where something is left, and tells what', async () => {
    for (const part of ['sharing', 'catalog'] as const) {
      refuseWith('not_empty', part);
      await expect(remove()).rejects.toMatchObject({ reason: 'not_empty', message: `${part} refuses` });
      expect([await exists(), await isClosing()]).toEqual([true, false]);
    }
    expect(
      acts()
        .filter((act) => act.startsWith('reopen'))
        .sort(),
    ).toEqual(['reopen catalog 1', 'reopen catalog 2', 'reopen sharing 1', 'reopen sharing 2']);
    world.closers.on = () => undefined;
    await remove();
    expect(await exists()).toBe(false);
  });

  it('names the linking projects that the caller may see, and counts the others', async () => {
    const seen = await org.project([[admin, 'READ']]);
    const hidden = await org.project();
    world.closers.on = ({ act }) => {
      if (act !== 'reopen') throw hasLinks(project, [seen, hidden], 1);
    };
    const facts = { projects: seen, hidden_count: '2' };
    await expect(remove()).rejects.toMatchObject({ reason: 'has_links', facts });
    await expect(remove({ validateOnly: true })).rejects.toMatchObject({ reason: 'has_links', facts });
    await expect(remove({}, org.owner)).rejects.toMatchObject({
      facts: { projects: `${seen},${hidden}`, hidden_count: '1' },
    });
  });

  it('may be asked again with the same request id once a refusal has opened it', async () => {
    const requestId = fresh('request');
    refuseWith('not_empty', 'catalog');
    await expect(remove({ requestId })).rejects.toMatchObject({ reason: 'not_empty' });
    world.closers.on = () => undefined;
    const answer = await remove({ requestId });
    expect(await remove({ requestId })).toEqual(answer);
    expect(acts().filter((act) => act === 'close sharing 2')).toHaveLength(1);
  });

  it('refuses what is new in it meanwhile, and a second deletion', async () => {
    const [entered, leave] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    world.closers.on = ({ part }) => {
      if (part !== 'catalog') return;
      entered.resolve();
      return leave.promise;
    };
    const deletion = remove();
    await entered.promise;
    expect(await isClosing()).toBe(true);
    const closing = { reason: 'project_closing', facts: { project } };
    const member = { projectId: project, principalId: (await org.person()).principal, role: ProjectRole.READ };
    await expect(world.members.addProjectMember(member, as(org.owner))).rejects.toMatchObject(closing);
    const account = { name: fresh('deployer'), projectId: project };
    await expect(world.principals.createServiceAccount(account, as(admin))).rejects.toMatchObject(closing);
    await expect(remove()).rejects.toMatchObject(closing);
    leave.resolve();
    await deletion;
    expect(await exists()).toBe(false);
  });

  it('says what it would touch, having asked everybody, and changes nothing', async () => {
    await org.account(project as never);
    const { impact } = await remove({ validateOnly: true });
    // Its admin, the owner of the organization, who is one too, and a service account that goes with it.
    expect(impact).toMatchObject({ projectIds: [project], principalCount: 3 });
    expect(acts()).toEqual(['rehearse sharing 1', 'rehearse catalog 1']);
    refuseWith('not_empty', 'catalog');
    await expect(remove({ validateOnly: true })).rejects.toMatchObject({ reason: 'not_empty' });
    expect([await exists(), await isClosing()]).toEqual([true, false]);
  });

  it('acts only on the etag that was read, which an attempt does not change', async () => {
    const read = async () => (await world.projects.getProject({ projectId: project }, as(admin))).project!.etag;
    const etag = await read();
    refuseWith('not_empty', 'sharing');
    await expect(remove({ etag })).rejects.toMatchObject({ reason: 'not_empty' });
    world.closers.on = () => undefined;
    expect(await read()).toBe(etag);
    const rename = { projectId: project, name: fresh('p'), updateMask: { paths: ['name'] } };
    await world.projects.updateProject(rename, as(admin));
    await expect(remove({ etag })).rejects.toMatchObject({ reason: 'stale_etag' });
    await remove({ etag: await read() });
  });

  describe('keeps what the service accounts of the project hold up', () => {
    let account: Person;
    beforeEach(async () => {
      account = await org.account(project as never);
    });

    it('an organization that has no other owner', async () => {
      const member = { principalId: account.principal, role: OrganizationRole.OWNER };
      await world.members.addOrganizationMember(member, as(org.owner));
      await world.members.removeOrganizationMember({ principalId: org.owner.principal }, as(account));
      await expect(remove()).rejects.toMatchObject({ reason: 'last_owner' });
      await expect(remove({ validateOnly: true })).rejects.toMatchObject({ reason: 'last_owner' });
      expect(await world.projects.getProject({ projectId: project }, as(account))).toBeDefined();
    });

    it('another project that has no other admin', async () => {
      const other = await org.project([[account, 'ADMIN']]);
      await expect(remove()).rejects.toMatchObject({ reason: 'last_admin', facts: { project: other } });
      expect(await isClosing()).toBe(false);
      const member = { projectId: other, principalId: admin.principal, role: ProjectRole.ADMIN };
      await world.members.addProjectMember(member, as(org.owner));
      await remove();
      const { members } = await world.members.listProjectMembers({ projectId: other }, as(org.owner));
      expect(members.map(({ principalId }) => principalId)).toEqual([admin.principal]);
    });
  });

  describe('when a service does not answer', () => {
    beforeEach(() => refuseWith('peer_unavailable', 'catalog'));

    it('stays as it is for a repeat to go on', async () => {
      const requestId = fresh('request');
      await expect(remove({ requestId })).rejects.toMatchObject({ reason: 'peer_unavailable' });
      expect(await isClosing()).toBe(true);
      world.closers.on = () => undefined;
      await remove({ requestId });
      expect(await exists()).toBe(false);
      expect(acts().at(-1)).toBe('close catalog 1');
    });

    it('is opened again by the sweeper, but not before its caller must have stopped', async () => {
      const requestId = fresh('request');
      await expect(remove({ requestId })).rejects.toMatchObject({ reason: 'peer_unavailable' });
      await sweep();
      expect(await isClosing()).toBe(true);
      world.pass(stopped);
      await sweep();
      expect([await exists(), await isClosing()]).toEqual([true, false]);
      world.closers.on = () => undefined;
      await remove({ requestId });
      expect(acts().at(-1)).toBe('close catalog 2');
    });

    it('goes on waiting for a caller who repeats the request', async () => {
      const requestId = fresh('request');
      await expect(remove({ requestId })).rejects.toMatchObject({ reason: 'peer_unavailable' });
      world.pass(stopped);
      await expect(remove({ requestId })).rejects.toMatchObject({ reason: 'peer_unavailable' });
      await sweep();
      expect(await isClosing()).toBe(true);
    });

    it('is opened by a later sweep where the service does not answer that either', async () => {
      await expect(remove()).rejects.toMatchObject({ reason: 'peer_unavailable' });
      world.pass(stopped);
      world.closers.on = () => {
        throw new Refusal('peer_unavailable', 'silent');
      };
      await sweep();
      expect(await isClosing()).toBe(true);
      await expect(remove()).rejects.toMatchObject({ reason: 'project_closing' });
      world.closers.on = () => undefined;
      await sweep();
      expect(await isClosing()).toBe(false);
    });
  });

  describe('when the service dies', () => {
    const forwards: ClosingStep[] = ['begun', 'sharing_closed', 'catalog_closed', 'deleted'];

    it.each(forwards)('after it has %s, a repeat of the request goes on', async (step) => {
      const requestId = fresh('request');
      dieAfter(step);
      await expect(remove({ requestId })).rejects.toThrow();
      world.step = () => Promise.resolve();
      await remove({ requestId });
      expect([await exists(), await isClosing()]).toEqual([false, false]);
    });

    it.each(forwards)('after it has %s, without a repeat, it is open or gone in the end', async (step) => {
      dieAfter(step);
      await expect(remove()).rejects.toThrow();
      world.step = () => Promise.resolve();
      world.pass(stopped);
      await sweep();
      expect([await exists(), await isClosing()]).toEqual([step !== 'deleted', false]);
    });

    it.each<ClosingStep>(['reopening', 'peers_reopened'])('after %s, the sweeper opens it', async (step) => {
      refuseWith('not_empty', 'catalog');
      dieAfter(step);
      await expect(remove()).rejects.toMatchObject({ reason: 'not_empty' });
      expect(await isClosing()).toBe(true);
      world.step = () => Promise.resolve();
      await sweep();
      expect([await exists(), await isClosing()]).toEqual([true, false]);
    });
  });

  it('by a caller whom the sweeper overtook is refused, and the project stays', async () => {
    const [entered, leave] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    world.closers.on = ({ part, act }) => {
      if (part !== 'catalog' || act !== 'close') return;
      entered.resolve();
      return leave.promise;
    };
    const deletion = remove();
    deletion.catch(() => undefined);
    await entered.promise;
    world.pass(stopped);
    await sweep();
    leave.resolve();
    await expect(deletion).rejects.toMatchObject({ reason: 'lost_race' });
    expect([await exists(), await isClosing()]).toEqual([true, false]);
  });

  it('that several ask for at once is done once', async () => {
    const outcomes = await Promise.all(
      Array.from({ length: 6 }, () =>
        remove().then(
          () => 'done',
          (error: unknown) => (error as Refusal).reason,
        ),
      ),
    );
    expect(outcomes.filter((one) => one === 'done')).toHaveLength(1);
    expect(['done', 'project_closing', 'not_found']).toEqual(expect.arrayContaining([...new Set(outcomes)]));
    expect(await exists()).toBe(false);
  });

  it('that one request asks for several times at once is answered to each', async () => {
    const requestId = fresh('request');
    await Promise.all(Array.from({ length: 6 }, () => remove({ requestId })));
    expect(await exists()).toBe(false);
  });
});
