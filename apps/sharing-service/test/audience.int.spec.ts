import { ExistingLinks, LinkState, RemovalReason, type Share } from '@easement/contracts';
import { stores } from '@easement/persistence/testing';
import type { Person } from '@easement/testing';
import {
  aLink,
  aLinkedScene,
  aScene,
  aShare,
  type AudienceInit,
  everybody,
  members,
  outcomeOf,
  projects,
  refusalOf,
  strangeIds,
  users,
} from './scene.ts';
import { type Sharing, startSharing } from './sharing.ts';

describe.each(stores)('changing an audience on %s', (store) => {
  let sharing: Sharing;
  beforeAll(async () => {
    sharing = await startSharing(store);
  });
  afterAll(() => sharing[Symbol.asyncDispose]());

  const change = (who: Person, share: Share, audience: AudienceInit, more: object = {}) =>
    sharing.as(who).shares.updateShare({
      shareId: share.id,
      audience,
      etag: share.etag,
      updateMask: { paths: ['audience'] },
      ...more,
    });
  const cut = { existingLinks: ExistingLinks.CUT };

  /** Linked by analytics (an organization member) and by marketing (a person who is none). */
  async function aTwiceLinkedScene() {
    const scene = await aLinkedScene(sharing, everybody);
    const outsideLink = await aLink(sharing.as(scene.outsideMarketer), scene.share, scene.marketing);
    return { ...scene, outsideLink };
  }
  const linksOf = async (who: Person, share: Share, more: object = {}) => {
    const parent = { case: 'shareId', value: share.id } as const;
    return (await sharing.as(who).links.listLinks({ parent, ...more })).links;
  };

  it('replaces the whole of it, and clears the lists of the old type', async () => {
    const { analytics, bucket, sharer, linker } = aScene(sharing);
    const share = await aShare(sharing.as(sharer), bucket, projects(analytics));
    const { share: personal } = await change(sharer, share, users(linker));
    expect(personal?.audience).toMatchObject({ projectIds: [], users: [linker.principal] });
    const { share: open } = await change(sharer, personal!, members);
    expect(open?.audience).toMatchObject({ projectIds: [], users: [] });
  });

  it('demands the etag that was read, so that a stale update undoes nothing', async () => {
    const { analytics, bucket, sharer } = aScene(sharing);
    const share = await aShare(sharing.as(sharer), bucket, members);
    await change(sharer, share, projects(analytics));
    expect(await refusalOf(change(sharer, share, members, { etag: '' }))).toMatchObject({
      reason: 'invalid_field',
      facts: { field: 'etag' },
    });
    expect(await outcomeOf(change(sharer, share, members))).toBe('stale_etag');
  });

  it('with foreign targets is refused by name, and changes nothing', async () => {
    const { bucket, analytics, sharer } = aScene(sharing);
    const share = await aShare(sharing.as(sharer), bucket, members);
    const audience = projects(analytics, { id: strangeIds.project });
    expect(await refusalOf(change(sharer, share, audience))).toMatchObject({
      reason: 'cross_organization',
      facts: { ids: strangeIds.project },
    });
    expect((await sharing.as(sharer).shares.getShare({ shareId: share.id })).share).toEqual(share);
  });

  it('together with name and comment changes all or nothing', async () => {
    const { operations, bucket, sharer } = aScene(sharing);
    const share = await aShare(sharing.as(sharer), bucket, members);
    await aShare(sharing.as(sharer), sharing.catalog.addBucket(operations, { name: 'Trains' }));
    const all = { name: 'trains', comment: 'new', updateMask: { paths: ['name', 'comment', 'audience'] } };
    expect(await outcomeOf(change(sharer, share, everybody, all))).toBe('name_taken');
    expect((await sharing.as(sharer).shares.getShare({ shareId: share.id })).share).toEqual(share);
    const { share: changed } = await change(sharer, share, everybody, { ...all, name: 'Planes' });
    expect(changed).toMatchObject({ name: 'Planes', comment: 'new', audience: everybody });
  });

  describe('that narrows it', () => {
    it('keeps links that it would no longer admit, and flags them', async () => {
      const { sharer, share, link, outsideLink, outsideMarketer, bucket } = await aTwiceLinkedScene();
      const { share: narrowed } = await change(sharer, share, members);
      expect(narrowed).toMatchObject({ linkCount: 2, outsideAudienceCount: 1 });
      const flagged = await linksOf(sharer, share, { outsideAudienceOnly: true });
      expect(flagged.map(({ id }) => id)).toEqual([outsideLink.id]);
      const all = await linksOf(sharer, share);
      expect(all.map(({ id, outsideAudience }) => [id, outsideAudience])).toEqual([
        [link.id, false],
        [outsideLink.id, true],
      ]);
      const still = { projectId: outsideLink.projectId, names: ['ops'] };
      expect((await sharing.as(outsideMarketer).access.resolveNames(still)).names[0]?.bucketId).toBe(bucket.id);
    });

    it('takes the flag off again when it is widened', async () => {
      const { sharer, share } = await aTwiceLinkedScene();
      const { share: narrowed } = await change(sharer, share, members);
      const { share: widened } = await change(sharer, narrowed!, everybody);
      expect(widened).toMatchObject({ linkCount: 2, outsideAudienceCount: 0 });
    });

    it('judges the creators as they are then; later changes of membership touch no flag', async () => {
      const { analytics, sharer, linker, share } = await aTwiceLinkedScene();
      sharing.directory.setOrganizationRole(linker, undefined);
      const { share: narrowed } = await change(sharer, share, members);
      expect(narrowed).toMatchObject({ outsideAudienceCount: 2 });
      sharing.directory.setOrganizationRole(linker, 'member');
      const { share: later } = await sharing.as(sharer).shares.getShare({ shareId: share.id });
      expect(later?.outsideAudienceCount).toBe(2);
      const { share: listed } = await change(sharer, narrowed!, projects(analytics));
      expect(listed?.outsideAudienceCount).toBe(1);
    });

    it('cuts them where the caller says so, and the way to drop is free', async () => {
      const { bucket, marketing, sharer, linker, outsideMarketer, share, link, outsideLink } =
        await aTwiceLinkedScene();
      const { share: narrowed } = await change(sharer, share, members, cut);
      expect(narrowed).toMatchObject({ linkCount: 1, outsideAudienceCount: 0 });
      const { link: gone } = await sharing.as(outsideMarketer).links.getLink({ linkId: outsideLink.id });
      expect(gone).toMatchObject({
        state: LinkState.REMOVED,
        removerId: sharer.principal,
        removalReason: RemovalReason.AUDIENCE_NARROWED,
      });
      expect(sharing.catalog.ownerOfName(marketing, 'ops')).toBeUndefined();
      await sharing.as(linker).links.deleteLink({ linkId: link.id });
      sharing.catalog.dropBucket(bucket);
    });

    it('answers with validate_only whom it would leave outside, and changes nothing', async () => {
      const { marketing, linker, marketer, sharer, share, outsideLink } = await aTwiceLinkedScene();
      const { impact } = await change(sharer, share, members, { validateOnly: true, ...cut });
      // The owner of the organization, and two who have a role in marketing.
      expect(impact).toMatchObject({ projectIds: [marketing.id], links: [outsideLink.id], principalCount: 3 });
      const listing = await change(sharer, share, users(linker, marketer), { validateOnly: true });
      expect(listing.impact).toMatchObject({ projectIds: [marketing.id], principalCount: 4 });
      expect((await sharing.as(sharer).shares.getShare({ shareId: share.id })).share).toMatchObject({
        etag: share.etag,
      });
    });

    it('answers with validate_only whom it would list or no longer list', async () => {
      const { analytics, operations, marketing, linker, sharer, share } = await aLinkedScene(sharing, everybody);
      const check = async (audience: AudienceInit, etag = share) =>
        (await change(sharer, etag, audience, { validateOnly: true })).impact;
      // Three have a role in each of analytics and operations, two in marketing, and the owner of the organization in all.
      expect(await check(projects(analytics))).toMatchObject({ projectIds: [analytics.id], principalCount: 4 });
      const { share: listing } = await change(sharer, share, projects(analytics, marketing));
      expect(await check(projects(analytics, operations), listing)).toMatchObject({
        projectIds: [marketing.id, operations.id],
        principalCount: 6,
      });
      expect(await check(users(linker, sharer), listing)).toMatchObject({
        projectIds: [analytics.id, marketing.id].toSorted(),
        principalCount: 7,
      });
    });

    it('looks again where a project links in between', async () => {
      const { sharer, share, outsideMarketer, marketing } = await aLinkedScene(sharing, everybody);
      sharing.doAt('creators_asked', () => aLink(sharing.as(outsideMarketer), share, marketing));
      const { share: narrowed } = await change(sharer, share, members);
      expect(narrowed).toMatchObject({ linkCount: 2, outsideAudienceCount: 1 });
    });

    it('gives up where links change again and again', async () => {
      const { organization, sharer, share } = await aLinkedScene(sharing, everybody);
      const linkAnother = () => {
        const project = sharing.directory.addProject(organization);
        const who = sharing.directory.addPerson(organization, { projects: [[project, 'write']] });
        return aLink(sharing.as(who), share, project);
      };
      for (let n = 0; n < 5; n++) sharing.doAt('creators_asked', linkAnother);
      expect(await outcomeOf(change(sharer, share, members))).toBe('lost_race');
      expect((await sharing.as(sharer).shares.getShare({ shareId: share.id })).share).toMatchObject({
        etag: share.etag,
        linkCount: 6,
      });
    });

    it('does not let in a link that was begun before', async () => {
      const { organization, analytics, bucket, sharer, outsideLinker } = aScene(sharing);
      const share = await aShare(sharing.as(sharer), bucket, everybody);
      const held = sharing.holdAt('hold_placed');
      const linking = outcomeOf(aLink(sharing.as(outsideLinker), share, analytics));
      await held.arrived;
      await change(sharer, share, members);
      held.letGo();
      expect(await linking).toBe('not_organization_member');
      expect(sharing.catalog.holds(organization).every(({ released }) => released)).toBe(true);
      expect(await linksOf(sharer, share, { showRemoved: true })).toEqual([]);
    });

    it('cuts a link that was begun before, too', async () => {
      const { organization, analytics, bucket, sharer, outsideLinker } = aScene(sharing);
      const share = await aShare(sharing.as(sharer), bucket, everybody);
      const held = sharing.holdAt('link_pending');
      const linking = outcomeOf(aLink(sharing.as(outsideLinker), share, analytics));
      await held.arrived;
      await change(sharer, share, members, cut);
      held.letGo();
      expect(await linking).toBe('lost_race');
      expect(sharing.catalog.holds(organization).every(({ released }) => released)).toBe(true);
      expect(await outcomeOf(sharing.as(sharer).shares.deleteShare({ shareId: share.id }))).toBe('done');
    });
  });
});
