import { type CaseAudience, linkCases, manageCases } from '@easement/domain/cases';
import { stores } from '@easement/persistence/testing';
import type { FakeProject, Person } from '@easement/testing';
import {
  aGrantsShare,
  aScene,
  aShare,
  type AudienceInit,
  everybody,
  linkOf,
  members,
  outcomeOf,
  projects,
  type Scene,
  tenants,
  users,
} from './scene.ts';
import { type Sharing, startSharing } from './sharing.ts';

describe.each(stores)('the truth tables on %s', (store) => {
  let sharing: Sharing;
  let scene: Scene;
  beforeAll(async () => {
    sharing = await startSharing(store);
    scene = aScene(sharing);
  });
  afterAll(() => sharing[Symbol.asyncDispose]());

  const toAudience = (audience: CaseAudience, who: Person, destination: FakeProject): AudienceInit => {
    switch (audience) {
      case 'project_members':
        return everybody;
      case 'organization_members':
        return members;
      case 'this_project':
        return projects(destination);
      case 'other_project':
        return projects(scene.marketing);
      case 'this_user':
        return users(who);
      case 'other_user':
        return users(scene.marketer);
      case 'this_tenant':
        return tenants(destination);
      case 'other_tenant':
        return tenants(scene.marketing);
    }
  };

  /** Who is to be listed must be in a project; once listed, it may be in none. */
  const aListable = (roles: Parameters<Sharing['directory']['addPerson']>[1]): Person => {
    const who = sharing.directory.addPerson(scene.organization, roles);
    sharing.directory.setRole(who, scene.marketing.id, 'read');
    return who;
  };

  it.each(linkCases)(
    'linking by $organizationRole of the organization, $destinationRole in the destination, reader of the source $readsSource, to $audience: $outcome',
    async ({ organizationRole, destinationRole, readsSource, audience, outcome }) => {
      const destination = sharing.directory.addProject(scene.organization);
      const who = aListable({ ...(organizationRole ? { organization: organizationRole } : {}) });
      if (destinationRole) sharing.directory.setRole(who, destination.id, destinationRole);
      if (readsSource) sharing.directory.setRole(who, scene.operations.id, 'read');
      const bucket = sharing.catalog.addBucket(scene.operations, { name: crypto.randomUUID() });
      const offer = audience.endsWith('tenant') ? aGrantsShare : aShare;
      const share = await offer(sharing.as(scene.sharer), bucket, toAudience(audience, who, destination));
      sharing.directory.setRole(who, scene.marketing.id, undefined);
      const linking = sharing.as(who).links.createLink(linkOf(share, destination));
      expect(await outcomeOf(linking)).toBe(outcome === 'linked' ? 'done' : outcome);
    },
  );

  it.each(manageCases)(
    'managing a share by $organizationRole of the organization, $sourceRole in the source: $outcome',
    async ({ organizationRole, sourceRole, outcome }) => {
      // In some project, so that a share to everybody is seen.
      const who = aListable({ ...(organizationRole ? { organization: organizationRole } : {}) });
      if (sourceRole) sharing.directory.setRole(who, scene.operations.id, sourceRole);
      const bucket = sharing.catalog.addBucket(scene.operations, { name: crypto.randomUUID() });
      const share = await aShare(sharing.as(scene.sharer), bucket, everybody);
      const { shares } = sharing.as(who);
      const change = { shareId: share.id, comment: 'x', updateMask: { paths: ['comment'] } };
      expect(await outcomeOf(shares.updateShare(change))).toBe(outcome);
      expect(await outcomeOf(shares.deleteShare({ shareId: share.id }))).toBe(outcome);
    },
  );
});
