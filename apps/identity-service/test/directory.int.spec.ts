import { OrganizationRole, PrincipalKind, ProjectRole } from '@easement/contracts';
import { newId, type ProjectId } from '@easement/domain';
import { stores } from '@easement/persistence/testing';
import { as, asService, type Founded, found, fresh, type Person, startWorld, type World } from './world.ts';

describe.each(stores)('the directory on %s', (store) => {
  let world: World;
  let org: Founded;
  let sharing: World['directory'];
  beforeAll(async () => {
    world = await startWorld(store);
    sharing = world.clientsOf('sharing').directory;
    org = await found(world);
  });
  afterAll(() => world[Symbol.asyncDispose]());

  const inOrg = () => asService('sharing', org.organization);

  describe('tells standings', () => {
    const ask = async (pairs: readonly (readonly [principalId: string, projectId: string])[]) => {
      const queries = pairs.map(([principalId, projectId]) => ({ principalId, projectId }));
      return (await sharing.getStanding({ queries }, inOrg())).standings;
    };

    it('in the order asked, whatever the principals are, and what does not exist as not existing', async () => {
      const [admin, writer] = [await org.person('ADMIN'), await org.person()];
      const [one, other] = [await org.project([[writer, 'WRITE']]), await org.project([[writer, 'READ']])];
      const foreign = await found(world);
      const foreignProject = await foreign.project([[foreign.owner, 'ADMIN']]);
      const unknown = newId('project');
      const standing = (principalId: string, projectId: string, more: object) => ({
        principalId,
        projectId,
        principalExists: true,
        organizationRole: OrganizationRole.UNSPECIFIED,
        projectExists: true,
        projectRole: ProjectRole.UNSPECIFIED,
        projectClosing: false,
        ...more,
      });
      const expected = [
        standing(writer.principal, one, { projectRole: ProjectRole.WRITE }),
        standing(writer.principal, other, { projectRole: ProjectRole.READ }),
        standing(admin.principal, one, { organizationRole: OrganizationRole.ADMIN }),
        standing(writer.principal, '', { projectExists: false }),
        standing(writer.principal, unknown, { projectExists: false }),
        standing(foreign.owner.principal, one, { principalExists: false }),
        standing(foreign.owner.principal, foreignProject, { principalExists: false, projectExists: false }),
        standing(org.owner.principal, foreignProject, {
          organizationRole: OrganizationRole.OWNER,
          projectExists: false,
        }),
        standing(writer.principal, one, { projectRole: ProjectRole.WRITE }),
      ];
      expect(await ask(expected.map(({ principalId, projectId }) => [principalId, projectId]))).toMatchObject(expected);
    });

    it('of nobody where nobody is asked for', async () => {
      expect(await ask([])).toEqual([]);
    });

    it('for a thousand pairs at once, and refuses more', async () => {
      const writer = await org.person();
      const project = await org.project([[writer, 'WRITE']]);
      const strangers = Array.from({ length: 999 }, () => [newId('user'), newId('project')] as const);
      const answers = await ask([...strangers, [writer.principal, project]]);
      expect(answers).toHaveLength(1000);
      expect(answers.filter(({ projectRole }) => projectRole !== ProjectRole.UNSPECIFIED)).toEqual([answers[999]]);
      await expect(ask([...strangers, ...strangers])).rejects.toMatchObject({ reason: 'invalid_field' });
    });

    it('as they are from the moment a change was answered', async () => {
      const person = await org.person();
      const project = await org.project([
        [person, 'WRITE'],
        [await org.person(), 'ADMIN'],
      ]);
      for (let round = 0; round < 20; round++) {
        const member = { projectId: project, principalId: person.principal };
        await world.members.removeProjectMember(member, as(org.owner));
        expect((await ask([[person.principal, project]]))[0]?.projectRole).toBe(ProjectRole.UNSPECIFIED);
        await world.members.addProjectMember({ ...member, role: ProjectRole.READ }, as(org.owner));
        expect((await ask([[person.principal, project]]))[0]?.projectRole).toBe(ProjectRole.READ);
      }
    });
  });

  it('lists the projects that a principal has a role in, given or implied', async () => {
    const fresh = await found(world);
    const writer = await fresh.person();
    const support = await fresh.person('SUPPORT');
    const one = await fresh.project([[writer, 'WRITE']]);
    const other = await fresh.project();
    const list = async ({ principal: principalId }: Person) => {
      const answer = await sharing.listStandings({ principalId }, asService('sharing', fresh.organization));
      return [answer.organizationRole, answer.standings.map(({ projectId, projectRole }) => [projectId, projectRole])];
    };
    expect(await list(writer)).toEqual([OrganizationRole.UNSPECIFIED, [[one, ProjectRole.WRITE]]]);
    expect(await list(support)).toEqual([OrganizationRole.SUPPORT, []]);
    expect(await list(fresh.owner)).toEqual([
      OrganizationRole.OWNER,
      [
        [one, ProjectRole.ADMIN],
        [other, ProjectRole.ADMIN],
      ],
    ]);
    expect(await list(org.owner)).toEqual([OrganizationRole.UNSPECIFIED, []]);
  });

  describe('tells whom a principal meets in a project', () => {
    const ask = async ({ organization, principal }: Person, others: readonly string[]) => {
      const request = { principalId: principal, otherIds: [...others] };
      const { metIds } = await sharing.lookUpAcquaintances(request, asService('sharing', organization));
      return new Set(metIds);
    };

    it('by roles that both were given, or by one that governs the other', async () => {
      const [person, colleague, stranger] = [await org.person(), await org.person(), await org.person()];
      const project = await org.project([
        [person, 'READ'],
        [colleague, 'WRITE'],
      ]);
      const elsewhere = await org.project([[stranger, 'ADMIN']]);
      const [governed, other] = [await org.account(project), await org.account(elsewhere)];
      const foreign = await found(world);
      const all = [colleague, stranger, governed, other, org.owner, foreign.owner].map(({ principal }) => principal);
      expect(await ask(person, all)).toEqual(new Set([colleague.principal, governed.principal]));
      expect(await ask(stranger, all)).toEqual(new Set([stranger.principal, other.principal]));
      // Owners are in every project by what they are, and were given no role there.
      expect(await ask(org.owner, all)).toEqual(new Set());
      expect(await ask({ ...person, organization: foreign.organization }, all)).toEqual(new Set());
      expect(await ask(person, [])).toEqual(new Set());
    });

    it('a thousand others at once, and refuses more', async () => {
      const [person, colleague] = [await org.person(), await org.person()];
      await org.project([
        [person, 'READ'],
        [colleague, 'READ'],
      ]);
      const strangers = Array.from({ length: 999 }, () => newId('user'));
      expect(await ask(person, [...strangers, colleague.principal])).toEqual(new Set([colleague.principal]));
      await expect(ask(person, [...strangers, ...strangers])).rejects.toMatchObject({ reason: 'invalid_field' });
    });
  });

  describe('counts the principals with a role in any of the projects', () => {
    let own: Founded;
    let writer: Person;
    let one: ProjectId;
    let other: ProjectId;
    beforeAll(async () => {
      own = await found(world);
      await own.person();
      for (const role of ['ADMIN', 'MEMBER', 'SUPPORT'] as const) await own.person(role);
      writer = await own.person();
      one = await own.project([
        [writer, 'WRITE'],
        [await own.person('MEMBER'), 'ADMIN'],
      ]);
      other = await own.project([
        [writer, 'READ'],
        [own.owner, 'ADMIN'],
        [await own.account(), 'READ'],
      ]);
    });

    const count = async (projectIds: readonly string[], principalIds: readonly string[] = []) => {
      const request = { projectIds: [...projectIds], principalIds: [...principalIds] };
      return (await sharing.countPrincipals(request, asService('sharing', own.organization))).count;
    };

    it('given or implied, each once', async () => {
      // The owner and the admin of the organization are in each.
      expect(await count([one])).toBe(4);
      expect(await count([other])).toBe(4);
      expect(await count([one, other])).toBe(5);
      expect(await count([one, one, other])).toBe(5);
      expect(await count([await own.project()])).toBe(2);
    });

    it('and those that are named, whatever their roles', async () => {
      const alone = await own.person();
      expect(await count([], [alone.principal, alone.principal, writer.principal])).toBe(2);
      expect(await count([one], [alone.principal, writer.principal])).toBe(5);
    });

    it('and nobody of what the organization does not have', async () => {
      const foreign = await org.project([[await org.person(), 'WRITE']]);
      expect(await count([])).toBe(0);
      expect(await count([foreign, newId('project')])).toBe(0);
      expect(await count([foreign, one])).toBe(4);
      expect(await count([], [org.owner.principal, newId('user')])).toBe(0);
    });

    it('of ten thousand projects at once, and refuses more', async () => {
      const unknown = Array.from({ length: 9_999 }, () => newId('project'));
      expect(await count([...unknown, one], [writer.principal])).toBe(4);
      await expect(count([...unknown, one, other])).rejects.toMatchObject({ reason: 'invalid_field' });
    });
  });

  it('tells the names of projects, and leaves out what the organization does not have', async () => {
    const name = fresh('Operations');
    const { project } = await world.projects.createProject({ name }, as(org.owner));
    const foreign = await (await found(world)).project();
    const projectIds = [project!.id, foreign, newId('project'), 'no id at all'];
    const { projects } = await sharing.lookUpProjects({ projectIds }, inOrg());
    expect(projects.map(({ id, name }) => ({ id, name }))).toEqual([{ id: project!.id, name }]);
    const named = await sharing.lookUpProjects({ names: [name.toUpperCase(), 'nobody has it', name] }, inOrg());
    expect(named.projects).toEqual(projects);
  });

  it('finds principals by id and by e-mail address in any case, and says who is in a project', async () => {
    const own = await found(world);
    const email = `${fresh('Ada')}@Example.com`;
    const { user } = await world.principals.createUser({ email }, as(own.owner));
    const [member, admin, account] = [await own.person(), await own.person('ADMIN'), await own.account()];
    const ask = async () => {
      const users = [
        user!.id,
        email.toLowerCase(),
        member.principal,
        admin.principal,
        account.principal,
        org.owner.principal,
        'x',
      ];
      const { principals } = await sharing.lookUpPrincipals({ users }, asService('sharing', own.organization));
      return principals.map(({ asked, principal, inProject }) => [asked, principal?.id, inProject]);
    };
    const answer = (inProject: boolean, isMember = inProject) => [
      [user!.id, user!.id, false],
      [email.toLowerCase(), user!.id, false],
      [member.principal, member.principal, isMember],
      [admin.principal, admin.principal, inProject],
      [account.principal, account.principal, false],
    ];
    expect(await ask()).toEqual(answer(false));
    await own.project([[member, 'READ']]);
    expect(await ask()).toEqual(answer(true));
  });

  it('tells what a found principal is', async () => {
    const account = await org.account();
    const { principals } = await sharing.lookUpPrincipals({ users: [account.principal] }, inOrg());
    expect(principals[0]?.principal).toMatchObject({ id: account.principal, kind: PrincipalKind.SERVICE_ACCOUNT });
  });

  it('answers services as themselves alone, and not for whom they call', async () => {
    const query = { queries: [{ principalId: org.owner.principal, projectId: '' }] };
    for (const service of ['gateway', 'catalog', 'sharing', 'query'] as const) {
      const { directory } = world.clientsOf(service);
      expect((await directory.getStanding(query, asService(service, org.organization))).standings).toHaveLength(1);
    }
    await expect(world.directory.getStanding(query, as(org.owner))).rejects.toMatchObject({ reason: 'missing_role' });
    await expect(world.directory.getStanding(query, asService('gateway'))).rejects.toMatchObject({
      reason: 'missing_role',
    });
    const { directory } = world.clientsOf('identity');
    await expect(directory.getStanding(query, asService('identity', org.organization))).rejects.toThrow();
  });
});
