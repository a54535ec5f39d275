import {
  assertMayGovernTokens,
  badToken,
  newId,
  type OrganizationRole,
  type ProjectRole,
  Refusal,
  type Standing,
  type TokenHolder,
} from './index.ts';

const organization = newId('organization');
const project = newId('project');

type Holder = 'person' | "the organization's service account" | "the project's service account";
type Caller = { readonly organizationRole?: OrganizationRole; readonly inProject?: ProjectRole };

const callers = {
  owner: { organizationRole: 'owner' },
  admin: { organizationRole: 'admin' },
  member: { organizationRole: 'member' },
  support: { organizationRole: 'support' },
  'project admin': { inProject: 'admin' },
  'member and project admin': { organizationRole: 'member', inProject: 'admin' },
  'project writer': { inProject: 'write' },
  stranger: {},
} satisfies Record<string, Caller>;

function aHolder(kind: Holder, organizationRole?: OrganizationRole): TokenHolder {
  const scope = kind === "the project's service account" ? project : undefined;
  const principal = kind === 'person' ? newId('user') : newId('service_account');
  return { principal, organizationRole, organization, scope };
}

function outcomeOf(caller: Caller, holder: TokenHolder): string {
  const principal = newId('user');
  const organizationRole = caller.organizationRole;
  const standing: Standing = { principal, organizationRole, project, projectExists: true, givenRole: caller.inProject };
  try {
    assertMayGovernTokens({ principal, organizationRole }, holder, holder.scope && standing);
    return 'yes';
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    expect(error.reason).toBe('missing_role');
    return `${error.facts['role']} in ${error.facts['scope'] === project ? 'project' : 'organization'}`;
  }
}

describe('assertMayGovernTokens', () => {
  const org = 'admin in organization';
  const own = 'owner in organization';
  const prj = 'admin in project';

  it.each<[holder: Holder, role: OrganizationRole | undefined, outcomes: Record<keyof typeof callers, string>]>([
    ['person', undefined, outcomes('yes', 'yes', org, org, org, org, org, org)],
    ['person', 'member', outcomes('yes', 'yes', org, org, org, org, org, org)],
    ['person', 'admin', outcomes('yes', 'yes', org, org, org, org, org, org)],
    ['person', 'owner', outcomes('yes', own, own, own, own, own, own, own)],
    ["the organization's service account", undefined, outcomes('yes', 'yes', org, org, org, org, org, org)],
    ["the organization's service account", 'owner', outcomes('yes', own, own, own, own, own, own, own)],
    ["the project's service account", undefined, outcomes('yes', 'yes', prj, prj, 'yes', 'yes', prj, prj)],
    ["the project's service account", 'support', outcomes('yes', 'yes', prj, prj, 'yes', 'yes', prj, prj)],
    ["the project's service account", 'member', outcomes('yes', 'yes', prj, prj, 'yes', 'yes', prj, prj)],
    ["the project's service account", 'admin', outcomes('yes', 'yes', org, org, org, org, org, org)],
    ["the project's service account", 'owner', outcomes('yes', own, own, own, own, own, own, own)],
  ])('of %s with organization role %s', (kind, role, expected) => {
    const holder = aHolder(kind, role);
    const answered = Object.entries(callers).map(([name, caller]) => [name, outcomeOf(caller, holder)]);
    expect(Object.fromEntries(answered)).toEqual(expected);
  });

  it.each(['person', "the organization's service account", "the project's service account"] as const)(
    'lets %s govern its own, whatever its role',
    (kind) => {
      const holder = aHolder(kind);
      expect(() =>
        assertMayGovernTokens({ principal: holder.principal, organizationRole: undefined }, holder, undefined),
      ).not.toThrow();
    },
  );

  it('is not moved by a role in another project than the one that governs the account', () => {
    const holder = aHolder("the project's service account");
    const principal = newId('user');
    const elsewhere = {
      principal,
      organizationRole: undefined,
      project: newId('project'),
      projectExists: true,
      givenRole: 'admin',
    } as const;
    expect(() => assertMayGovernTokens(elsewhere, holder, elsewhere)).toThrow(Refusal);
  });
});

describe('badToken', () => {
  it('says the same each time, and nothing of the token', () => {
    const [one, other] = [badToken(), badToken()];
    expect(one).toMatchObject({ reason: 'bad_token', facts: {} });
    expect(one.message).toBe(other.message);
  });
});

function outcomes(...each: [string, string, string, string, string, string, string, string]) {
  const names = Object.keys(callers) as (keyof typeof callers)[];
  return Object.fromEntries(names.map((name, index) => [name, each[index]])) as Record<keyof typeof callers, string>;
}
