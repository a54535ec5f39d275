import { stores } from '@easement/persistence/testing';
import { aLink, aLinkedScene, aScene, aShare, eventually, outcomeOf, unreachable } from './scene.ts';
import { type Sharing, startSharing } from './sharing.ts';

const minute = 60_000;

describe.each(stores)('the sweeper on %s', (store) => {
  let sharing: Sharing;
  beforeAll(async () => {
    sharing = await startSharing(store, { sweepSeconds: 0.05, replicas: store === 'mysql' ? 3 : 1 });
  });
  afterAll(() => sharing[Symbol.asyncDispose]());

  const liveHolds = ({ organization }: { organization: Parameters<typeof sharing.catalog.holds>[0] }) =>
    sharing.catalog.holds(organization).filter(({ released }) => !released);
  const rounds = async (count: number) => {
    const before = sharing.catalog.asked('lookUpObjects');
    await eventually(() => expect(sharing.catalog.asked('lookUpObjects')).toBeGreaterThanOrEqual(before + count));
  };

  it('leaves alone what is finished, and what may still be finished', async () => {
    const scene = await aLinkedScene(sharing);
    const other = await aShare(sharing.as(scene.sharer), sharing.catalog.addBucket(scene.operations));
    const held = sharing.holdAt('hold_placed');
    const linking = aLink(sharing.as(scene.linker), other, scene.analytics, { name: 'slow' });
    await held.arrived;
    sharing.skipTime(2 * minute - 5_000);
    await rounds(6);
    expect(liveHolds(scene)).toHaveLength(2);
    held.letGo();
    expect((await linking).name).toBe('slow');
    sharing.skipTime(60 * minute);
    await rounds(6);
    expect(liveHolds(scene)).toHaveLength(2);
    expect((await sharing.as(scene.linker).links.getLink({ linkId: scene.link.id })).link).toEqual(scene.link);
  });

  it('in several replicas at once undoes a hundred links, each once', async () => {
    const scene = aScene(sharing);
    const share = await aShare(sharing.as(scene.sharer), scene.bucket);
    const leave = sharing.catalog.stepInto('placeHold', 'after', unreachable);
    const outcomes = await Promise.all(
      Array.from({ length: 100 }, async () => {
        const project = sharing.directory.addProject(scene.organization);
        return await outcomeOf(aLink(sharing.as(scene.owner), share, project));
      }),
    );
    leave();
    expect(new Set(outcomes)).toEqual(new Set(['peer_unavailable']));
    expect(liveHolds(scene)).toHaveLength(100);
    sharing.skipTime(2 * minute + 1_000);
    await eventually(() => expect(liveHolds(scene)).toEqual([]));
    await eventually(async () => {
      expect(await outcomeOf(sharing.as(scene.sharer).shares.deleteShare({ shareId: share.id }))).toBe('done');
    });
  });

  it('removes a share whose bucket is gone, so that nothing of it is in the way', async () => {
    const { operations, bucket, sharer, organization } = aScene(sharing);
    await aShare(sharing.as(sharer), bucket);
    sharing.catalog.dropBucket(bucket);
    const close = { projectId: operations.id, attempt: 1n };
    await rounds(4);
    expect(await outcomeOf(sharing.inside(organization).closing.closeProject(close))).toBe('done');
  });

  it('keeps a share whose bucket is gone while projects still link it: that is for people to see', async () => {
    const scene = await aLinkedScene(sharing);
    sharing.catalog.loseBucket(scene.bucket);
    await rounds(4);
    expect((await sharing.as(scene.linker).links.getLink({ linkId: scene.link.id })).link).toEqual(scene.link);
    await sharing.as(scene.linker).links.deleteLink({ linkId: scene.link.id });
    const close = { projectId: scene.operations.id, attempt: 1n };
    await eventually(async () => {
      expect(await outcomeOf(sharing.inside(scene.organization).closing.closeProject(close))).toBe('done');
    });
  });

  it('comes again after the catalog was out of reach', async () => {
    const scene = await aLinkedScene(sharing);
    const leave = sharing.catalog.stepInto('releaseHold', 'before', unreachable);
    const unlink = () => sharing.as(scene.linker).links.deleteLink({ linkId: scene.link.id });
    expect(await outcomeOf(unlink())).toBe('peer_unavailable');
    sharing.skipTime(minute + 1_000);
    await rounds(4);
    expect(liveHolds(scene)).toHaveLength(1);
    leave();
    await eventually(() => expect(liveHolds(scene)).toEqual([]));
  });
});
