import { OrganizationRole as WireRole, ProjectRole as WireProjectRole } from '@easement/contracts';
import {
  type OrganizationRole,
  organizationRoles,
  type ProjectId,
  type ProjectRole,
  projectRoles,
} from '@easement/domain';
import { stores } from '@easement/persistence/testing';
import fc from 'fast-check';
import { type Act, play, type RoleModel } from './role-model.ts';
import { as, asService, type Founded, found, type Person, startWorld, type World } from './world.ts';

const [people, projects] = [5, 2];

const who = fc.nat(people - 1);
const way = fc.constantFrom('add', 'update', 'remove');
const anAct: fc.Arbitrary<Act> = fc.oneof(
  fc.record({
    caller: who,
    person: who,
    where: fc.constant('organization'),
    role: fc.constantFrom(...organizationRoles),
    way,
  }),
  fc.record({
    caller: who,
    person: who,
    where: fc.constant('project'),
    project: fc.nat(projects - 1),
    role: fc.constantFrom(...projectRoles),
    way,
  }),
);

/** Meets every answer that chance might leave out. */
const everyAnswer: Act[] = (['organization', 'project'] as const).flatMap((where) => {
  const whereAct = (caller: number, way: Act['way']): Act =>
    where === 'organization'
      ? { caller, person: 1, where, role: 'member', way }
      : { caller, person: 1, where, project: 0, role: 'read', way };
  return [whereAct(0, 'update'), whereAct(0, 'add'), whereAct(0, 'add'), whereAct(1, 'remove')];
});

const wireRole = (role: OrganizationRole) => WireRole[role.toUpperCase() as keyof typeof WireRole];
const wireProjectRole = (role: ProjectRole) => WireProjectRole[role.toUpperCase() as keyof typeof WireProjectRole];

describe.each(stores)('the model of roles on %s', (store) => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld(store);
  });
  afterAll(() => world[Symbol.asyncDispose]());

  type Cast = { readonly org: Founded; readonly people: readonly Person[]; readonly projects: readonly ProjectId[] };

  async function cast(): Promise<Cast> {
    const org = await found(world);
    const others = await Promise.all(Array.from({ length: people - 1 }, () => org.person()));
    const ids = await Promise.all(Array.from({ length: projects }, () => org.project()));
    return { org, people: [org.owner, ...others], projects: ids };
  }

  function perform(act: Act, { people, projects }: Cast): Promise<unknown> {
    const call = as(people[act.caller]!);
    const principalId = people[act.person]!.principal;
    if (act.where === 'organization') {
      const request = { principalId, role: wireRole(act.role) };
      if (act.way === 'add') return world.members.addOrganizationMember(request, call);
      if (act.way === 'update') return world.members.updateOrganizationMember(request, call);
      return world.members.removeOrganizationMember({ principalId }, call);
    }
    const request = { principalId, projectId: projects[act.project]!, role: wireProjectRole(act.role) };
    if (act.way === 'add') return world.members.addProjectMember(request, call);
    if (act.way === 'update') return world.members.updateProjectMember(request, call);
    return world.members.removeProjectMember({ principalId, projectId: request.projectId }, call);
  }

  async function standingsOf({ org, people, projects }: Cast): Promise<unknown[]> {
    const queries = people.flatMap(({ principal: principalId }) =>
      projects.map((projectId) => ({ principalId, projectId })),
    );
    const { directory } = world.clientsOf('sharing');
    const { standings } = await directory.getStanding({ queries }, asService('sharing', org.organization));
    return standings.map(({ organizationRole, projectRole }) => [organizationRole, projectRole]);
  }

  function expected(model: RoleModel): unknown[] {
    return Array.from({ length: people }, (_, person) => person).flatMap((person) =>
      model.projects.map((roles) => {
        const [role, given] = [model.organization.get(person), roles.get(person)];
        return [role ? wireRole(role) : 0, given ? wireProjectRole(given) : 0];
      }),
    );
  }

  it('answers each act of a random history as the service does, and ends with the same roles', async () => {
    const outcomes = new Set<string>();
    await fc.assert(
      fc.asyncProperty(fc.array(anAct, { minLength: 30, maxLength: 60 }), async (acts) => {
        const actors = await cast();
        const model: RoleModel = {
          organization: new Map([[0, 'owner']]),
          projects: Array.from({ length: projects }, () => new Map<number, ProjectRole>()),
        };
        for (const act of acts) {
          const answer = await perform(act, actors).then(
            () => 'done',
            (error: unknown) => (error as { reason: string }).reason,
          );
          expect([act, answer]).toEqual([act, play(model, act)]);
          outcomes.add(`${act.where} ${answer}`);
        }
        expect(await standingsOf(actors)).toEqual(expected(model));
      }),
      { numRuns: 9, examples: [[everyAnswer]], endOnFailure: true },
    );
    for (const answer of ['done', 'not_found', 'missing_role', 'name_taken']) {
      expect([...outcomes]).toEqual(expect.arrayContaining([`organization ${answer}`, `project ${answer}`]));
    }
  }, 120_000);
});
