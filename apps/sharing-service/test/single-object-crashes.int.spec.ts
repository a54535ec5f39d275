import { type Link, LinkState, Privilege } from '@easement/contracts';
import { stores } from '@easement/persistence/testing';
import type { FakeBucket } from '@easement/testing';
import { endAt, type Ending, named } from './endings.ts';
import { aGrantsShare, aScene, eventually, type LinkInit, linkOf, type Scene, tenants } from './scene.ts';
import { type Sharing, startSharing } from './sharing.ts';

const minute = 60_000;

describe.each(stores)('after a crash of what touches single objects on %s', (store) => {
  let sharing: Sharing;
  beforeAll(async () => {
    sharing = await startSharing(store, { sweepSeconds: 0.05 });
  });
  afterAll(() => sharing[Symbol.asyncDispose]());

  const listAll = async ({ linkReader, analytics }: Scene): Promise<Link[]> => {
    const parent = { case: 'projectId', value: analytics.id } as const;
    return (await sharing.as(linkReader).links.listLinks({ parent, showRemoved: true })).links;
  };

  /** Nothing of the links is left: no hold, no name, and the share can go. */
  async function expectNothingLeft(scene: Scene, { shareId = '', targetBucketId = '' }: LinkInit): Promise<void> {
    expect(sharing.catalog.holds(scene.organization).filter(({ released }) => !released)).toEqual([]);
    const target = { id: targetBucketId, project: scene.analytics, name: 'Mine' } as FakeBucket;
    expect(sharing.catalog.ownerOfName(target, 'ops')).toBeUndefined();
    await sharing.as(scene.sharer).shares.deleteShare({ shareId });
  }

  /** A share of kind grants, and what asks for one table of it in a bucket of the project that links. */
  async function aSingleObject(scene: Scene): Promise<LinkInit> {
    const share = await aGrantsShare(sharing.as(scene.sharer), scene.bucket, tenants(scene.analytics));
    const objectId = sharing.catalog.addTable(scene.bucket);
    await sharing.as(scene.sharer).shares.grant({ shareId: share.id, objectId, privilege: Privilege.SELECT });
    const targetBucketId = sharing.catalog.addBucket(scene.analytics, { name: 'Mine' }).id;
    return linkOf(share, scene.analytics, { objectId, targetBucketId });
  }

  describe('linking a single object', () => {
    const endings: Ending[] = [
      { at: 'link_pending' },
      { method: 'placeHold', when: 'before' },
      { method: 'placeHold', when: 'after' },
      { at: 'hold_placed' },
    ];

    async function begin(ending: Ending) {
      const scene = aScene(sharing);
      const request: LinkInit = { ...(await aSingleObject(scene)), requestId: crypto.randomUUID() };
      const link = () => sharing.as(scene.linker).links.createLink(request);
      expect(await endAt(sharing, ending, link)).not.toBe('done');
      const target = { id: request.targetBucketId, project: scene.analytics, name: 'Mine' } as FakeBucket;
      return { scene, request, target, link };
    }

    it.each(named(endings))('%s is finished by its repeat, once', async (_, ending) => {
      const { scene, target, link } = await begin(ending);
      const { link: made } = await link();
      expect((await link()).link).toEqual(made);
      expect(await listAll(scene)).toEqual([made]);
      expect(sharing.catalog.ownerOfName(target, 'ops')).toBe(made!.id);
    });

    it.each(named(endings))('%s shows nothing, and is undone by the sweeper', async (_, ending) => {
      const { scene, request } = await begin(ending);
      const asked = { projectId: scene.analytics.id, objectNames: ['ops'], bucketIds: [scene.bucket.id] };
      const { names, objectLinks } = await sharing.as(scene.linker).access.resolveNames(asked);
      expect([...names, ...objectLinks].map(({ linkId }) => linkId)).toEqual(['']);
      sharing.skipTime(2 * minute + 1_000);
      await eventually(() => expectNothingLeft(scene, request));
    });
  });

  describe('forcing out a project that has several links', () => {
    const endings: Ending[] = [
      { at: 'link_removing' },
      { method: 'releaseHold', when: 'before' },
      { method: 'releaseHold', when: 'after' },
      { at: 'hold_released' },
    ];

    it.each(named(endings))('%s shows nothing, and is finished by its repeat', async (_, ending) => {
      const scene = aScene(sharing);
      const request = await aSingleObject(scene);
      await sharing.as(scene.linker).links.createLink(request);
      const whole = { ...request, objectId: '', targetBucketId: '' };
      await sharing.as(scene.linker).links.createLink(whole);
      const { shareId = '', projectId = '' } = request;
      const wanted = { shareId, projectId, requestId: crypto.randomUUID() };
      const force = () => sharing.as(scene.sharer).links.forceUnlink(wanted);
      expect(await endAt(sharing, ending, force)).not.toBe('done');
      const asked = { projectId, names: ['ops'], objectNames: ['ops'] };
      const { names, objectLinks } = await sharing.as(scene.linker).access.resolveNames(asked);
      expect([...names, ...objectLinks].map(({ linkId }) => linkId)).toEqual(['']);
      await force();
      const all = await listAll(scene);
      expect(all.map(({ state }) => state)).toEqual([LinkState.REMOVED, LinkState.REMOVED]);
      await expectNothingLeft(scene, request);
    });
  });
});
