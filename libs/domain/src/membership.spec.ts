import {
  assertKeepsAdmin,
  assertKeepsOwner,
  assertMayChangeOrganizationRole,
  assertOrganizationAdmin,
  maySeePrincipal,
  newId,
  type OrganizationRole,
  projectClosing,
  type ProjectRole,
  Refusal,
} from './index.ts';

const organization = newId('organization');
const project = newId('project');
const organizationRoles = ['owner', 'admin', 'member', 'support', undefined] as const;

function outcomeOf(act: () => void): string {
  try {
    act();
    return 'admitted';
  } catch (error) {
    if (error instanceof Refusal) return Object.values([error.reason, error.facts['role']]).filter(Boolean).join(' ');
    throw error;
  }
}

describe('assertOrganizationAdmin', () => {
  it.each<[role: OrganizationRole | undefined, outcome: string]>([
    ['owner', 'admitted'],
    ['admin', 'admitted'],
    ['member', 'missing_role admin'],
    ['support', 'missing_role admin'],
    [undefined, 'missing_role admin'],
  ])('%s: %s', (organizationRole, outcome) => {
    expect(outcomeOf(() => assertOrganizationAdmin({ organizationRole }, organization, 'creating projects'))).toBe(
      outcome,
    );
  });
});

describe('assertMayChangeOrganizationRole', () => {
  type Role = OrganizationRole | undefined;
  const changes: [from: Role, to: Role][] = organizationRoles.flatMap((from) =>
    organizationRoles.map((to): [Role, Role] => [from, to]),
  );

  it.each(changes)('lets owners change %s to %s', (from, to) => {
    expect(
      outcomeOf(() => assertMayChangeOrganizationRole({ organizationRole: 'owner' }, { from, to }, organization)),
    ).toBe('admitted');
  });

  it.each(changes)('lets admins change %s to %s only where no owner is concerned', (from, to) => {
    const outcome = from === 'owner' || to === 'owner' ? 'missing_role owner' : 'admitted';
    expect(
      outcomeOf(() => assertMayChangeOrganizationRole({ organizationRole: 'admin' }, { from, to }, organization)),
    ).toBe(outcome);
  });

  it.each(['member', 'support', undefined] as const)('lets %s change nothing', (organizationRole) => {
    for (const [from, to] of changes) {
      expect(outcomeOf(() => assertMayChangeOrganizationRole({ organizationRole }, { from, to }, organization))).toBe(
        'missing_role admin',
      );
    }
  });
});

describe('assertKeepsOwner', () => {
  it.each<[from: OrganizationRole | undefined, to: OrganizationRole | undefined, owners: number, outcome: string]>([
    ['owner', undefined, 1, 'last_owner'],
    ['owner', 'admin', 1, 'last_owner'],
    ['owner', 'owner', 1, 'admitted'],
    ['owner', undefined, 2, 'admitted'],
    ['owner', 'support', 2, 'admitted'],
    ['admin', undefined, 1, 'admitted'],
    [undefined, 'owner', 1, 'admitted'],
    [undefined, 'member', 0, 'admitted'],
  ])('%s to %s with %s owners: %s', (from, to, owners, outcome) => {
    expect(outcomeOf(() => assertKeepsOwner({ from, to }, owners, organization))).toBe(outcome);
  });
});

describe('assertKeepsAdmin', () => {
  it.each<[from: ProjectRole | undefined, to: ProjectRole | undefined, admins: number, outcome: string]>([
    ['admin', undefined, 1, 'last_admin'],
    ['admin', 'write', 1, 'last_admin'],
    ['admin', 'admin', 1, 'admitted'],
    ['admin', undefined, 2, 'admitted'],
    ['admin', 'read', 2, 'admitted'],
    ['write', undefined, 1, 'admitted'],
    ['read', undefined, 0, 'admitted'],
    [undefined, 'admin', 0, 'admitted'],
  ])('%s to %s with %s admins: %s', (from, to, admins, outcome) => {
    expect(outcomeOf(() => assertKeepsAdmin({ from, to }, admins, project))).toBe(outcome);
  });
});

describe('maySeePrincipal', () => {
  const principal = newId('user');
  const other = newId('service_account');

  it.each<[role: OrganizationRole | undefined, stranger: boolean]>([
    ['owner', true],
    ['admin', true],
    ['member', true],
    ['support', true],
    [undefined, false],
  ])('%s knows a stranger: %s', (organizationRole, stranger) => {
    const caller = { principal, organizationRole };
    expect(maySeePrincipal(caller, other, false)).toBe(stranger);
    expect(maySeePrincipal(caller, other, true)).toBe(true);
    expect(maySeePrincipal(caller, principal, false)).toBe(true);
  });
});

describe('projectClosing', () => {
  it('names the project to programs', () => {
    expect(projectClosing(project)).toMatchObject({ reason: 'project_closing', facts: { project } });
  });
});
