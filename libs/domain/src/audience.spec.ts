import fc from 'fast-check';
import { aStanding, destination, elsewhere, linker, refusalOf, somebody } from '../test/standings.ts';
import {
  admits,
  assertAdmits,
  type Audience,
  audienceShownTo,
  checkAudienceLists,
  crossOrganization,
  isSameAudience,
  keepsLink,
  listedProjects,
  listedUsers,
  type newId,
  organizationRoles,
  projectRoles,
  waysIn,
} from './index.ts';

const anyStanding = fc.record({
  organizationRole: fc.constantFrom(undefined, ...organizationRoles),
  givenRole: fc.constantFrom(undefined, ...projectRoles),
  projectExists: fc.boolean(),
});

const anyAudience: fc.Arbitrary<Audience> = fc.oneof(
  fc.constant<Audience>({ kind: 'project_members' }),
  fc.constant<Audience>({ kind: 'organization_members' }),
  fc
    .subarray([destination, elsewhere])
    .map((listed): Audience => ({ kind: 'selected_projects', projects: new Set(listed) })),
  fc.subarray([destination, elsewhere]).map((listed): Audience => ({ kind: 'tenants', projects: new Set(listed) })),
  fc.subarray([linker, somebody]).map((listed): Audience => ({ kind: 'selected_users', users: new Set(listed) })),
);

describe('an audience', () => {
  it('admits nobody into a project that the organization does not have', () => {
    fc.assert(
      fc.property(anyAudience, anyStanding, (audience, roles) => {
        expect(admits(audience, aStanding({ ...roles, projectExists: false }))).toBe(false);
      }),
    );
  });

  it('leaves the right to write aside', () => {
    fc.assert(
      fc.property(anyAudience, anyStanding, (audience, roles) => {
        const reader = admits(audience, aStanding({ ...roles, givenRole: 'read' }));
        expect(admits(audience, aStanding({ ...roles, givenRole: 'admin' }))).toBe(reader);
      }),
    );
  });

  it('admits owners and admins of the organization as users of every project, and never as listed users', () => {
    const admin = aStanding({ organizationRole: 'admin' });
    expect(admits({ kind: 'project_members' }, admin)).toBe(true);
    expect(admits({ kind: 'selected_projects', projects: new Set([destination]) }, admin)).toBe(true);
    expect(admits({ kind: 'selected_projects', projects: new Set([elsewhere]) }, admin)).toBe(false);
    expect(admits({ kind: 'selected_users', users: new Set([somebody]) }, admin)).toBe(false);
  });

  it('admits exactly by the ways in, whatever the standing', () => {
    fc.assert(
      fc.property(anyAudience, anyStanding, (audience, roles) => {
        const standing = aStanding(roles);
        const { open, listed } = waysIn(standing);
        const entries: ReadonlySet<string> = new Set([...listedProjects(audience), ...listedUsers(audience)]);
        const comes =
          open.some((kind) => kind === audience.kind) ||
          listed.some((entry) => entry.audience === audience.kind && entries.has(entry.target));
        expect(comes).toBe(admits(audience, standing));
      }),
    );
  });

  it('of tenants keeps the links of listed projects, whoever made them', () => {
    const audience: Audience = { kind: 'tenants', projects: new Set([destination]) };
    expect(keepsLink(audience, aStanding({ projectExists: false }))).toBe(true);
    expect(keepsLink(audience, aStanding({ project: elsewhere, givenRole: 'admin' }))).toBe(false);
    expect(keepsLink({ kind: 'project_members' }, aStanding({ givenRole: undefined }))).toBe(false);
  });

  it('that does not admit is named in the refusal, with the project', () => {
    const audience: Audience = { kind: 'selected_projects', projects: new Set([elsewhere]) };
    const standing = aStanding({ organizationRole: 'member', givenRole: 'write' });
    expect(refusalOf(() => assertAdmits(audience, standing))).toMatchObject({
      reason: 'not_admitted',
      facts: { audience: 'selected_projects', project: destination },
    });
  });
});

describe('two audiences', () => {
  const listing = (...projects: ReturnType<typeof newId<'project'>>[]): Audience => ({
    kind: 'selected_projects',
    projects: new Set(projects),
  });

  it.each<[what: string, one: Audience, other: Audience, same: boolean]>([
    ['of one open type', { kind: 'project_members' }, { kind: 'project_members' }, true],
    ['of two open types', { kind: 'project_members' }, { kind: 'organization_members' }, false],
    ['with one list in another order', listing(destination, elsewhere), listing(elsewhere, destination), true],
    ['with a longer list', listing(destination), listing(destination, elsewhere), false],
    ['with another list of the same length', listing(destination), listing(elsewhere), false],
    ['with no list and an open one', listing(), { kind: 'organization_members' }, false],
    [
      'listing the same users',
      { kind: 'selected_users', users: new Set([linker]) },
      { kind: 'selected_users', users: new Set([linker]) },
      true,
    ],
    ['listing nobody of either kind', listing(), { kind: 'selected_users', users: new Set() }, false],
  ])('%s', (_, one, other, same) => {
    expect(isSameAudience(one, other)).toBe(same);
    expect(isSameAudience(other, one)).toBe(same);
  });
});

describe('the lists of an audience', () => {
  it.each<[kind: Audience['kind'], projects: number, users: number, field: string | undefined]>([
    ['project_members', 0, 0, undefined],
    ['project_members', 1, 0, 'audience.project_ids'],
    ['project_members', 0, 1, 'audience.users'],
    ['organization_members', 1, 0, 'audience.project_ids'],
    ['organization_members', 0, 1, 'audience.users'],
    ['selected_projects', 2, 0, undefined],
    ['selected_projects', 0, 0, undefined],
    ['selected_projects', 1, 1, 'audience.users'],
    ['selected_users', 0, 2, undefined],
    ['selected_users', 1, 1, 'audience.project_ids'],
  ])('of %s with %d projects and %d users: refused field %s', (kind, projects, users, field) => {
    const refusal = refusalOf(() => checkAudienceLists(kind, projects, users));
    expect(refusal?.facts['field']).toBe(field);
    expect(refusal?.reason).toBe(field === undefined ? undefined : 'invalid_field');
  });
});

describe('foreign targets', () => {
  it('are named as they were given, and exactly they', () => {
    const refusal = crossOrganization('audience.users', ['nobody@example.com', 'usr_1']);
    expect(refusal).toMatchObject({ reason: 'cross_organization', facts: { ids: 'nobody@example.com,usr_1' } });
    expect(refusal.message).toContain('nobody@example.com, usr_1');
  });
});

describe('an audience is shown', () => {
  const projects: Audience = { kind: 'selected_projects', projects: new Set([destination, elsewhere]) };
  const users: Audience = { kind: 'selected_users', users: new Set([linker, somebody]) };

  it.each(organizationRoles)('whole to who is %s of the organization', (organizationRole) => {
    const everywhere = [aStanding({ organizationRole, givenRole: undefined })];
    for (const audience of [projects, users]) expect(audienceShownTo(audience, everywhere)).toBe(audience);
  });

  it('to others with their own projects and themselves', () => {
    const everywhere = [aStanding({ organizationRole: undefined, givenRole: 'read' })];
    expect(audienceShownTo(projects, everywhere)).toEqual({
      kind: 'selected_projects',
      projects: new Set([destination]),
    });
    expect(audienceShownTo(users, everywhere)).toEqual({ kind: 'selected_users', users: new Set([linker]) });
  });

  it('without projects that they are in no more, and without anybody to who is in none', () => {
    const outside = [aStanding({ organizationRole: undefined, givenRole: undefined })];
    expect(audienceShownTo(projects, outside)).toEqual({ kind: 'selected_projects', projects: new Set() });
    for (const audience of [projects, users]) expect(targetsOf(audienceShownTo(audience, []))).toBe(0);
  });

  it.each(['project_members', 'organization_members'] as const)('by its type alone where it is %s', (kind) => {
    expect(audienceShownTo({ kind }, [])).toEqual({ kind });
  });
});

function targetsOf(audience: Audience): number {
  if (audience.kind === 'selected_projects') return audience.projects.size;
  return audience.kind === 'selected_users' ? audience.users.size : 0;
}
