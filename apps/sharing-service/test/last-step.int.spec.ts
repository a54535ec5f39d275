import { stores } from '@easement/persistence/testing';
import { aLink, aScene, aShare, outcomeOf } from './scene.ts';
import { type Sharing, startSharing } from './sharing.ts';

describe.each(stores)('the last step of linking on %s', (store) => {
  let sharing: Sharing;
  beforeAll(async () => {
    sharing = await startSharing(store);
  });
  afterAll(() => sharing[Symbol.asyncDispose]());

  it('finds a link that is being removed, and does not bring it to life', async () => {
    const scene = aScene(sharing);
    const share = await aShare(sharing.as(scene.sharer), scene.bucket);
    const linking = sharing.holdAt('hold_placed');
    const linked = outcomeOf(aLink(sharing.as(scene.linker), share, scene.analytics));
    await linking.arrived;
    const removing = sharing.holdAt('link_removing');
    const force = { shareId: share.id, projectId: scene.analytics.id };
    const forced = outcomeOf(sharing.as(scene.sharer).links.forceUnlink(force));
    await removing.arrived;
    linking.letGo();
    expect(await linked).toBe('lost_race');
    removing.letGo();
    expect(await forced).toBe('done');
    expect(sharing.catalog.holds(scene.organization).every(({ released }) => released)).toBe(true);
    const parent = { case: 'projectId', value: scene.analytics.id } as const;
    expect((await sharing.as(scene.linker).links.listLinks({ parent, showRemoved: true })).links).toEqual([]);
  });
});
