import { aStanding, destination, elsewhere, linker, outcomeOf, somebody, source } from '../test/standings.ts';
import {
  assertMayLink,
  assertMayManageShares,
  assertMaySeeShare,
  type Audience,
  maySeeShare,
  newId,
  policies,
  type Share,
  shareExists,
} from './index.ts';
import { type CaseAudience, linkCases, manageCases } from './share.cases.ts';

const audiences: Readonly<Record<CaseAudience, Audience>> = {
  project_members: { kind: 'project_members' },
  organization_members: { kind: 'organization_members' },
  this_project: { kind: 'selected_projects', projects: new Set([destination]) },
  other_project: { kind: 'selected_projects', projects: new Set([elsewhere]) },
  this_user: { kind: 'selected_users', users: new Set([linker]) },
  other_user: { kind: 'selected_users', users: new Set([somebody]) },
  this_tenant: { kind: 'tenants', projects: new Set([destination]) },
  other_tenant: { kind: 'tenants', projects: new Set([elsewhere]) },
};

const bucket = newId('bucket');

function aShare(audience: Audience): Share {
  return {
    organization: newId('organization'),
    id: newId('share'),
    kind: 'bucket',
    project: source,
    bucket,
    audience,
  };
}

describe('linking', () => {
  it.each(linkCases)(
    'by $organizationRole of the organization, $destinationRole in the destination, reader of the source $readsSource, to $audience: $outcome',
    ({ organizationRole, destinationRole, readsSource, audience, outcome }) => {
      const share = aShare(audiences[audience]);
      const there = aStanding({ organizationRole, givenRole: destinationRole });
      const atSource = aStanding({ organizationRole, project: source, givenRole: readsSource ? 'read' : undefined });
      const reached = outcomeOf(() => {
        assertMaySeeShare(share, [there, atSource]);
        assertMayLink(share, there);
      });
      expect(reached === 'yes' ? 'linked' : reached).toBe(outcome);
    },
  );

  it('covers every pair of roles that differ, for each audience', () => {
    const rows = new Set(
      linkCases.map((row) => `${row.organizationRole}/${row.destinationRole}/${row.readsSource}/${row.audience}`),
    );
    expect(rows.size).toBe(linkCases.length);
    expect(linkCases.length).toBeGreaterThanOrEqual(192);
  });
});

describe('managing shares', () => {
  it.each(manageCases)(
    'by $organizationRole of the organization, $sourceRole in the source: $outcome',
    ({ organizationRole, sourceRole, outcome }) => {
      const standing = aStanding({ organizationRole, project: source, givenRole: sourceRole });
      const reached = outcomeOf(() => assertMayManageShares(standing));
      expect(reached === 'yes' ? 'done' : reached).toBe(outcome);
    },
  );
});

describe('a share', () => {
  const offered = aShare({ kind: 'organization_members' });

  it('is visible to whom its audience admits in any project of theirs', () => {
    const here = aStanding({ organizationRole: 'member' });
    const there = aStanding({ organizationRole: 'member', project: elsewhere, givenRole: 'read' });
    expect(maySeeShare(offered, [here])).toBe(false);
    expect(maySeeShare(offered, [here, there])).toBe(true);
  });

  it('is visible inside its own project, to support too', () => {
    const hidden = aShare({ kind: 'selected_users', users: new Set() });
    expect(maySeeShare(hidden, [aStanding({ project: source, givenRole: 'read' })])).toBe(true);
    expect(maySeeShare(hidden, [aStanding({ project: source, organizationRole: 'support' })])).toBe(true);
    expect(maySeeShare(hidden, [aStanding({ project: source, organizationRole: 'member' })])).toBe(false);
  });

  it('that exists on other terms is named in the refusal of a second one', () => {
    const refusal = shareExists(bucket, { id: offered.id, name: 'Flights' });
    expect(refusal).toMatchObject({ reason: 'share_exists', facts: { share: offered.id, name: 'Flights' } });
  });
});

describe('the policy', () => {
  it('of shared buckets is that of the table of kinds', () => {
    expect(policies.bucket).toEqual({
      takenUp: 'by_linking',
      dropWhileLinked: 'refused',
      narrowing: 'keeps_and_flags',
      oneForEachBucket: true,
      shows: 'whole_bucket',
      audiences: ['project_members', 'organization_members', 'selected_projects', 'selected_users'],
    });
  });

  it('of shares in SQL is that of the table of kinds', () => {
    expect(policies.grants).toEqual({
      takenUp: 'by_linking',
      dropWhileLinked: 'done_and_told',
      narrowing: 'cuts',
      oneForEachBucket: false,
      shows: 'granted_objects',
      audiences: ['tenants'],
    });
  });
});
