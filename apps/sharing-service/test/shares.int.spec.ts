import { AudienceType, ShareKind, type Share } from '@easement/contracts';
import { stores } from '@easement/persistence/testing';
import {
  aLink,
  aLinkedScene,
  aScene,
  aShare,
  type AudienceInit,
  bucketOf,
  everybody,
  members,
  outcomeOf,
  projects,
  refusalOf,
  strangeIds,
  users,
} from './scene.ts';
import { type Sharing, startSharing } from './sharing.ts';

describe.each(stores)('shares on %s', (store) => {
  let sharing: Sharing;
  beforeAll(async () => {
    sharing = await startSharing(store);
  });
  afterAll(() => sharing[Symbol.asyncDispose]());

  describe('sharing a bucket', () => {
    it('makes a share that is named after the bucket', async () => {
      const { organization, operations, bucket, sharer } = aScene(sharing);
      const share = await aShare(sharing.as(sharer), bucket, everybody);
      expect(share).toMatchObject({
        name: 'Flights',
        kind: ShareKind.BUCKET,
        organizationId: organization,
        projectId: operations.id,
        bucket: { bucketId: bucket.id },
        audience: { type: AudienceType.PROJECT_MEMBERS, projectIds: [], users: [] },
        linkCount: 0,
        outsideAudienceCount: 0,
        creatorId: sharer.principal,
      });
      expect(await sharing.as(sharer).shares.getShare({ shareId: share.id })).toMatchObject({ share });
    });

    it('keeps name and comment as they were typed', async () => {
      const { bucket, sharer } = aScene(sharing);
      const request = { content: bucketOf(bucket), audience: members, name: 'Flüge – ', comment: 'since 2001' };
      const bad = await refusalOf(sharing.as(sharer).shares.createShare(request));
      expect(bad).toMatchObject({ reason: 'invalid_field', facts: { field: 'name' } });
      const { share } = await sharing.as(sharer).shares.createShare({ ...request, name: 'Flüge' });
      expect(share).toMatchObject({ name: 'Flüge', comment: 'since 2001' });
    });

    it('lists projects, and people by id or e-mail, each once', async () => {
      const { operations, analytics, marketing, sharer, linker } = aScene(sharing);
      const one = sharing.catalog.addBucket(operations);
      const listed = await aShare(sharing.as(sharer), one, projects(analytics, marketing));
      expect(new Set(listed.audience?.projectIds)).toEqual(new Set([analytics.id, marketing.id]));
      const two = sharing.catalog.addBucket(operations);
      const named = await aShare(sharing.as(sharer), two, users(linker, 'LINKER@example.com', 'sharer@example.com'));
      expect(new Set(named.audience?.users)).toEqual(new Set([linker.principal, sharer.principal]));
    });

    const strangers: [what: string, audience: AudienceInit, ids: string][] = [
      ['a project nobody ever had', projects({ id: strangeIds.project }), strangeIds.project],
      ['an address nobody has', users('nobody@example.com'), 'nobody@example.com'],
    ];
    it.each(strangers)('refuses %s on the list, naming exactly it', async (_, audience, ids) => {
      const { analytics, bucket, sharer, linker } = aScene(sharing);
      const known = audience.type === AudienceType.SELECTED_PROJECTS ? projects(analytics) : users(linker);
      const mixed = {
        ...audience,
        projectIds: [...(known.projectIds ?? []), ...(audience.projectIds ?? [])],
        users: [...(known.users ?? []), ...(audience.users ?? [])],
      };
      const refusal = await refusalOf(aShare(sharing.as(sharer), bucket, mixed));
      expect(refusal).toMatchObject({ reason: 'cross_organization', facts: { ids } });
    });

    it('refuses targets of another organization in the words for those that nobody ever had', async () => {
      const foreign = aScene(sharing);
      const { bucket, sharer } = aScene(sharing);
      const nobody = await refusalOf(aShare(sharing.as(sharer), bucket, projects({ id: strangeIds.project })));
      const other = await refusalOf(aShare(sharing.as(sharer), bucket, projects(foreign.analytics)));
      expect(other.message.replace(foreign.analytics.id, strangeIds.project)).toBe(nobody.message);
      const person = await refusalOf(aShare(sharing.as(sharer), bucket, users(foreign.linker)));
      expect(person).toMatchObject({ reason: 'cross_organization', facts: { ids: foreign.linker.principal } });
      expect((await sharing.as(sharer).shares.listShares({ projectId: bucket.project.id })).shares).toEqual([]);
    });

    it('refuses a listed person who is in no project of the organization', async () => {
      const { organization, bucket, sharer } = aScene(sharing);
      const idle = sharing.directory.addPerson(organization, { organization: 'member' });
      const refusal = await refusalOf(aShare(sharing.as(sharer), bucket, users(idle)));
      expect(refusal).toMatchObject({ reason: 'invalid_field', facts: { field: 'audience.users' } });
    });

    it('refuses a list that does not belong to the type', async () => {
      const { analytics, bucket, sharer } = aScene(sharing);
      const refusal = await refusalOf(aShare(sharing.as(sharer), bucket, { ...members, projectIds: [analytics.id] }));
      expect(refusal).toMatchObject({ reason: 'invalid_field', facts: { field: 'audience.project_ids' } });
    });

    it('refuses in the order of the rules', async () => {
      const { bucket, sourceReader, outsideSharer, linker, outsideMarketer } = aScene(sharing);
      const foreign = projects({ id: strangeIds.project });
      expect(await outcomeOf(aShare(sharing.as(linker), bucket, foreign))).toBe('not_found');
      expect(await outcomeOf(aShare(sharing.as(outsideMarketer), bucket, foreign))).toBe('not_found');
      expect(await outcomeOf(aShare(sharing.as(sourceReader), bucket, foreign))).toBe('cross_organization');
      expect(await outcomeOf(aShare(sharing.as(sourceReader), bucket, members))).toBe('missing_role');
      expect(await outcomeOf(aShare(sharing.as(outsideSharer), bucket, members))).toBe('not_organization_member');
    });

    it('tells somebody without a role in the organization nothing of who is in it', async () => {
      const { analytics, bucket, outsideSharer, linker } = aScene(sharing);
      const audiences = [projects(analytics), projects({ id: strangeIds.project }), users(linker), users('x@y.z')];
      for (const audience of audiences) {
        expect(await outcomeOf(aShare(sharing.as(outsideSharer), bucket, audience))).toBe('not_organization_member');
      }
    });

    it('answers a bucket of another organization as one that there is not', async () => {
      const foreign = aScene(sharing);
      const { sharer } = aScene(sharing);
      const other = await refusalOf(aShare(sharing.as(sharer), foreign.bucket));
      const none = await refusalOf(
        sharing.as(sharer).shares.createShare({ content: bucketOf({ id: strangeIds.bucket }), audience: members }),
      );
      expect(other.message.replace(foreign.bucket.id, strangeIds.bucket)).toBe(none.message);
    });
  });

  describe('sharing a bucket again', () => {
    it('with the same content answers the share there is, and changes nothing', async () => {
      const { analytics, marketing, bucket, sharer } = aScene(sharing);
      const first = await aShare(sharing.as(sharer), bucket, projects(analytics, marketing));
      const again = await aShare(sharing.as(sharer), bucket, projects(marketing, analytics));
      expect(again).toEqual(first);
      const named = { content: bucketOf(bucket), audience: projects(analytics, marketing), name: first.name };
      expect((await sharing.as(sharer).shares.createShare(named)).share).toEqual(first);
    });

    it.each<[what: string, change: { audience?: AudienceInit; name?: string; comment?: string }]>([
      ['another audience', { audience: everybody }],
      ['another name', { name: 'Trains' }],
      ['another comment', { comment: 'new' }],
    ])('with %s is refused, and names the share', async (_, change) => {
      const { bucket, sharer } = aScene(sharing);
      const first = await aShare(sharing.as(sharer), bucket, members);
      const request = { content: bucketOf(bucket), audience: members, ...change };
      const refusal = await refusalOf(sharing.as(sharer).shares.createShare(request));
      expect(refusal).toMatchObject({ reason: 'share_exists', facts: { share: first.id, name: 'Flights' } });
    });

    it('does not mind those who have dropped off the list', async () => {
      const { analytics, marketing, bucket, sharer } = aScene(sharing);
      const first = await aShare(sharing.as(sharer), bucket, projects(analytics, marketing));
      sharing.directory.removeProject(marketing.id);
      const again = await aShare(sharing.as(sharer), bucket, projects(analytics));
      expect(again).toMatchObject({ id: first.id, audience: { projectIds: [analytics.id] } });
    });

    it('at once, twenty times, makes one share', async () => {
      const { operations, bucket, sharer } = aScene(sharing);
      const made = await Promise.all(Array.from({ length: 20 }, () => aShare(sharing.as(sharer), bucket)));
      expect(new Set(made.map(({ id }) => id)).size).toBe(1);
      const { shares } = await sharing.as(sharer).shares.listShares({ projectId: operations.id });
      expect(shares).toHaveLength(1);
    });

    it('under a name that another share of the project has is refused, whatever its case', async () => {
      const { operations, bucket, sharer } = aScene(sharing);
      const first = await aShare(sharing.as(sharer), bucket);
      const other = sharing.catalog.addBucket(operations);
      const request = { content: bucketOf(other), audience: members, name: 'FLIGHTS' };
      const refusal = await refusalOf(sharing.as(sharer).shares.createShare(request));
      expect(refusal).toMatchObject({ reason: 'name_taken', facts: { name: 'FLIGHTS', owner: first.id } });
    });
  });

  describe('what comes in by a link', () => {
    it.each(['the id of the bucket', 'the id of the link'] as const)('cannot be shared on by %s', async (by) => {
      const { bucket, linker, linkReader, outsideLinker, link } = await aLinkedScene(sharing);
      const content = bucketOf({ id: (by === 'the id of the link' ? link.id : bucket.id) as typeof bucket.id });
      const share = (who: typeof linker) => sharing.as(who).shares.createShare({ content, audience: members });
      const refusal = await refusalOf(share(linker));
      expect(refusal).toMatchObject({ reason: 'reshare_forbidden', facts: { link: link.id } });
      expect(await outcomeOf(share(linkReader))).toBe('missing_role');
      expect(await outcomeOf(share(outsideLinker))).toBe('not_organization_member');
    });

    it('is not there for who neither owns nor links it', async () => {
      const { marketer, link } = await aLinkedScene(sharing);
      const content = bucketOf({ id: link.id as never });
      expect(await outcomeOf(sharing.as(marketer).shares.createShare({ content, audience: members }))).toBe(
        'not_found',
      );
    });
  });

  describe('a share', () => {
    it('is listed with the others of its project, page by page, to who sees inside', async () => {
      const { operations, sharer, sourceReader, support, owner, linker, outsideMarketer } = aScene(sharing);
      const made: Share[] = [];
      for (let n = 0; n < 5; n++) {
        made.push(await aShare(sharing.as(sharer), sharing.catalog.addBucket(operations), members));
      }
      const list = (pageToken: string) =>
        sharing.as(sourceReader).shares.listShares({ projectId: operations.id, pageSize: 2, pageToken });
      const first = await list('');
      const second = await list(first.nextPageToken);
      const third = await list(second.nextPageToken);
      expect([...first.shares, ...second.shares, ...third.shares]).toEqual(made);
      expect([first.shares.length, third.shares.length, third.nextPageToken]).toEqual([2, 1, '']);
      const named = { projectId: operations.id, name: made[3]!.name.toUpperCase() };
      expect((await sharing.as(sourceReader).shares.listShares(named)).shares).toEqual([made[3]]);
      expect((await sharing.as(sourceReader).shares.listShares({ ...named, name: 'no' })).shares).toEqual([]);
      for (const who of [support, owner]) {
        expect((await sharing.as(who).shares.listShares({ projectId: operations.id })).shares).toHaveLength(5);
      }
      expect(await outcomeOf(sharing.as(linker).shares.listShares({ projectId: operations.id }))).toBe('missing_role');
      const hidden = sharing.as(outsideMarketer).shares.listShares({ projectId: operations.id });
      expect(await outcomeOf(hidden)).toBe('not_found');
    });

    it('answers a page token of another list, or of somebody else, with a refusal', async () => {
      const { operations, analytics, sharer, sourceReader } = aScene(sharing);
      for (let n = 0; n < 2; n++) await aShare(sharing.as(sharer), sharing.catalog.addBucket(operations), members);
      const { nextPageToken: pageToken } = await sharing
        .as(sharer)
        .shares.listShares({ projectId: operations.id, pageSize: 1 });
      const bad = [
        sharing.as(sourceReader).shares.listShares({ projectId: operations.id, pageToken }),
        sharing.as(sharer).shares.listShares({ projectId: analytics.id, pageToken }),
        sharing.as(sharer).shares.listShares({ projectId: operations.id, pageToken: `${pageToken}x` }),
      ];
      for (const call of bad) expect(await outcomeOf(call)).toBe('bad_page_token');
      const negative = sharing.as(sharer).shares.listShares({ projectId: operations.id, pageSize: -1 });
      expect(await outcomeOf(negative)).toBe('invalid_field');
    });

    it('reads as not existing once its bucket is gone, and gives its name free', async () => {
      const { operations, bucket, sharer } = aScene(sharing);
      const share = await aShare(sharing.as(sharer), bucket);
      sharing.catalog.dropBucket(bucket);
      const { shares } = sharing.as(sharer);
      expect(await outcomeOf(shares.getShare({ shareId: share.id }))).toBe('not_found');
      expect((await shares.listShares({ projectId: operations.id })).shares).toEqual([]);
      expect(await outcomeOf(shares.deleteShare({ shareId: share.id }))).toBe('not_found');
      const next = await aShare(sharing.as(sharer), sharing.catalog.addBucket(operations, { name: 'Flights' }));
      expect(next.name).toBe('Flights');
    });

    it('gives its name free to a rename too, once its bucket is gone', async () => {
      const { operations, bucket, sharer } = aScene(sharing);
      await aShare(sharing.as(sharer), bucket);
      const other = await aShare(sharing.as(sharer), sharing.catalog.addBucket(operations, { name: 'Trains' }));
      const rename = { shareId: other.id, name: 'flights', updateMask: { paths: ['name'] } };
      expect(await outcomeOf(sharing.as(sharer).shares.updateShare(rename))).toBe('name_taken');
      sharing.catalog.dropBucket(bucket);
      expect(await outcomeOf(sharing.as(sharer).shares.updateShare(rename))).toBe('done');
    });

    it('keeps deleted projects and accounts off its lists', async () => {
      const { organization, operations, analytics, marketing, sharer, linker } = aScene(sharing);
      const [one, two] = [sharing.catalog.addBucket(operations), sharing.catalog.addBucket(operations)];
      const listed = await aShare(sharing.as(sharer), one, projects(analytics, marketing));
      const named = sharing.directory.addPerson(organization, { projects: [[analytics, 'read']] });
      const personal = await aShare(sharing.as(sharer), two, users(linker, named));
      sharing.directory.removeProject(marketing.id);
      sharing.directory.removePerson(named);
      const { shares } = await sharing.as(sharer).shares.listShares({ projectId: operations.id });
      expect(shares.map(({ id, audience }) => [id, audience?.projectIds, audience?.users])).toEqual([
        [listed.id, [analytics.id], []],
        [personal.id, [], [linker.principal]],
      ]);
    });

    it('counts its links', async () => {
      const { marketing, marketer, sharer, share } = await aLinkedScene(sharing);
      await aLink(sharing.as(marketer), share, marketing);
      const { share: counted } = await sharing.as(sharer).shares.getShare({ shareId: share.id });
      expect(counted).toMatchObject({ linkCount: 2, outsideAudienceCount: 0 });
    });
  });

  describe('changing name and comment', () => {
    it('changes what the mask names, and the etag', async () => {
      const { bucket, sharer } = aScene(sharing);
      const share = await aShare(sharing.as(sharer), bucket);
      const { share: changed } = await sharing.as(sharer).shares.updateShare({
        shareId: share.id,
        name: 'Flüge',
        comment: 'not this',
        updateMask: { paths: ['name'] },
        etag: share.etag,
      });
      expect(changed).toMatchObject({ name: 'Flüge', comment: '' });
      expect(changed?.etag).not.toBe(share.etag);
      expect(await sharing.as(sharer).shares.getShare({ shareId: share.id })).toMatchObject({ share: changed });
    });

    it.each<[what: string, paths: string[] | undefined]>([
      ['no mask', undefined],
      ['an empty mask', []],
      ['a field that cannot be changed', ['bucket']],
    ])('with %s is refused', async (_, paths) => {
      const { bucket, sharer } = aScene(sharing);
      const share = await aShare(sharing.as(sharer), bucket);
      const request = { shareId: share.id, name: 'x', ...(paths ? { updateMask: { paths } } : {}) };
      expect(await outcomeOf(sharing.as(sharer).shares.updateShare(request))).toBe('invalid_field');
    });

    it('is refused with a stale etag, to readers, and to who cannot see the share', async () => {
      const { bucket, sharer, sourceReader, outsideSharer, outsideMarketer } = aScene(sharing);
      const share = await aShare(sharing.as(sharer), bucket);
      const change = { shareId: share.id, name: 'x', updateMask: { paths: ['name'] } };
      const update = (who: typeof sharer, etag = '') => sharing.as(who).shares.updateShare({ ...change, etag });
      expect(await outcomeOf(update(sharer, 'v99'))).toBe('stale_etag');
      expect(await outcomeOf(update(sourceReader, 'v99'))).toBe('missing_role');
      expect(await outcomeOf(update(outsideSharer))).toBe('not_organization_member');
      expect(await outcomeOf(update(outsideMarketer))).toBe('not_found');
    });
  });

  describe('withdrawing a share', () => {
    it('is refused while it is linked, naming who links it', async () => {
      const { analytics, marketing, marketer, sharer, share } = await aLinkedScene(sharing);
      await aLink(sharing.as(marketer), share, marketing);
      const refusal = await refusalOf(sharing.as(sharer).shares.deleteShare({ shareId: share.id }));
      expect(refusal).toMatchObject({ reason: 'has_links', facts: { hidden_count: '0' } });
      expect(refusal.facts['projects']?.split(',').sort()).toEqual([analytics.id, marketing.id].sort());
    });

    it('works at once after the unlinking', async () => {
      const { linker, sharer, share, link } = await aLinkedScene(sharing);
      await sharing.as(linker).links.deleteLink({ linkId: link.id });
      await sharing.as(sharer).shares.deleteShare({ shareId: share.id });
      expect(await outcomeOf(sharing.as(sharer).shares.getShare({ shareId: share.id }))).toBe('not_found');
    });

    it('is refused with a stale etag, and to readers', async () => {
      const { bucket, sharer, sourceReader } = aScene(sharing);
      const share = await aShare(sharing.as(sharer), bucket);
      const withdraw = (who: typeof sharer, etag: string) =>
        outcomeOf(sharing.as(who).shares.deleteShare({ shareId: share.id, etag }));
      expect(await withdraw(sourceReader, share.etag)).toBe('missing_role');
      expect(await withdraw(sharer, 'v99')).toBe('stale_etag');
      expect(await withdraw(sharer, share.etag)).toBe('done');
    });

    it('and sharing again does not revive old links', async () => {
      const { bucket, analytics, linker, sharer, share, link } = await aLinkedScene(sharing);
      await sharing.as(linker).links.deleteLink({ linkId: link.id });
      await sharing.as(sharer).shares.deleteShare({ shareId: share.id });
      const again = await aShare(sharing.as(sharer), bucket);
      expect(again.id).not.toBe(share.id);
      expect(
        (await sharing.as(sharer).links.listLinks({ parent: { case: 'shareId', value: again.id } })).links,
      ).toEqual([]);
      const gone = await sharing.as(linker).links.listLinks({
        parent: { case: 'projectId', value: analytics.id },
        showRemoved: true,
      });
      expect(gone.links.map(({ id }) => id)).toEqual([link.id]);
    });
  });

  describe('validate_only', () => {
    it('answers the impact of sharing, and shares nothing', async () => {
      const { operations, analytics, bucket, sharer, linker } = aScene(sharing);
      const check = (audience: AudienceInit) =>
        sharing.as(sharer).shares.createShare({ content: bucketOf(bucket), audience, validateOnly: true });
      expect(await check(projects(analytics))).toMatchObject({
        // The owner of the organization, and three who have a role in analytics.
        impact: { projectIds: [analytics.id], principalCount: 4 },
      });
      expect(await check(users(linker, sharer))).toMatchObject({ impact: { principalCount: 2 } });
      expect((await sharing.as(sharer).shares.listShares({ projectId: operations.id })).shares).toEqual([]);
    });

    it('answers who would lose the offer, and withdraws nothing', async () => {
      const { bucket, analytics, sharer } = aScene(sharing);
      const { id: shareId } = await aShare(sharing.as(sharer), bucket, projects(analytics));
      const { impact } = await sharing.as(sharer).shares.deleteShare({ shareId, validateOnly: true });
      expect(impact).toMatchObject({ projectIds: [analytics.id], principalCount: 4 });
      expect((await sharing.as(sharer).shares.getShare({ shareId })).share?.id).toBe(shareId);
    });

    it('refuses what the act would be refused', async () => {
      const { sharer, share } = await aLinkedScene(sharing);
      const request = { shareId: share.id, validateOnly: true };
      expect(await outcomeOf(sharing.as(sharer).shares.deleteShare(request))).toBe('has_links');
    });
  });
});
