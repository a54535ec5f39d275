import { stores } from '@easement/persistence/testing';
import { as, type Founded, found, fresh, type Person, startWorld, type World } from './world.ts';

describe.each(stores)('projects on %s', (store) => {
  let world: World;
  let org: Founded;
  beforeAll(async () => {
    world = await startWorld(store);
  });
  beforeEach(async () => {
    org = await found(world);
  });
  afterAll(() => world[Symbol.asyncDispose]());

  const create = (name: string, by: Person, more = {}) => world.projects.createProject({ name, ...more }, as(by));
  const list = async (by: Person, more = {}) =>
    (await world.projects.listProjects(more, as(by))).projects.map(({ id }) => id);

  it('are made by owners and admins of the organization', async () => {
    for (const role of ['OWNER', 'ADMIN'] as const) {
      const by = await org.person(role);
      const name = fresh('Operations');
      const { project } = await create(name, by, { description: 'flights' });
      expect(project).toMatchObject({
        name,
        description: 'flights',
        organizationId: org.organization,
        creatorId: by.principal,
      });
      expect((await world.projects.getProject({ projectId: project!.id }, as(by))).project).toEqual(project);
    }
    for (const by of [await org.person('MEMBER'), await org.person('SUPPORT'), await org.person()]) {
      await expect(create(fresh('p'), by)).rejects.toMatchObject({
        reason: 'missing_role',
        facts: { role: 'admin', scope: org.organization },
      });
    }
  });

  it('have a name of their own in the organization, without regard to case or the form of accents', async () => {
    const name = fresh('Caf\u00e9');
    const { project } = await create(name, org.owner);
    const taken = { reason: 'name_taken', facts: { kind: 'project', owner: project!.id } };
    await expect(create(name.toUpperCase().normalize('NFD'), org.owner)).rejects.toMatchObject(taken);
    const other = await create(fresh('other'), org.owner);
    const rename = { projectId: other.project!.id, name, updateMask: { paths: ['name'] } };
    await expect(world.projects.updateProject(rename, as(org.owner))).rejects.toMatchObject(taken);
    await create(name, (await found(world)).owner);
  });

  it.each([' operations', 'operations ', 'a\u200bb', 'a.b', 'x'.repeat(129)])('refuse the name %j', async (name) => {
    await expect(create(name, org.owner)).rejects.toMatchObject({ reason: 'invalid_field', facts: { field: 'name' } });
  });

  it('are made once for a request that is repeated, and not at all for one that only asks', async () => {
    const request = { requestId: fresh('request') };
    const name = fresh('p');
    const first = await create(name, org.owner, request);
    expect(await create(name, org.owner, request)).toEqual(first);
    const rehearsed = await create(fresh('p'), org.owner, { validateOnly: true });
    expect([rehearsed.project, rehearsed.impact?.principalCount]).toEqual([undefined, 1]);
    expect(await list(org.owner)).toEqual([first.project!.id]);
  });

  it('are made once for requests that repeat one another at once', async () => {
    const [name, requestId] = [fresh('p'), fresh('request')];
    const answers = await Promise.all(Array.from({ length: 8 }, () => create(name, org.owner, { requestId })));
    expect(new Set(answers.map(({ project }) => project!.id)).size).toBe(1);
    expect(await list(org.owner)).toHaveLength(1);
  });

  it('are seen by everybody with a role in the organization, and by their own people', async () => {
    const reader = await org.person();
    const mine = await org.project([[reader, 'READ']]);
    const other = await org.project();
    for (const role of ['OWNER', 'ADMIN', 'MEMBER', 'SUPPORT'] as const) {
      expect(await list(await org.person(role))).toEqual([mine, other]);
    }
    expect(await list(reader)).toEqual([mine]);
    expect(await list(await org.person())).toEqual([]);
    const hidden = world.projects.getProject({ projectId: other }, as(reader));
    await expect(hidden).rejects.toMatchObject({ reason: 'not_found', facts: { kind: 'project', id: other } });
  });

  it('are found by name, in any case, by those who see them', async () => {
    const reader = await org.person();
    const mine = await org.project([[reader, 'READ']]);
    const other = await org.project();
    const names = await Promise.all(
      [mine, other].map(
        async (projectId) => (await world.projects.getProject({ projectId }, as(org.owner))).project!.name,
      ),
    );
    const asked = [...names.map((name) => name.toUpperCase()), 'nobody has this one'];
    expect(await list(org.owner, { names: asked })).toEqual([mine, other]);
    expect(await list(org.owner, { names: [names[1]!] })).toEqual([other]);
    expect(await list(reader, { names: asked })).toEqual([mine]);
  });

  it('are listed page by page, for people with and without a role in the organization', async () => {
    const reader = await org.person();
    const ids = [];
    for (let count = 0; count < 5; count++) ids.push(await org.project([[reader, 'READ']]));
    for (const by of [org.owner, reader]) {
      const seen: string[] = [];
      let pageToken = '';
      do {
        const page = await world.projects.listProjects({ pageSize: 2, pageToken }, as(by));
        seen.push(...page.projects.map(({ id }) => id));
        pageToken = page.nextPageToken;
      } while (pageToken !== '');
      expect(seen).toEqual(ids);
    }
    const { nextPageToken: pageToken } = await world.projects.listProjects({ pageSize: 2 }, as(org.owner));
    await expect(world.projects.listProjects({ pageToken }, as(reader))).rejects.toMatchObject({
      reason: 'bad_page_token',
    });
    await expect(world.principals.listUsers({ pageToken }, as(org.owner))).rejects.toMatchObject({
      reason: 'bad_page_token',
    });
  });

  it('are changed by their admins, field by field, on the etag they read', async () => {
    const admin = await org.person();
    const projectId = await org.project([[admin, 'ADMIN']]);
    const read = async () => (await world.projects.getProject({ projectId }, as(admin))).project!;
    const before = await read();
    const change = (paths: string[], more = {}, by = admin) =>
      world.projects.updateProject(
        { projectId, name: fresh('p'), description: 'new', updateMask: { paths }, ...more },
        as(by),
      );
    const { project } = await change(['description'], { etag: before.etag });
    expect(project).toMatchObject({ name: before.name, description: 'new' });
    expect(await read()).toEqual(project);
    await expect(change(['name'], { etag: before.etag })).rejects.toMatchObject({ reason: 'stale_etag' });
    expect((await change(['name', 'description'], { description: '' })).project?.description).toBe('');
    for (const paths of [[], ['id'], ['name', 'creator_id']]) {
      await expect(change(paths)).rejects.toMatchObject({ reason: 'invalid_field', facts: { field: 'update_mask' } });
    }
  });

  it('say by validate_only how many have a role in them, and are not changed by it', async () => {
    const admin = await org.person();
    const projectId = await org.project([
      [admin, 'ADMIN'],
      [await org.person('SUPPORT'), 'READ'],
    ]);
    await org.person('ADMIN');
    const rename = { projectId, name: fresh('p'), updateMask: { paths: ['name'] }, validateOnly: true };
    const { project, impact } = await world.projects.updateProject(rename, as(admin));
    expect([project, impact]).toMatchObject([undefined, { projectIds: [projectId], principalCount: 4 }]);
    const { project: read } = await world.projects.getProject({ projectId }, as(admin));
    expect(read?.name).not.toBe(rename.name);
  });

  it('are not changed by their readers and writers', async () => {
    const [reader, writer] = [await org.person(), await org.person()];
    const projectId = await org.project([
      [reader, 'READ'],
      [writer, 'WRITE'],
    ]);
    for (const by of [reader, writer, await org.person('MEMBER'), await org.person('SUPPORT')]) {
      const denied = { reason: 'missing_role', facts: { role: 'admin', scope: projectId } };
      const rename = { projectId, name: fresh('p'), updateMask: { paths: ['name'] } };
      await expect(world.projects.updateProject(rename, as(by))).rejects.toMatchObject(denied);
      await expect(world.projects.deleteProject({ projectId }, as(by))).rejects.toMatchObject(denied);
    }
  });
});
