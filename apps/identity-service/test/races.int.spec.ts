import { ProjectRole } from '@easement/contracts';
import { idColumn, query } from '@easement/persistence';
import { stores, testWork } from '@easement/persistence/testing';
import { as, asService, type Founded, found, fresh, operator, startWorld, type World } from './world.ts';

describe.each(stores)('calls at the same time on %s', (store) => {
  let world: World;
  let org: Founded;
  beforeAll(async () => {
    world = await startWorld(store);
  });
  beforeEach(async () => {
    org = await found(world);
    world.closers.on = () => undefined;
  });
  afterAll(() => world[Symbol.asyncDispose]());

  const outcome = (call: Promise<unknown>) =>
    call.then(
      () => 'done',
      (error: unknown) => (error as { reason?: string }).reason ?? String(error),
    );
  const at = async (count: number, call: (index: number) => Promise<unknown>) =>
    (await Promise.all(Array.from({ length: count }, (_, index) => outcome(call(index))))).toSorted();
  /** The ids of a column that stand for nothing that is there. */
  const orphans = (sql: string) => world.deps.db.read(testWork(), (tx) => query(tx, { id: idColumn() }, sql));

  it('give one name to one of them', async () => {
    const name = fresh('p');
    const made = await at(8, () => world.projects.createProject({ name }, as(org.owner)));
    expect(made).toEqual(['done', ...Array<string>(7).fill('name_taken')]);
    const email = `${fresh('ada')}@example.com`;
    const accounts = await at(8, () => world.principals.createUser({ email }, as(org.owner)));
    expect(accounts).toEqual(['done', ...Array<string>(7).fill('name_taken')]);
  });

  it('give a principal one role', async () => {
    const { principal } = await org.person();
    const projectId = await org.project();
    const member = { projectId, principalId: principal, role: ProjectRole.READ };
    const added = await at(8, () => world.members.addProjectMember(member, as(org.owner)));
    expect(added).toEqual(['done', ...Array<string>(7).fill('name_taken')]);
  });

  it('change a thing once on one etag', async () => {
    const projectId = await org.project();
    const { etag } = (await world.projects.getProject({ projectId }, as(org.owner))).project!;
    const rename = (index: number) => {
      const name = fresh(`p${index}`);
      return world.projects.updateProject({ projectId, name, etag, updateMask: { paths: ['name'] } }, as(org.owner));
    };
    expect(await at(8, rename)).toEqual(['done', ...Array<string>(7).fill('stale_etag')]);
  });

  it('are admitted by no token once its revocation was answered', async () => {
    for (let round = 0; round < 10; round++) {
      const { token, secret } = await world.tokens.createToken({}, as(org.owner));
      const authenticate = () => world.directory.authenticate({ secret }, asService('gateway'));
      let isRevoked = false;
      const admittedAfter: string[] = [];
      const callers = Array.from({ length: 8 }, async () => {
        for (let after = 0; after < 3;) {
          const beganAfter = isRevoked;
          const admitted = await outcome(authenticate());
          if (beganAfter) after += 1;
          if (beganAfter) admittedAfter.push(admitted);
        }
      });
      await world.tokens.revokeToken({ tokenId: token!.id }, as(org.owner));
      isRevoked = true;
      await Promise.all(callers);
      expect(new Set(admittedAfter)).toEqual(new Set(['bad_token']));
    }
  });

  it('delete an organization, or make a project in it, and never both', async () => {
    for (let round = 0; round < 8; round++) {
      const { organization, owner } = await found(world);
      const [made, deleted] = await Promise.all([
        outcome(world.projects.createProject({ name: fresh('p') }, as(owner))),
        outcome(world.organizations.deleteOrganization({ organizationId: organization }, as(operator))),
      ]);
      expect([`done not_empty`, `not_found done`]).toContain(`${made} ${deleted}`);
    }
    expect(
      await orphans(
        'SELECT id FROM project p WHERE NOT EXISTS (SELECT 1 FROM organization o WHERE o.organization_id = p.organization_id)',
      ),
    ).toEqual([]);
  });

  it('delete an organization, and leave no account and no token of it behind', async () => {
    for (let round = 0; round < 8; round++) {
      const { organization, owner } = await found(world);
      await Promise.all([
        outcome(world.principals.createUser({ email: `${fresh('x')}@example.com` }, as(owner))),
        outcome(world.tokens.createToken({}, as(owner))),
        outcome(world.organizations.deleteOrganization({ organizationId: organization }, as(operator))),
        outcome(world.principals.createServiceAccount({ name: fresh('x') }, as(owner))),
        outcome(world.tokens.createToken({}, as(owner))),
      ]);
    }
    for (const table of ['principal', 'token']) {
      const sql = `SELECT id FROM ${table} t WHERE NOT EXISTS (SELECT 1 FROM organization o WHERE o.organization_id = t.organization_id)`;
      expect([table, await orphans(sql)]).toEqual([table, []]);
    }
  });

  it('delete a project, and leave nothing of it or of its service accounts behind', async () => {
    for (let round = 0; round < 8; round++) {
      const [projectId, other] = [await org.project(), await org.project()];
      const account = await org.account(projectId);
      const member = { principalId: account.principal, role: ProjectRole.ADMIN };
      const outcomes = await Promise.all([
        outcome(world.projects.deleteProject({ projectId }, as(org.owner))),
        outcome(world.members.addProjectMember({ ...member, projectId }, as(org.owner))),
        outcome(world.members.addProjectMember({ ...member, projectId: other }, as(org.owner))),
        outcome(world.tokens.createToken({ principalId: account.principal }, as(org.owner))),
        outcome(world.principals.createServiceAccount({ name: fresh('x'), projectId }, as(org.owner))),
      ]);
      expect(['done', 'last_admin', 'lost_race']).toContain(outcomes[0]);
    }
    const gone = (table: string, column: string, kind: string) =>
      `SELECT ${column} AS id FROM ${table} t WHERE ${column} IS NOT NULL AND NOT EXISTS (
         SELECT 1 FROM ${kind} k WHERE k.organization_id = t.organization_id AND k.id = t.${column})`;
    for (const [table, column, kind] of [
      ['project_member', 'project_id', 'project'],
      ['project_member', 'principal_id', 'principal'],
      ['principal', 'project_id', 'project'],
      ['token', 'principal_id', 'principal'],
      ['project_closing', 'project_id', 'project'],
    ] as const) {
      expect([table, column, await orphans(gone(table, column, kind))]).toEqual([table, column, []]);
    }
  });

  it('wait for a peer no longer than their caller does', async () => {
    const projectId = await org.project();
    const waiting = Promise.withResolvers<void>();
    world.closers.on = () => waiting.promise;
    const before = Date.now();
    const call = as(org.owner, fresh('request'), 1_000);
    await expect(world.projects.deleteProject({ projectId }, call)).rejects.toThrow();
    expect(Date.now() - before).toBeLessThan(15_000);
    waiting.resolve();
  });
});
