import { OrganizationRole, ProjectRole } from '@easement/contracts';
import { stores } from '@easement/persistence/testing';
import { as, type Founded, found, fresh, type Person, startWorld, type World } from './world.ts';

type Role = keyof typeof OrganizationRole;

describe.each(stores)('roles on %s', (store) => {
  let world: World;
  let org: Founded;
  beforeAll(async () => {
    world = await startWorld(store);
  });
  beforeEach(async () => {
    org = await found(world);
  });
  afterAll(() => world[Symbol.asyncDispose]());

  const outcome = (call: Promise<unknown>) =>
    call.then(
      () => 'done',
      (error: unknown) => (error as { reason?: string }).reason ?? String(error),
    );

  describe('in the organization', () => {
    const add = ({ principal: principalId }: Person, role: Role, by: Person, more = {}) =>
      world.members.addOrganizationMember({ principalId, role: OrganizationRole[role], ...more }, as(by));
    const update = ({ principal: principalId }: Person, role: Role, by: Person, more = {}) =>
      world.members.updateOrganizationMember({ principalId, role: OrganizationRole[role], ...more }, as(by));
    const remove = ({ principal: principalId }: Person, by: Person, more = {}) =>
      world.members.removeOrganizationMember({ principalId, ...more }, as(by));
    const roles = async () => {
      const { members } = await world.members.listOrganizationMembers({ pageSize: 1000 }, as(org.owner));
      return new Map(members.map(({ principalId, role }) => [principalId, role]));
    };

    it.each<[caller: Role, member: string, owner: string]>([
      ['OWNER', 'done', 'done'],
      ['ADMIN', 'done', 'missing_role'],
      ['MEMBER', 'missing_role', 'missing_role'],
      ['SUPPORT', 'missing_role', 'missing_role'],
    ])('%s gives and takes the role member: %s, owner: %s', async (role, member, owner) => {
      const caller = await org.person(role);
      const [one, other, given] = [await org.person(), await org.person(), await org.person('OWNER')];
      expect(await outcome(add(one, 'MEMBER', caller))).toBe(member);
      expect(await outcome(add(other, 'OWNER', caller))).toBe(owner);
      expect(await outcome(update(await org.person('SUPPORT'), 'ADMIN', caller))).toBe(member);
      expect(await outcome(update(await org.person('MEMBER'), 'OWNER', caller))).toBe(owner);
      expect(await outcome(update(given, 'ADMIN', caller))).toBe(owner);
      expect(await outcome(remove(await org.person('MEMBER'), caller))).toBe(member);
      expect(await outcome(remove(await org.person('OWNER'), caller))).toBe(owner);
    });

    it('are hidden, with the people who have them, from who has none', async () => {
      const stranger = await org.person();
      expect(await outcome(add(await org.person(), 'MEMBER', stranger))).toBe('not_found');
      expect(await outcome(remove(org.owner, stranger))).toBe('not_found');
      expect(await outcome(world.members.listOrganizationMembers({}, as(stranger)))).toBe('missing_role');
      expect(await outcome(world.members.listOrganizationMembers({}, as(await org.person('SUPPORT'))))).toBe('done');
    });

    it('are shown with the e-mail address and the name to show', async () => {
      const email = `${fresh('Ada')}@Example.com`;
      const { user } = await world.principals.createUser({ email, displayName: 'Ada' }, as(org.owner));
      const request = { principalId: user!.id, role: OrganizationRole.MEMBER };
      const { member } = await world.members.addOrganizationMember(request, as(org.owner));
      expect(member).toMatchObject({ principalId: user!.id, email, displayName: 'Ada', role: OrganizationRole.MEMBER });
      const { members } = await world.members.listOrganizationMembers({}, as(org.owner));
      expect(members).toContainEqual(member);
    });

    it('are one for each principal: a second is refused, and none is not found', async () => {
      const person = await org.person('MEMBER');
      await expect(add(person, 'ADMIN', org.owner)).rejects.toMatchObject({
        reason: 'name_taken',
        facts: { kind: 'member', name: person.principal, owner: org.organization },
      });
      expect(await outcome(update(await org.person(), 'ADMIN', org.owner))).toBe('not_found');
      expect(await outcome(remove(await org.person(), org.owner))).toBe('not_found');
      expect(
        await outcome(update({ ...person, principal: (await found(world)).owner.principal }, 'ADMIN', org.owner)),
      ).toBe('not_found');
    });

    it('leave the organization an owner', async () => {
      expect(await outcome(remove(org.owner, org.owner))).toBe('last_owner');
      expect(await outcome(update(org.owner, 'ADMIN', org.owner))).toBe('last_owner');
      expect(await outcome(remove(org.owner, org.owner, { validateOnly: true }))).toBe('last_owner');
      const second = await org.person('OWNER');
      expect(await outcome(update(org.owner, 'ADMIN', org.owner))).toBe('done');
      expect(await outcome(remove(second, second))).toBe('last_owner');
    });

    it('leave the organization an owner also where owners remove one another at once', async () => {
      for (let round = 0; round < 5; round++) {
        const { owner, person, ...rest } = await found(world);
        org = { owner, person, ...rest };
        const others = [await person('OWNER'), await person('OWNER')];
        const owners = [owner, ...others];
        const outcomes = await Promise.all(owners.map((by, index) => outcome(remove(owners[(index + 1) % 3]!, by))));
        const left = await world.deps.db.read(
          { signal: new AbortController().signal, lane: { inTransaction: false } },
          (tx) =>
            tx.run("SELECT principal_id FROM organization_member WHERE organization_id = ? AND role = 'owner'", [
              rest.organization,
            ]),
        );
        expect(left.rows.length).toBeGreaterThan(0);
        expect(outcomes.filter((one) => one === 'done').length).toBe(3 - left.rows.length);
      }
    });

    it('are changed on the etag that was read, which no later role brings back', async () => {
      const person = await org.person();
      const { member } = await add(person, 'MEMBER', org.owner);
      const { etag } = member!;
      const changed = await update(person, 'SUPPORT', org.owner, { etag });
      expect(await outcome(update(person, 'ADMIN', org.owner, { etag }))).toBe('stale_etag');
      expect(await outcome(remove(person, org.owner, { etag }))).toBe('stale_etag');
      await remove(person, org.owner, { etag: changed.member!.etag });
      world.pass(1);
      await add(person, 'ADMIN', org.owner);
      expect(await outcome(remove(person, org.owner, { etag }))).toBe('stale_etag');
    });

    it('change once for a request that is repeated, and not at all for one that only asks', async () => {
      const person = await org.person();
      const requestId = fresh('request');
      const first = await add(person, 'MEMBER', org.owner, { requestId });
      expect(await add(person, 'MEMBER', org.owner, { requestId })).toEqual(first);
      const before = await roles();
      expect((await update(person, 'ADMIN', org.owner, { validateOnly: true })).impact?.principalCount).toBe(1);
      expect((await remove(person, org.owner, { validateOnly: true })).impact?.principalCount).toBe(1);
      expect(await roles()).toEqual(before);
    });

    it('hold from the next call on', async () => {
      const person = await org.person('ADMIN');
      expect(await outcome(world.projects.createProject({ name: fresh('p') }, as(person)))).toBe('done');
      await remove(person, org.owner);
      expect(await outcome(world.projects.createProject({ name: fresh('p') }, as(person)))).toBe('missing_role');
    });
  });

  describe('in a project', () => {
    let admin: Person;
    let project: string;
    beforeEach(async () => {
      admin = await org.person();
      project = await org.project([[admin, 'ADMIN']]);
    });

    const add = ({ principal: principalId }: Person, role: keyof typeof ProjectRole, by: Person, more = {}) =>
      world.members.addProjectMember({ projectId: project, principalId, role: ProjectRole[role], ...more }, as(by));
    const update = ({ principal: principalId }: Person, role: keyof typeof ProjectRole, by: Person, more = {}) =>
      world.members.updateProjectMember({ projectId: project, principalId, role: ProjectRole[role], ...more }, as(by));
    const remove = ({ principal: principalId }: Person, by: Person, more = {}) =>
      world.members.removeProjectMember({ projectId: project, principalId, ...more }, as(by));

    it.each<[caller: string, make: () => Promise<Person>, outcome: string]>([
      ['an owner of the organization', async () => org.owner, 'done'],
      ['an admin of the organization', () => org.person('ADMIN'), 'done'],
      ['an admin of the project', async () => admin, 'done'],
      ['a member of the organization', () => org.person('MEMBER'), 'missing_role'],
      ['support', () => org.person('SUPPORT'), 'missing_role'],
      ['a stranger', () => org.person(), 'not_found'],
    ])('%s changes them: %s', async (_, make, expected) => {
      const member = await org.person();
      await add(member, 'READ', org.owner);
      const caller = await make();
      expect(await outcome(update(member, 'WRITE', caller))).toBe(expected);
      expect(await outcome(remove(member, caller))).toBe(expected);
    });

    it('are given by who sees both the project and the person', async () => {
      const stranger = await org.person();
      expect(await outcome(add(stranger, 'READ', admin))).toBe('not_found');
      const [reader, member] = [await org.person(), await org.person('MEMBER')];
      await add(reader, 'READ', org.owner);
      expect(await outcome(add(stranger, 'READ', reader))).toBe('not_found');
      expect(await outcome(add(admin, 'READ', reader))).toBe('missing_role');
      expect(await outcome(add(stranger, 'READ', member))).toBe('missing_role');
      const foreign = (await found(world)).owner;
      expect(await outcome(add(foreign, 'READ', org.owner))).toBe('not_found');
      expect(await outcome(add(foreign, 'READ', member))).toBe('not_found');
    });

    it('are given to service accounts of the project by its admins, who know them', async () => {
      const { serviceAccount } = await world.principals.createServiceAccount(
        { name: fresh('deployer'), projectId: project },
        as(admin),
      );
      const account = { ...admin, principal: serviceAccount!.id as Person['principal'] };
      expect(await outcome(add(account, 'WRITE', admin))).toBe('done');
    });

    it('are listed for its users, owners, admins and support, in the order of the ids', async () => {
      const reader = await org.person();
      await add(reader, 'READ', org.owner);
      const list = (by: Person, more = {}) => world.members.listProjectMembers({ projectId: project, ...more }, as(by));
      const expected = [admin.principal, reader.principal].sort();
      for (const by of [org.owner, admin, reader, await org.person('SUPPORT')]) {
        expect((await list(by)).members.map(({ principalId }) => principalId)).toEqual(expected);
      }
      const first = await list(reader, { pageSize: 1 });
      const second = await list(reader, { pageSize: 1, pageToken: first.nextPageToken });
      expect([...first.members, ...second.members].map(({ principalId }) => principalId)).toEqual(expected);
      expect(await outcome(list(await org.person('MEMBER')))).toBe('missing_role');
      expect(await outcome(list(await org.person()))).toBe('not_found');
    });

    it('leave the project an admin of its own, whoever else acts as one', async () => {
      expect(await outcome(remove(admin, admin))).toBe('last_admin');
      expect(await outcome(update(admin, 'WRITE', org.owner))).toBe('last_admin');
      const second = await org.person();
      await add(second, 'ADMIN', org.owner);
      expect(await outcome(update(admin, 'WRITE', admin))).toBe('done');
      expect(await outcome(remove(second, org.owner))).toBe('last_admin');
    });

    it('leave the project an admin also where admins remove one another at once', async () => {
      for (let round = 0; round < 5; round++) {
        const people = [await org.person(), await org.person(), await org.person()];
        project = await org.project(people.map((person) => [person, 'ADMIN']));
        await Promise.all(people.map((by, index) => outcome(remove(people[(index + 1) % 3]!, by))));
        const { members } = await world.members.listProjectMembers({ projectId: project }, as(org.owner));
        expect(members.length).toBeGreaterThan(0);
      }
    });

    it('are changed on the etag that was read', async () => {
      const reader = await org.person();
      const { member } = await add(reader, 'READ', org.owner);
      await update(reader, 'WRITE', admin, { etag: member!.etag });
      expect(await outcome(update(reader, 'READ', admin, { etag: member!.etag }))).toBe('stale_etag');
      expect(await outcome(remove(reader, admin, { etag: member!.etag }))).toBe('stale_etag');
    });

    it('are asked about without being changed', async () => {
      const reader = await org.person();
      const { impact } = await add(reader, 'READ', org.owner, { validateOnly: true });
      expect(impact).toMatchObject({ projectIds: [project], principalCount: 1 });
      expect(await outcome(update(reader, 'WRITE', org.owner))).toBe('not_found');
    });
  });
});
