import { LinkState, Privilege } from '@easement/contracts';
import { stores } from '@easement/persistence/testing';
import { aGrantsShare, aLink, anEmptyShare, aScene, linkOf, outcomeOf, type Scene, tenants } from './scene.ts';
import { type Sharing, startSharing } from './sharing.ts';

describe.each(stores)('a share of granted objects, on %s', (store) => {
  let sharing: Sharing;
  let scene: Scene;
  beforeAll(async () => {
    sharing = await startSharing(store);
  });
  beforeEach(() => {
    scene = aScene(sharing);
  });
  afterAll(() => sharing[Symbol.asyncDispose]());

  const provider = () => sharing.as(scene.sharer);
  const both = () => tenants(scene.analytics, scene.marketing);

  describe('whose bucket is gone', () => {
    it('is no share to who links it already, or would have been told that it is empty', async () => {
      const linked = await aGrantsShare(provider(), scene.bucket, both());
      await aLink(sharing.as(scene.linker), linked, scene.analytics);
      const usage = { shareId: linked.id, objectId: scene.bucket.id, privilege: Privilege.USAGE };
      const again = (validateOnly: boolean) => {
        const request = { ...linkOf(linked, scene.analytics, { name: 'again' }), validateOnly };
        return outcomeOf(sharing.as(scene.linker).links.createLink(request));
      };
      expect(await again(false)).toBe('link_exists');
      sharing.catalog.dropBucket(scene.bucket);
      expect([await again(true), await again(false)]).toEqual(['not_found', 'not_found']);
      expect(await outcomeOf(provider().shares.revoke(usage))).toBe('not_found');
    });

    it('leaves its name to the next, and its links are cut then', async () => {
      const first = await aGrantsShare(provider(), scene.bucket, both());
      const link = await aLink(sharing.as(scene.linker), first, scene.analytics);
      sharing.catalog.dropBucket(scene.bucket);
      const content = { case: 'grants', value: { projectId: scene.operations.id } } as const;
      const { share } = await provider().shares.createShare({ content, name: first.name, audience: both() });
      expect(share!.id).not.toBe(first.id);
      expect(share!.linkCount).toBe(0);
      const { link: cut } = await sharing.as(scene.linkReader).links.getLink({ linkId: link.id });
      expect(cut!.state).toBe(LinkState.REMOVING);
    });

    it('shows its links to their two projects alone', async () => {
      const share = await aGrantsShare(provider(), scene.bucket, both());
      const { id: linkId } = await aLink(sharing.as(scene.linker), share, scene.analytics);
      const seen = async () => {
        const people = [scene.linkReader, scene.sourceReader, scene.marketer];
        return await Promise.all(people.map((who) => outcomeOf(sharing.as(who).links.getLink({ linkId }))));
      };
      expect(await seen()).toEqual(['done', 'done', 'done']);
      sharing.catalog.dropBucket(scene.bucket);
      expect(await seen()).toEqual(['done', 'done', 'not_found']);
    });
  });

  it('says to who may not grant that, before it says what the object is', async () => {
    const share = await aGrantsShare(provider(), scene.bucket, both());
    const own = sharing.catalog.addBucket(scene.analytics);
    const grant = (who: Scene['linker'], objectId: string) =>
      outcomeOf(sharing.as(who).shares.grant({ shareId: share.id, objectId, privilege: Privilege.USAGE }));
    expect(await grant(scene.linker, own.id)).toBe('missing_role');
    expect(await grant(scene.sharer, own.id)).toBe('not_found');
    sharing.directory.setRole(scene.sharer, scene.analytics.id, 'read');
    expect(await grant(scene.sharer, own.id)).toBe('wrong_share_object');
  });

  it('answers without projects that are deleted, whatever of it is changed', async () => {
    const share = await anEmptyShare(provider(), scene.operations, both());
    sharing.directory.removeProject(scene.marketing.id);
    const { shares } = provider();
    const renamed = await shares.updateShare({ shareId: share.id, name: 'other', updateMask: { paths: ['name'] } });
    const added = await shares.addProjects({ shareId: share.id, projectIds: [scene.analytics.id] });
    for (const answer of [renamed, added]) expect(answer.share!.audience!.projectIds).toEqual([scene.analytics.id]);
    expect(added.unchangedProjectIds).toEqual([scene.analytics.id]);
    expect(added.share!.etag).toBe(renamed.share!.etag);
  });
});
