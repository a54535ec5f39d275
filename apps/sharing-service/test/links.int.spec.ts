import { LinkState, RemovalReason, Stage } from '@easement/contracts';
import { stores } from '@easement/persistence/testing';
import type { Person } from '@easement/testing';
import {
  aLink,
  aLinkedScene,
  aScene,
  aShare,
  everybody,
  linkOf,
  members,
  outcomeOf,
  projects,
  refusalOf,
  strangeIds,
} from './scene.ts';
import { type Sharing, startSharing } from './sharing.ts';

describe.each(stores)('links on %s', (store) => {
  let sharing: Sharing;
  beforeAll(async () => {
    sharing = await startSharing(store);
  });
  afterAll(() => sharing[Symbol.asyncDispose]());

  const linksOf = async (who: Person, parent: object, more: object = {}) => {
    const request = { parent: parent as { case: 'shareId'; value: string }, ...more };
    return (await sharing.as(who).links.listLinks(request)).links;
  };

  describe('linking', () => {
    it('takes a name and stage of its own, with a hold and the name in the catalog', async () => {
      const { organization, bucket, operations, analytics, linker, share, link } = await aLinkedScene(sharing);
      expect(link).toMatchObject({
        name: 'ops',
        organizationId: organization,
        projectId: analytics.id,
        shareId: share.id,
        sourceProjectId: operations.id,
        bucketId: bucket.id,
        stage: Stage.IN,
        state: LinkState.ACTIVE,
        outsideAudience: false,
        creatorId: linker.principal,
      });
      expect(sharing.catalog.holds(organization)).toEqual([
        expect.objectContaining({ holder: link.id, object: bucket.id, blocks: true, released: false }),
      ]);
      expect(sharing.catalog.ownerOfName(analytics, 'OPS')).toBe(link.id);
      expect(await sharing.as(linker).links.getLink({ linkId: link.id })).toMatchObject({ link });
      expect(() => sharing.catalog.dropBucket(bucket)).toThrow('is linked by 1 project');
    });

    it('works for a share of the own project', async () => {
      const { operations, bucket, sharer } = aScene(sharing);
      const share = await aShare(sharing.as(sharer), bucket);
      const link = await aLink(sharing.as(sharer), share, operations, { name: 'mine' });
      expect(link).toMatchObject({ projectId: operations.id, sourceProjectId: operations.id });
    });

    it('a second time is refused with the name of the link there is', async () => {
      const { analytics, linker, share, link } = await aLinkedScene(sharing);
      const refusal = await refusalOf(aLink(sharing.as(linker), share, analytics, { name: 'again' }));
      expect(refusal).toMatchObject({ reason: 'link_exists', facts: { link: link.id, name: 'ops' } });
      expect(sharing.catalog.ownerOfName(analytics, 'again')).toBeUndefined();
    });

    it('under a taken name is refused with what has it, and leaves nothing behind', async () => {
      const { organization, analytics, bucket, sharer, linker } = aScene(sharing);
      const taken = sharing.catalog.addBucket(analytics, { name: 'Ops' });
      const share = await aShare(sharing.as(sharer), bucket);
      const request = { ...linkOf(share, analytics), requestId: 'the-same' };
      const refusal = await refusalOf(sharing.as(linker).links.createLink(request));
      expect(refusal).toMatchObject({ reason: 'name_taken', facts: { owner: taken.id } });
      expect(await linksOf(linker, { case: 'projectId', value: analytics.id }, { showRemoved: true })).toEqual([]);
      expect(sharing.catalog.holds(organization).every(({ released }) => released)).toBe(true);
      sharing.catalog.dropBucket(taken);
      expect(await outcomeOf(sharing.as(linker).links.createLink(request))).toBe('done');
    });

    it('a share whose bucket is gone is refused as a share that there is not', async () => {
      const { analytics, bucket, sharer, linker } = aScene(sharing);
      const share = await aShare(sharing.as(sharer), bucket);
      sharing.catalog.dropBucket(bucket);
      const gone = await refusalOf(aLink(sharing.as(linker), share, analytics));
      const none = await refusalOf(aLink(sharing.as(linker), { ...share, id: strangeIds.share }, analytics));
      expect(gone.message.replace(share.id, strangeIds.share)).toBe(none.message);
      const refused = await refusalOf(aLink(sharing.as(sharer), share, analytics));
      expect(refused.message.replace(share.id, strangeIds.share)).toBe(none.message);
      expect(await outcomeOf(sharing.as(sharer).shares.getShare({ shareId: share.id }))).toBe('not_found');
    });

    it('across organizations answers as with ids that nobody ever had', async () => {
      const foreign = await aLinkedScene(sharing, everybody);
      const { analytics, bucket, sharer, linker } = aScene(sharing);
      const own = await aShare(sharing.as(sharer), bucket);
      const { links } = sharing.as(linker);
      const share = await refusalOf(links.createLink(linkOf(foreign.share, analytics)));
      const noShare = await refusalOf(links.createLink(linkOf({ id: strangeIds.share }, analytics)));
      expect(share.message.replace(foreign.share.id, strangeIds.share)).toBe(noShare.message);
      const project = await refusalOf(links.createLink(linkOf(own, foreign.analytics)));
      const noProject = await refusalOf(links.createLink(linkOf(own, { ...analytics, id: strangeIds.project })));
      expect(project.message.replace(foreign.analytics.id, strangeIds.project)).toBe(noProject.message);
    });

    it('refuses a name or stage that cannot be before it looks at anything', async () => {
      const { analytics, linker } = aScene(sharing);
      const link = (fields: object) =>
        outcomeOf(aLink(sharing.as(linker), { id: strangeIds.share } as never, analytics, fields));
      expect(await link({ name: ' ops' })).toBe('invalid_field');
      expect(await link({ name: 'a\u200bb' })).toBe('invalid_field');
      expect(await link({ stage: Stage.UNSPECIFIED })).toBe('invalid_field');
      expect(await link({})).toBe('not_found');
    });

    it('outlives the membership of who linked', async () => {
      const { analytics, linker, linkReader, link } = await aLinkedScene(sharing);
      sharing.directory.setRole(linker, analytics.id, undefined);
      const { link: there } = await sharing.as(linkReader).links.getLink({ linkId: link.id });
      expect(there).toMatchObject({ state: LinkState.ACTIVE, creatorId: linker.principal });
    });
  });

  describe('a link', () => {
    it('is known to its project and to who sees the share; its name to its project, admins and support alone', async () => {
      const { linkReader, sourceReader, owner, support, marketer, outsideMarketer, link } = await aLinkedScene(sharing);
      const get = async (who: Person) => (await sharing.as(who).links.getLink({ linkId: link.id })).link?.name;
      expect(await get(linkReader)).toBe('ops');
      expect(await get(owner)).toBe('ops');
      expect(await get(support)).toBe('ops');
      expect(await get(sourceReader)).toBe('');
      expect(await get(marketer)).toBe('');
      const hidden = await refusalOf(sharing.as(outsideMarketer).links.getLink({ linkId: link.id }));
      const none = await refusalOf(sharing.as(outsideMarketer).links.getLink({ linkId: strangeIds.link }));
      expect(hidden.message.replace(link.id, strangeIds.link)).toBe(none.message);
    });

    it('tells who sees the share, but is in no organization role, of no project that is not theirs', async () => {
      const { outsideMarketer, link, share } = await aLinkedScene(sharing, everybody);
      const { links, shares } = sharing.as(outsideMarketer);
      expect((await shares.getShare({ shareId: share.id })).share?.id).toBe(share.id);
      for (const act of [
        (linkId: string) => links.getLink({ linkId }),
        (linkId: string) => links.deleteLink({ linkId }),
        (linkId: string) => links.updateLink({ linkId, stage: Stage.OUT, updateMask: { paths: ['stage'] } }),
      ]) {
        const hidden = await refusalOf(act(link.id));
        const none = await refusalOf(act(strangeIds.link));
        expect(hidden.message.replace(link.id, strangeIds.link)).toBe(none.message);
      }
    });

    it('is listed by its share and by its project, to who sees inside', async () => {
      const { analytics, share, link, ...people } = await aLinkedScene(sharing);
      const byShare = { case: 'shareId', value: share.id };
      const byProject = { case: 'projectId', value: analytics.id };
      expect(await linksOf(people.linkReader, byProject)).toEqual([link]);
      expect(await linksOf(people.sourceReader, byShare)).toEqual([{ ...link, name: '' }]);
      expect(await linksOf(people.owner, byShare)).toEqual([link]);
      expect(await linksOf(people.support, byProject)).toEqual([link]);
      expect(await outcomeOf(linksOf(people.marketer, byShare))).toBe('missing_role');
      expect(await outcomeOf(linksOf(people.marketer, byProject))).toBe('missing_role');
      expect(await outcomeOf(linksOf(people.outsideMarketer, byShare))).toBe('not_found');
      expect(await outcomeOf(linksOf(people.outsideMarketer, byProject))).toBe('not_found');
    });

    it('is listed page by page', async () => {
      const { organization, sharer, share } = await aLinkedScene(sharing);
      for (let n = 0; n < 4; n++) {
        const project = sharing.directory.addProject(organization, `p${n}`);
        const who = sharing.directory.addPerson(organization, {
          organization: 'member',
          projects: [[project, 'write']],
        });
        await aLink(sharing.as(who), share, project);
      }
      const parent = { case: 'shareId', value: share.id } as const;
      const ids: string[] = [];
      for (let pageToken = '', pages = 0; pages < 5; pages++) {
        const page = await sharing.as(sharer).links.listLinks({ parent, pageSize: 2, pageToken });
        ids.push(...page.links.map(({ id }) => id));
        pageToken = page.nextPageToken;
        if (pageToken === '') break;
      }
      expect(ids).toHaveLength(5);
      expect(ids).toEqual([...ids].sort());
    });
  });

  describe('renaming', () => {
    const rename = (who: Person, linkId: string, name: string, more: object = {}) =>
      sharing.as(who).links.updateLink({ linkId, name, updateMask: { paths: ['name'] }, ...more });

    it('changes the name here and in the catalog', async () => {
      const { analytics, linker, link } = await aLinkedScene(sharing);
      const { link: renamed } = await rename(linker, link.id, 'flights', { etag: link.etag });
      expect(renamed).toMatchObject({ id: link.id, name: 'flights', stage: Stage.IN, state: LinkState.ACTIVE });
      expect(renamed?.etag).not.toBe(link.etag);
      expect(sharing.catalog.ownerOfName(analytics, 'ops')).toBeUndefined();
      expect(sharing.catalog.ownerOfName(analytics, 'FLIGHTS')).toBe(link.id);
    });

    it('to the same name in another case keeps exactly one name', async () => {
      const { analytics, linker, link } = await aLinkedScene(sharing);
      expect((await rename(linker, link.id, 'OPS')).link?.name).toBe('OPS');
      expect(sharing.catalog.ownerOfName(analytics, 'ops')).toBe(link.id);
    });

    it('to a taken name is refused, and the link stays as it was', async () => {
      const { analytics, linker, link } = await aLinkedScene(sharing);
      const taken = sharing.catalog.addBucket(analytics, { name: 'mine' });
      expect(await refusalOf(rename(linker, link.id, 'MINE'))).toMatchObject({
        reason: 'name_taken',
        facts: { owner: taken.id },
      });
      const { link: there } = await sharing.as(linker).links.getLink({ linkId: link.id });
      expect(there).toMatchObject({ name: 'ops', state: LinkState.ACTIVE });
      expect(await outcomeOf(rename(linker, link.id, 'free'))).toBe('done');
    });

    it('and a new stage come together', async () => {
      const { linker, link } = await aLinkedScene(sharing);
      const both = { stage: Stage.OUT, updateMask: { paths: ['name', 'stage'] } };
      expect((await rename(linker, link.id, 'flights', both)).link).toMatchObject({
        name: 'flights',
        stage: Stage.OUT,
      });
      const alone = { linkId: link.id, stage: Stage.IN, updateMask: { paths: ['stage'] } };
      expect((await sharing.as(linker).links.updateLink(alone)).link).toMatchObject({
        name: 'flights',
        stage: Stage.IN,
      });
    });

    it('is refused with a stale etag, to readers, to the provider, and for a link that is gone', async () => {
      const { linker, linkReader, sharer, outsideMarketer, link } = await aLinkedScene(sharing);
      expect(await outcomeOf(rename(linker, link.id, 'x', { etag: 'v99' }))).toBe('stale_etag');
      expect(await outcomeOf(rename(linkReader, link.id, 'x'))).toBe('missing_role');
      expect(await outcomeOf(rename(sharer, link.id, 'x'))).toBe('missing_role');
      expect(await outcomeOf(rename(outsideMarketer, link.id, 'x'))).toBe('not_found');
      await sharing.as(linker).links.deleteLink({ linkId: link.id });
      expect(await outcomeOf(rename(linker, link.id, 'x'))).toBe('not_found');
    });

    it('is only checked with validate_only', async () => {
      const { analytics, linker, link } = await aLinkedScene(sharing);
      sharing.catalog.addBucket(analytics, { name: 'mine' });
      const check = (name: string) => rename(linker, link.id, name, { validateOnly: true });
      // The owner of the organization, and three who have a role in analytics.
      const touched = { projectIds: [analytics.id], links: [link.id], principalCount: 4 };
      expect((await check('free')).impact).toMatchObject(touched);
      expect(await outcomeOf(check('mine'))).toBe('name_taken');
      expect(sharing.catalog.ownerOfName(analytics, 'ops')).toBe(link.id);
    });
  });

  describe('unlinking', () => {
    it('frees the bucket and the name, and keeps the link on record with who, when and why', async () => {
      const { analytics, bucket, linker, linkReader, sourceReader, share, link } = await aLinkedScene(sharing);
      await sharing.as(linker).links.deleteLink({ linkId: link.id, etag: link.etag });
      expect(sharing.catalog.ownerOfName(analytics, 'ops')).toBeUndefined();
      expect(await linksOf(linkReader, { case: 'projectId', value: analytics.id })).toEqual([]);
      const [gone] = await linksOf(linkReader, { case: 'projectId', value: analytics.id }, { showRemoved: true });
      expect(gone).toMatchObject({
        id: link.id,
        name: 'ops',
        state: LinkState.REMOVED,
        removerId: linker.principal,
        removalReason: RemovalReason.UNLINKED,
      });
      expect(gone?.removeTime).toBeDefined();
      const byShare = await linksOf(sourceReader, { case: 'shareId', value: share.id }, { showRemoved: true });
      expect(byShare.map(({ id, name }) => [id, name])).toEqual([[link.id, '']]);
      expect((await sharing.as(linkReader).links.getLink({ linkId: link.id })).link?.state).toBe(LinkState.REMOVED);
      sharing.catalog.dropBucket(bucket);
    });

    it('lets the project link again', async () => {
      const { analytics, linker, share, link } = await aLinkedScene(sharing);
      await sharing.as(linker).links.deleteLink({ linkId: link.id });
      const again = await aLink(sharing.as(linker), share, analytics);
      expect(again.id).not.toBe(link.id);
      const all = await linksOf(linker, { case: 'projectId', value: analytics.id }, { showRemoved: true });
      expect(all.map(({ id }) => id)).toEqual([link.id, again.id]);
    });

    it('is refused with a stale etag, to readers, to the provider, and a second time', async () => {
      const { linker, linkReader, sharer, outsideMarketer, link } = await aLinkedScene(sharing);
      const unlink = (who: Person, etag = '') => outcomeOf(sharing.as(who).links.deleteLink({ linkId: link.id, etag }));
      expect(await unlink(linkReader)).toBe('missing_role');
      expect(await unlink(sharer)).toBe('missing_role');
      expect(await unlink(outsideMarketer)).toBe('not_found');
      expect(await unlink(linker, 'v99')).toBe('stale_etag');
      expect(await unlink(linker)).toBe('done');
      expect(await unlink(linker)).toBe('not_found');
    });

    it('is only checked with validate_only', async () => {
      const { analytics, linker, link } = await aLinkedScene(sharing);
      const { impact } = await sharing.as(linker).links.deleteLink({ linkId: link.id, validateOnly: true });
      expect(impact).toMatchObject({ projectIds: [analytics.id], links: [link.id], principalCount: 4 });
      expect((await sharing.as(linker).links.getLink({ linkId: link.id })).link).toEqual(link);
    });
  });

  describe('unlinking by force', () => {
    it('removes the link, and lets the consumer read who did it and why', async () => {
      const { analytics, bucket, sharer, linkReader, share, link } = await aLinkedScene(sharing);
      await sharing
        .as(sharer)
        .links.forceUnlink({ shareId: share.id, projectId: analytics.id, comment: 'contract ended' });
      const [gone] = await linksOf(linkReader, { case: 'projectId', value: analytics.id }, { showRemoved: true });
      expect(gone).toMatchObject({
        id: link.id,
        state: LinkState.REMOVED,
        removerId: sharer.principal,
        removalReason: RemovalReason.FORCED,
        removalComment: 'contract ended',
      });
      sharing.catalog.dropBucket(bucket);
    });

    it('that finds nothing answers in one text, whatever was wrong', async () => {
      const foreign = await aLinkedScene(sharing, everybody);
      const { analytics, marketing, sharer, linker, share, link } = await aLinkedScene(sharing);
      const force = (shareId: string, projectId: string) =>
        refusalOf(sharing.as(sharer).links.forceUnlink({ shareId, projectId }));
      const pairs = [
        [share.id, marketing.id],
        [share.id, strangeIds.project],
        [share.id, foreign.analytics.id],
        [strangeIds.share, analytics.id],
        [foreign.share.id, foreign.analytics.id],
      ] as const;
      const texts = new Set<string>();
      for (const [shareId, projectId] of pairs) {
        const refusal = await force(shareId, projectId);
        expect(refusal.reason).toBe('no_such_link');
        texts.add(refusal.message.replace(shareId, 'S').replace(projectId, 'P'));
      }
      await sharing.as(linker).links.deleteLink({ linkId: link.id });
      texts.add((await force(share.id, analytics.id)).message.replace(share.id, 'S').replace(analytics.id, 'P'));
      expect(texts.size).toBe(1);
    });

    it('is for who manages the share, and hides the share from the others', async () => {
      const { analytics, marketing, share, ...people } = await aLinkedScene(sharing);
      const force = (who: Person, projectId: string = analytics.id) =>
        outcomeOf(sharing.as(who).links.forceUnlink({ shareId: share.id, projectId }));
      expect(await force(people.sourceReader)).toBe('missing_role');
      expect(await force(people.sourceReader, marketing.id)).toBe('missing_role');
      expect(await force(people.outsideSharer)).toBe('not_organization_member');
      expect(await force(people.linker)).toBe('missing_role');
      expect(await force(people.support)).toBe('missing_role');
      expect(await force(people.outsideMarketer)).toBe('no_such_link');
      expect(await force(people.owner)).toBe('done');
    });

    it('is only checked with validate_only', async () => {
      const { analytics, sharer, share, link } = await aLinkedScene(sharing);
      const request = { shareId: share.id, projectId: analytics.id, validateOnly: true };
      const { impact } = await sharing.as(sharer).links.forceUnlink(request);
      expect(impact).toMatchObject({ projectIds: [analytics.id], links: [link.id], principalCount: 4 });
      expect((await sharing.as(sharer).links.getLink({ linkId: link.id })).link?.state).toBe(LinkState.ACTIVE);
    });
  });

  describe('validate_only', () => {
    it('of linking answers the impact, takes no name and leaves no trace', async () => {
      const { organization, operations, analytics, bucket, sharer, linker } = aScene(sharing);
      const share = await aShare(sharing.as(sharer), bucket, members);
      const request = { ...linkOf(share, analytics), requestId: 'r', validateOnly: true };
      const { impact } = await sharing.as(linker).links.createLink(request);
      // Three have a role in each, and the owner of the organization in both.
      expect(impact).toMatchObject({ projectIds: [analytics.id, operations.id], principalCount: 7 });
      expect(sharing.catalog.holds(organization)).toEqual([]);
      const inEarnest = await sharing.as(linker).links.createLink({ ...request, validateOnly: false });
      expect(inEarnest.link?.state).toBe(LinkState.ACTIVE);
    });

    it('of linking refuses what linking would refuse', async () => {
      const { analytics, marketing, bucket, sharer, linker, marketer } = aScene(sharing);
      sharing.catalog.addBucket(analytics, { name: 'mine' });
      const share = await aShare(sharing.as(sharer), bucket, projects(analytics));
      const check = (who: Person, project: typeof analytics, name: string) =>
        outcomeOf(sharing.as(who).links.createLink({ ...linkOf(share, project, { name }), validateOnly: true }));
      expect(await check(linker, analytics, 'mine')).toBe('name_taken');
      expect(await check(marketer, marketing, 'x')).toBe('not_found');
      await aLink(sharing.as(linker), share, analytics);
      expect(await check(linker, analytics, 'free')).toBe('link_exists');
    });
  });
});
