import {
  assertMaySeeInside,
  assertProjectRole,
  effectiveRole,
  isOrganizationAdmin,
  isOrganizationMember,
  maySeeInside,
  maySeeProjectName,
  newId,
  type OrganizationRole,
  type ProjectRole,
  Refusal,
  type Standing,
} from './index.ts';

const project = newId('project');

function standing(organizationRole?: OrganizationRole, givenRole?: ProjectRole, projectExists = true): Standing {
  return { principal: newId('user'), organizationRole, project, projectExists, givenRole };
}

function outcomeOf(act: () => void): string {
  try {
    act();
    return 'admitted';
  } catch (error) {
    if (error instanceof Refusal) return error.reason;
    throw error;
  }
}

describe('a role in the organization', () => {
  it.each<[role: OrganizationRole | undefined, member: boolean, admin: boolean]>([
    ['owner', true, true],
    ['admin', true, true],
    ['member', true, false],
    ['support', false, false],
    [undefined, false, false],
  ])('%s: organization member %s, acts as admin everywhere %s', (organizationRole, member, admin) => {
    expect(isOrganizationMember({ organizationRole })).toBe(member);
    expect(isOrganizationAdmin({ organizationRole })).toBe(admin);
  });
});

describe('a standing', () => {
  type Row = [
    organization: OrganizationRole | undefined,
    given: ProjectRole | undefined,
    effective: ProjectRole | undefined,
    name: boolean,
    inside: boolean,
    write: string,
  ];
  const rows: Row[] = [
    ['owner', undefined, 'admin', true, true, 'admitted'],
    ['owner', 'read', 'admin', true, true, 'admitted'],
    ['admin', undefined, 'admin', true, true, 'admitted'],
    ['member', undefined, undefined, true, false, 'missing_role'],
    ['member', 'read', 'read', true, true, 'missing_role'],
    ['member', 'write', 'write', true, true, 'admitted'],
    ['member', 'admin', 'admin', true, true, 'admitted'],
    ['support', undefined, undefined, true, true, 'missing_role'],
    ['support', 'write', 'write', true, true, 'admitted'],
    [undefined, undefined, undefined, false, false, 'not_found'],
    [undefined, 'read', 'read', true, true, 'missing_role'],
    [undefined, 'write', 'write', true, true, 'admitted'],
    [undefined, 'admin', 'admin', true, true, 'admitted'],
  ];

  it.each(rows)(
    '%s and %s: role %s, sees the name %s, sees inside %s, writing is %s',
    (organizationRole, given, effective, name, inside, write) => {
      const one = standing(organizationRole, given);
      expect(effectiveRole(one)).toBe(effective);
      expect(maySeeProjectName(one)).toBe(name);
      expect(maySeeInside(one)).toBe(inside);
      expect(outcomeOf(() => assertProjectRole(one, 'write', 'loading'))).toBe(write);
    },
  );

  it.each(rows)(
    '%s and %s in a project that the organization does not have: nothing at all',
    (organizationRole, given) => {
      const one = standing(organizationRole, given, false);
      expect([effectiveRole(one), maySeeProjectName(one), maySeeInside(one)]).toEqual([undefined, false, false]);
      expect(outcomeOf(() => assertProjectRole(one, 'read', 'loading'))).toBe('not_found');
    },
  );

  it('that is too low is told the role and the scope', () => {
    const act = () => assertProjectRole(standing('member', 'read'), 'write', 'loading a table');
    expect(act).toThrow(`loading a table needs the role write in ${project}; ask an admin there to give it`);
    try {
      act();
    } catch (error) {
      expect(error).toMatchObject({ facts: { role: 'write', scope: project } });
    }
  });
});

describe('seeing inside a project', () => {
  it.each<[organization: OrganizationRole | undefined, given: ProjectRole | undefined, outcome: string]>([
    ['support', undefined, 'admitted'],
    ['owner', undefined, 'admitted'],
    [undefined, 'read', 'admitted'],
    ['member', undefined, 'missing_role'],
    [undefined, undefined, 'not_found'],
  ])('%s of the organization, %s in the project: %s', (organizationRole, givenRole, outcome) => {
    expect(outcomeOf(() => assertMaySeeInside(standing(organizationRole, givenRole), 'looking'))).toBe(outcome);
  });
});
