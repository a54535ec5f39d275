import type { OrganizationRole, ProjectRole } from './role.ts';

/**
 * The rules of sections 3 and 4 as data, run against the functions here and against the running service. A new kind of
 * audience begins as columns.
 */

/** Audiences as the tables know them: of those that list, whether the destination or the linker is on the list. */
export const caseAudiences = [
  'project_members',
  'organization_members',
  'this_project',
  'other_project',
  'this_user',
  'other_user',
  'this_tenant',
  'other_tenant',
] as const;
export type CaseAudience = (typeof caseAudiences)[number];

export type LinkOutcome = 'linked' | 'missing_role' | 'not_organization_member' | 'not_admitted' | 'not_found';

/** Somebody links a share into a project. */
export type LinkCase = {
  readonly organizationRole: OrganizationRole | undefined;
  /** The role given in the project that would link. */
  readonly destinationRole: ProjectRole | undefined;
  /** Whether the linker reads the source project as well, and so sees the share whatever its audience is. */
  readonly readsSource: boolean;
  readonly audience: CaseAudience;
  readonly outcome: LinkOutcome;
};

const marks: Readonly<Record<string, LinkOutcome>> = {
  yes: 'linked',
  role: 'missing_role',
  org: 'not_organization_member',
  list: 'not_admitted',
  none: 'not_found',
};

/**
 * A row: role in the organization, role in the destination, whether the linker reads the source project, then what
 * happens for each audience. Who neither reads the source nor is admitted anywhere finds no share at all (`none`).
 */
const linkTable = `
  organization destination source | members organization this_project other_project this_user other_user this_tenant other_tenant
  -            -           -      | none    none         none         none          none      none       none        none
  -            read        -      | role    none         none         none          none      none       role        none
  -            write       -      | yes     none         none         none          none      none       yes         none
  -            admin       -      | yes     none         none         none          none      none       yes         none
  support      -           -      | role    role         role         role          role      role       role        role
  support      read        -      | role    role         role         role          role      role       role        role
  support      write       -      | yes     org          org          org           org       org        yes         list
  member       -           -      | none    none         none         none          none      none       none        none
  member       read        -      | role    role         role         none          role      none       role        none
  member       write       -      | yes     yes          yes          none          yes       none       yes         none
  member       admin       -      | yes     yes          yes          none          yes       none       yes         none
  admin        -           -      | yes     yes          yes          list          yes       list       yes         list
  admin        read        -      | yes     yes          yes          list          yes       list       yes         list
  owner        -           -      | yes     yes          yes          list          yes       list       yes         list
  owner        write       -      | yes     yes          yes          list          yes       list       yes         list
  -            -           reads  | none    none         none         none          none      none       none        none
  -            read        reads  | role    role         role         role          role      role       role        role
  -            write       reads  | yes     org          org          org           org       org        yes         list
  -            admin       reads  | yes     org          org          org           org       org        yes         list
  support      write       reads  | yes     org          org          org           org       org        yes         list
  member       -           reads  | role    role         role         role          role      role       role        role
  member       read        reads  | role    role         role         role          role      role       role        role
  member       write       reads  | yes     yes          yes          list          yes       list       yes         list
  member       admin       reads  | yes     yes          yes          list          yes       list       yes         list
`;

export const linkCases: readonly LinkCase[] = rowsOf(linkTable).flatMap(({ who, outcomes }) => {
  const [organization, destination, source] = who;
  return caseAudiences.map((audience, column) => ({
    organizationRole: role<OrganizationRole>(organization),
    destinationRole: role<ProjectRole>(destination),
    readsSource: source === 'reads',
    audience,
    outcome: outcomeOf(outcomes[column]),
  }));
});

/** Somebody who sees a share changes or withdraws it. */
export type ManageCase = {
  readonly organizationRole: OrganizationRole | undefined;
  readonly sourceRole: ProjectRole | undefined;
  readonly outcome: 'done' | 'missing_role' | 'not_organization_member';
};

export const manageCases: readonly ManageCase[] = (
  [
    ['owner', undefined, 'done'],
    ['owner', 'read', 'done'],
    ['admin', undefined, 'done'],
    ['member', undefined, 'missing_role'],
    ['member', 'read', 'missing_role'],
    ['member', 'write', 'done'],
    ['member', 'admin', 'done'],
    ['support', undefined, 'missing_role'],
    ['support', 'read', 'missing_role'],
    ['support', 'write', 'not_organization_member'],
    [undefined, undefined, 'missing_role'],
    [undefined, 'read', 'missing_role'],
    [undefined, 'write', 'not_organization_member'],
    [undefined, 'admin', 'not_organization_member'],
  ] as const
).map(([organizationRole, sourceRole, outcome]) => ({ organizationRole, sourceRole, outcome }));

function rowsOf(text: string): { readonly who: readonly string[]; readonly outcomes: readonly string[] }[] {
  const [, ...lines] = text.trim().split('\n');
  return lines.map((line) => {
    const [who = [], outcomes = []] = line.split('|').map((half) => half.trim().split(/ +/));
    return { who, outcomes };
  });
}

function role<R extends string>(mark: string | undefined): R | undefined {
  return mark === '-' ? undefined : (mark as R);
}

function outcomeOf(mark = ''): LinkOutcome {
  const outcome = marks[mark];
  if (outcome === undefined) throw new TypeError(`${JSON.stringify(mark)} is no outcome of linking`);
  return outcome;
}
