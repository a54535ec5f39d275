import { ExistingLinks, LinkState, type Link } from '@easement/contracts';
import { stores } from '@easement/persistence/testing';
import { endAt, type Ending, named } from './endings.ts';
import {
  aLink,
  aLinkedScene,
  aScene,
  aShare,
  bucketOf,
  eventually,
  everybody,
  type LinkInit,
  linkOf,
  members,
  outcomeOf,
  type Scene,
} from './scene.ts';
import { type Sharing, startSharing } from './sharing.ts';

const minute = 60_000;

describe.each(stores)('after a crash on %s', (store) => {
  let sharing: Sharing;
  beforeAll(async () => {
    sharing = await startSharing(store, { sweepSeconds: 0.05 });
  });
  afterAll(() => sharing[Symbol.asyncDispose]());

  const listAll = async ({ linkReader, analytics }: Scene): Promise<Link[]> => {
    const parent = { case: 'projectId', value: analytics.id } as const;
    return (await sharing.as(linkReader).links.listLinks({ parent, showRemoved: true })).links;
  };
  const liveHolds = ({ organization }: Scene) =>
    sharing.catalog.holds(organization).filter(({ released }) => !released);

  /** Nothing of a link is left: no hold, no name, and neither share nor bucket is stopped. */
  async function expectNothingLeft(scene: Scene, share: { readonly id: string }): Promise<void> {
    expect(liveHolds(scene)).toEqual([]);
    expect(sharing.catalog.ownerOfName(scene.analytics, 'ops')).toBeUndefined();
    await sharing.as(scene.sharer).shares.deleteShare({ shareId: share.id });
  }

  describe('linking', () => {
    const endings: Ending[] = [
      { at: 'link_pending' },
      { method: 'placeHold', when: 'before' },
      { method: 'placeHold', when: 'after' },
      { at: 'hold_placed' },
    ];

    async function begin(ending: Ending) {
      const scene = aScene(sharing);
      const share = await aShare(sharing.as(scene.sharer), scene.bucket);
      const request: LinkInit = { ...linkOf(share, scene.analytics), requestId: crypto.randomUUID() };
      const link = () => sharing.as(scene.linker).links.createLink(request);
      expect(await endAt(sharing, ending, link)).not.toBe('done');
      return { scene, share, link };
    }

    it.each(named(endings))('%s is finished by its repeat, once', async (_, ending) => {
      const { scene, link } = await begin(ending);
      const { link: made } = await link();
      const { link: again } = await link();
      expect(again).toEqual(made);
      expect(await listAll(scene)).toEqual([made]);
      expect(liveHolds(scene).map(({ holder }) => holder)).toEqual([made?.id]);
    });

    it.each(named(endings))('%s is finished once by a storm of repeats', async (_, ending) => {
      const { scene, link } = await begin(ending);
      const answers = await Promise.all(Array.from({ length: 10 }, () => link()));
      expect(new Set(answers.map((answer) => answer.link?.id)).size).toBe(1);
      expect(await listAll(scene)).toHaveLength(1);
      expect(liveHolds(scene)).toHaveLength(1);
    });

    it.each(named(endings))(
      '%s shows nothing, is in the way meanwhile, and is undone by the sweeper',
      async (_, ending) => {
        const { scene, share } = await begin(ending);
        expect(await listAll(scene)).toEqual([]);
        const names = { projectId: scene.analytics.id, names: ['ops'], bucketIds: [scene.bucket.id] };
        const { names: resolved } = await sharing.as(scene.linker).access.resolveNames(names);
        expect(resolved.map(({ linkId }) => linkId)).toEqual(['', '']);
        const another = aLink(sharing.as(scene.linker), share, scene.analytics);
        expect(await outcomeOf(another)).toBe('lost_race');
        expect(await outcomeOf(sharing.as(scene.sharer).shares.deleteShare({ shareId: share.id }))).toBe('has_links');
        sharing.skipTime(2 * minute + 1_000);
        await eventually(() => expectNothingLeft(scene, share));
        expect(await listAll(scene)).toEqual([]);
      },
    );

    it('is begun anew by its repeat after the sweeper has undone it', async () => {
      const { scene, link } = await begin({ at: 'hold_placed' });
      sharing.skipTime(2 * minute + 1_000);
      await eventually(() => expect(liveHolds(scene)).toEqual([]));
      // The sweeper releases the hold a moment before the link is gone with its record.
      await eventually(async () => {
        const { link: made } = await link();
        expect(await listAll(scene)).toEqual([made]);
      });
    });

    it('that the provider forces out of the way loses, and vanishes', async () => {
      const { scene, share, link } = await begin({ at: 'hold_placed' });
      const force = { shareId: share.id, projectId: scene.analytics.id };
      await sharing.as(scene.sharer).links.forceUnlink(force);
      expect(await listAll(scene)).toEqual([]);
      await expectNothingLeft(scene, share);
      expect(await outcomeOf(link())).toBe('not_found');
    });

    it('dead at its end has happened, and answers its repeat', async () => {
      const { scene, link } = await begin({ at: 'link_active' });
      const [made] = await listAll(scene);
      expect(made?.state).toBe(LinkState.ACTIVE);
      expect((await link()).link).toEqual(made);
    });

    it('that is refused and dies while it is undone is cleared away by the sweeper', async () => {
      const scene = aScene(sharing);
      const share = await aShare(sharing.as(scene.sharer), scene.bucket);
      const taken = sharing.catalog.addBucket(scene.analytics, { name: 'ops' });
      const link = () => aLink(sharing.as(scene.linker), share, scene.analytics);
      expect(await endAt(sharing, { at: 'link_removing' }, link)).not.toBe('name_taken');
      sharing.skipTime(minute + 1_000);
      sharing.catalog.dropBucket(taken);
      await eventually(async () => expect(await outcomeOf(link())).toBe('done'));
    });

    it('whose hold arrives after the link was undone holds nothing', async () => {
      const scene = aScene(sharing);
      const share = await aShare(sharing.as(scene.sharer), scene.bucket);
      const arrived = Promise.withResolvers<void>();
      const goOn = Promise.withResolvers<void>();
      const leave = sharing.catalog.stepInto('placeHold', 'before', () => {
        arrived.resolve();
        return goOn.promise;
      });
      const linking = outcomeOf(aLink(sharing.as(scene.linker), share, scene.analytics));
      await arrived.promise;
      leave();
      sharing.skipTime(2 * minute + 1_000);
      await eventually(() => expect(sharing.catalog.holds(scene.organization)).toHaveLength(1));
      goOn.resolve();
      expect(await linking).toBe('lost_race');
      await expectNothingLeft(scene, share);
    });
  });

  describe('removing', () => {
    const endings: Ending[] = [
      { at: 'link_removing' },
      { method: 'releaseHold', when: 'before' },
      { method: 'releaseHold', when: 'after' },
      { at: 'hold_released' },
    ];
    const ways = ['unlinking', 'forcing'] as const;
    const cases = ways.flatMap((way) => named(endings).map(([name, ending]) => [way, name, ending] as const));

    async function begin(way: (typeof ways)[number], ending: Ending) {
      const scene = await aLinkedScene(sharing);
      const requestId = crypto.randomUUID();
      const remove = () =>
        way === 'unlinking'
          ? sharing.as(scene.linker).links.deleteLink({ linkId: scene.link.id, requestId })
          : sharing
              .as(scene.sharer)
              .links.forceUnlink({ shareId: scene.share.id, projectId: scene.analytics.id, requestId });
      expect(await endAt(sharing, ending, remove)).not.toBe('done');
      return { scene, remove };
    }

    it.each(cases)('by %s, %s, shows nothing, and is finished by its repeat', async (way, _, ending) => {
      const { scene, remove } = await begin(way, ending);
      const names = { projectId: scene.analytics.id, names: ['ops'] };
      const { names: resolved } = await sharing.as(scene.linker).access.resolveNames(names);
      expect(resolved[0]?.linkId).toBe('');
      expect((await listAll(scene))[0]?.state).toBe(LinkState.REMOVING);
      expect(await outcomeOf(remove())).toBe('done');
      expect(await outcomeOf(remove())).toBe('done');
      expect((await listAll(scene)).map(({ state }) => state)).toEqual([LinkState.REMOVED]);
      await expectNothingLeft(scene, scene.share);
    });

    it.each(cases)('by %s, %s, is finished by any other unlinking', async (way, _, ending) => {
      const { scene } = await begin(way, ending);
      await sharing.as(scene.linker).links.deleteLink({ linkId: scene.link.id });
      await expectNothingLeft(scene, scene.share);
    });

    it.each(cases)('by %s, %s, is finished by the sweeper', async (way, _, ending) => {
      const { scene, remove } = await begin(way, ending);
      sharing.skipTime(minute + 1_000);
      await eventually(async () => {
        expect((await listAll(scene)).map(({ state }) => state)).toEqual([LinkState.REMOVED]);
      });
      expect(await outcomeOf(remove())).toBe('done');
      await expectNothingLeft(scene, scene.share);
    });

    it('by force touches no link that was made since, when it is repeated', async () => {
      const { scene, remove } = await begin('forcing', { at: 'hold_released' });
      await sharing.as(scene.linker).links.deleteLink({ linkId: scene.link.id });
      const next = await aLink(sharing.as(scene.linker), scene.share, scene.analytics);
      expect(await outcomeOf(remove())).toBe('done');
      expect((await sharing.as(scene.linker).links.getLink({ linkId: next.id })).link).toEqual(next);
    });
  });

  describe('cutting', () => {
    const endings: Ending[] = [
      { at: 'audience_changed' },
      { method: 'releaseHold', when: 'before' },
      { method: 'releaseHold', when: 'after' },
      { at: 'hold_released' },
      { at: 'link_removed' },
    ];

    async function begin(ending: Ending) {
      const scene = aScene(sharing);
      const share = await aShare(sharing.as(scene.sharer), scene.bucket, everybody);
      await aLink(sharing.as(scene.outsideLinker), share, scene.analytics);
      const request = {
        ...{ shareId: share.id, audience: members, etag: share.etag, updateMask: { paths: ['audience'] } },
        ...{ existingLinks: ExistingLinks.CUT, requestId: crypto.randomUUID() },
      };
      const cut = () => sharing.as(scene.sharer).shares.updateShare(request);
      expect(await endAt(sharing, ending, cut)).not.toBe('done');
      return { scene, share, cut };
    }

    it.each(named(endings))('%s is finished by its repeat', async (_, ending) => {
      const { scene, share, cut } = await begin(ending);
      const { share: narrowed } = await cut();
      expect(narrowed).toMatchObject({ audience: members, linkCount: 0, outsideAudienceCount: 0 });
      expect((await cut()).share).toEqual(narrowed);
      await expectNothingLeft(scene, share);
    });

    it.each(named(endings))('%s is finished by the sweeper', async (_, ending) => {
      const { scene, share, cut } = await begin(ending);
      sharing.skipTime(minute + 1_000);
      await eventually(async () => {
        expect((await listAll(scene)).map(({ state }) => state)).toEqual([LinkState.REMOVED]);
      });
      expect((await cut()).share?.audience).toMatchObject(members);
      await expectNothingLeft(scene, share);
    });
  });

  describe('renaming', () => {
    const endings: Ending[] = [
      { at: 'link_renaming' },
      { method: 'renameName', when: 'before' },
      { method: 'renameName', when: 'after' },
      { at: 'name_changed' },
    ];

    async function begin(ending: Ending) {
      const scene = await aLinkedScene(sharing);
      const request = {
        ...{ linkId: scene.link.id, name: 'flights', updateMask: { paths: ['name'] } },
        ...{ etag: scene.link.etag, requestId: crypto.randomUUID() },
      };
      const rename = () => sharing.as(scene.linker).links.updateLink(request);
      expect(await endAt(sharing, ending, rename)).not.toBe('done');
      return { scene, rename };
    }
    const nameOfLink = async ({ linkReader, link }: Scene & { link: Link }) =>
      (await sharing.as(linkReader).links.getLink({ linkId: link.id })).link;

    it.each(named(endings))('%s still shows the source, and is finished by its repeat', async (_, ending) => {
      const { scene, rename } = await begin(ending);
      expect(await nameOfLink(scene)).toMatchObject({ name: 'ops', state: LinkState.RENAMING });
      const names = { projectId: scene.analytics.id, names: ['ops'] };
      expect((await sharing.as(scene.linker).access.resolveNames(names)).names[0]?.linkId).toBe(scene.link.id);
      const { link } = await rename();
      expect(link).toMatchObject({ name: 'flights', state: LinkState.ACTIVE });
      expect((await rename()).link).toEqual(link);
      expect(sharing.catalog.ownerOfName(scene.analytics, 'flights')).toBe(scene.link.id);
      expect(sharing.catalog.ownerOfName(scene.analytics, 'ops')).toBeUndefined();
    });

    it.each(named(endings))('%s is finished by the sweeper, and its repeat answers', async (_, ending) => {
      const { scene, rename } = await begin(ending);
      const other = { linkId: scene.link.id, name: 'trains', updateMask: { paths: ['name'] } };
      expect(await outcomeOf(sharing.as(scene.linker).links.updateLink(other))).toBe('lost_race');
      sharing.skipTime(minute + 1_000);
      await eventually(async () => {
        expect(await nameOfLink(scene)).toMatchObject({ name: 'flights', state: LinkState.ACTIVE });
      });
      expect((await rename()).link?.name).toBe('flights');
    });

    it('keeps its old name where the new one was taken meanwhile', async () => {
      const { scene, rename } = await begin({ at: 'link_renaming' });
      sharing.catalog.addBucket(scene.analytics, { name: 'flights' });
      sharing.skipTime(minute + 1_000);
      await eventually(async () => {
        expect(await nameOfLink(scene)).toMatchObject({ name: 'ops', state: LinkState.ACTIVE });
      });
      expect(sharing.catalog.ownerOfName(scene.analytics, 'ops')).toBe(scene.link.id);
      expect(await outcomeOf(rename())).not.toBe('done');
    });

    it('gives way to an unlinking', async () => {
      const { scene, rename } = await begin({ at: 'link_renaming' });
      await sharing.as(scene.linker).links.deleteLink({ linkId: scene.link.id });
      expect(await outcomeOf(rename())).toBe('not_found');
      await expectNothingLeft(scene, scene.share);
      expect(sharing.catalog.ownerOfName(scene.analytics, 'flights')).toBeUndefined();
    });
  });

  describe('sharing', () => {
    const endings: Ending[] = [{ at: 'share_inserted' }];

    async function begin(ending: Ending) {
      const scene = aScene(sharing);
      const request = { content: bucketOf(scene.bucket), audience: members, requestId: crypto.randomUUID() };
      const share = () => sharing.as(scene.sharer).shares.createShare(request);
      expect(await endAt(sharing, ending, share)).not.toBe('done');
      return { scene, share };
    }

    it.each(named(endings))('%s is finished by its repeat, once', async (_, ending) => {
      const { scene, share } = await begin(ending);
      const { share: made } = await share();
      expect((await share()).share).toEqual(made);
      const { shares } = await sharing.as(scene.sharer).shares.listShares({ projectId: scene.operations.id });
      expect(shares).toEqual([made]);
    });

    it('a bucket that is dropped in between makes no share', async () => {
      const scene = aScene(sharing);
      sharing.doAt('share_inserted', () => Promise.resolve(sharing.catalog.dropBucket(scene.bucket)));
      expect(await outcomeOf(aShare(sharing.as(scene.sharer), scene.bucket))).toBe('not_found');
      const next = sharing.catalog.addBucket(scene.operations, { name: scene.bucket.name });
      expect(await outcomeOf(aShare(sharing.as(scene.sharer), next))).toBe('done');
    });

    it('a bucket that is dropped after a crash takes the share along', async () => {
      const { scene, share } = await begin({ at: 'share_inserted' });
      sharing.catalog.dropBucket(scene.bucket);
      expect(await outcomeOf(share())).toBe('not_found');
    });
  });
});
