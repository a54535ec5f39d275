import { OrganizationRole, PrincipalKind, ProjectRole } from '@easement/contracts';
import { stores } from '@easement/persistence/testing';
import { as, type Founded, found, fresh, type Person, startWorld, type World } from './world.ts';

describe.each(stores)('accounts on %s', (store) => {
  let world: World;
  let org: Founded;
  beforeAll(async () => {
    world = await startWorld(store);
  });
  beforeEach(async () => {
    org = await found(world);
  });
  afterAll(() => world[Symbol.asyncDispose]());

  const createUser = (email: string, by = org.owner, more = {}) =>
    world.principals.createUser({ email, ...more }, as(by));
  const denied = { reason: 'missing_role', facts: { role: 'admin' } };

  it('of people are made by owners and admins, with one e-mail address each', async () => {
    const email = `${fresh('Ada')}@Example.com`;
    const { user } = await createUser(email, await org.person('ADMIN'), { displayName: 'Ada L.' });
    expect(user).toMatchObject({
      email,
      displayName: 'Ada L.',
      kind: PrincipalKind.USER,
      organizationId: org.organization,
      projectId: '',
    });
    await expect(createUser(email.toUpperCase())).rejects.toMatchObject({
      reason: 'name_taken',
      facts: { owner: user!.id, kind: 'user' },
    });
    await createUser(email, (await found(world)).owner);
    for (const by of [await org.person('MEMBER'), await org.person('SUPPORT'), await org.person()]) {
      await expect(createUser(`${fresh('x')}@example.com`, by)).rejects.toMatchObject(denied);
    }
  });

  it.each([
    ['no address', 'ada', undefined, 'email'],
    ['nothing', '', undefined, 'email'],
    ['a name that hides what it says', 'a@example.com', 'Ada\u202e', 'display_name'],
  ])('of people are refused with %s', async (_, email, displayName, field) => {
    await expect(createUser(email, org.owner, { displayName })).rejects.toMatchObject({
      reason: 'invalid_field',
      facts: { field },
    });
  });

  it('are found by id and by e-mail address in any case', async () => {
    const { user } = await createUser(`${fresh('Ada')}@Example.com`);
    for (const userId of [user!.id, user!.email, user!.email.toUpperCase()]) {
      expect((await world.principals.getUser({ userId }, as(org.owner))).user).toEqual(user);
    }
    const absent = world.principals.getUser({ userId: 'nobody@example.com' }, as(org.owner));
    await expect(absent).rejects.toMatchObject({
      reason: 'not_found',
      facts: { kind: 'user', id: 'nobody@example.com' },
    });
  });

  it('are known to everybody with a role in the organization, to the people of their projects, and to themselves', async () => {
    const [one, other, stranger, support] = [
      await org.person(),
      await org.person(),
      await org.person(),
      await org.person('SUPPORT'),
    ];
    const project = await org.project([
      [one, 'READ'],
      [other, 'WRITE'],
    ]);
    const account = await org.account(project);
    const list = async (by: Person) =>
      (await world.principals.listUsers({ pageSize: 1000 }, as(by))).users.map(({ id }) => id);
    const get = (userId: string, by: Person) => world.principals.getUser({ userId }, as(by));
    const everybody = [org.owner, one, other, stranger, support, account]
      .map(({ principal }) => principal as string)
      .sort();
    expect(await list(org.owner)).toEqual(everybody);
    expect(await list(support)).toEqual(everybody);
    expect(await list(one)).toEqual([account, one, other].map(({ principal }) => principal as string).sort());
    expect(await list(stranger)).toEqual([stranger.principal]);
    for (const id of everybody) {
      const isKnown = (await list(one)).includes(id);
      const found = await get(id, one).then(
        () => true,
        (error: unknown) => (error as { reason: string }).reason !== 'not_found',
      );
      expect([id, found]).toEqual([id, isKnown]);
    }
  });

  it('are listed page by page to people without a role in the organization', async () => {
    const people = [await org.person(), await org.person(), await org.person()];
    await org.project(people.map((person) => [person, 'READ']));
    const first = await world.principals.listUsers({ pageSize: 2 }, as(people[0]!));
    const second = await world.principals.listUsers({ pageSize: 2, pageToken: first.nextPageToken }, as(people[0]!));
    const seen = [...first.users, ...second.users].map(({ id }) => id);
    expect([seen, second.nextPageToken]).toEqual([people.map(({ principal }) => principal as string).sort(), '']);
  });

  it('of programs are made by the admins of what governs them', async () => {
    const [admin, writer] = [await org.person(), await org.person()];
    const project = await org.project([
      [admin, 'ADMIN'],
      [writer, 'WRITE'],
    ]);
    const create = (by: Person, projectId = '', name = fresh('deployer'), more = {}) =>
      world.principals.createServiceAccount({ name, projectId, ...more }, as(by));
    const name = fresh('Deployer');
    const { serviceAccount } = await create(admin, project, name);
    expect(serviceAccount).toMatchObject({
      displayName: name,
      email: '',
      kind: PrincipalKind.SERVICE_ACCOUNT,
      projectId: project,
    });
    await expect(create(admin, '', name.toUpperCase())).rejects.toMatchObject({ reason: 'missing_role' });
    await expect(create(org.owner, '', name.toUpperCase())).rejects.toMatchObject({ reason: 'name_taken' });
    await expect(create(writer, project)).rejects.toMatchObject({ reason: 'missing_role', facts: { scope: project } });
    await expect(create(await org.person(), project)).rejects.toMatchObject({ reason: 'not_found' });
    expect((await create(org.owner)).serviceAccount?.projectId).toBe('');
    expect((await create(org.owner, project, fresh('d'), { validateOnly: true })).impact?.projectIds).toEqual([
      project,
    ]);
  });

  it('are told who they are, with the roles that were given to them', async () => {
    const { user } = await createUser(`${fresh('ada')}@example.com`);
    const person: Person = { ...org.owner, principal: user!.id as Person['principal'] };
    const role = OrganizationRole.MEMBER;
    await world.members.addOrganizationMember({ principalId: user!.id, role }, as(org.owner));
    const project = await org.project([[person, 'WRITE']]);
    await org.project();
    expect(await world.principals.getCaller({}, as(person))).toMatchObject({
      principal: user,
      organizationId: org.organization,
      organizationRole: role,
      projects: [{ projectId: project, role: ProjectRole.WRITE, name: expect.stringMatching(/^project-/) }],
    });
    expect((await world.principals.getCaller({}, as(org.owner))).projects).toEqual([]);
  });
});
