import { ExistingLinks } from '@easement/contracts';
import { holdRow, stores } from '@easement/persistence/testing';
import { aLink, aScene, aShare, everybody, outcomeOf, projects } from './scene.ts';
import { type Sharing, startSharing } from './sharing.ts';

/** On the embedded store writes take turns: only MySQL lets two get so close. */
(stores.includes('mysql') ? describe : describe.skip)('calls that meet at the row of a share', () => {
  let sharing: Sharing;
  beforeAll(async () => {
    sharing = await startSharing('mysql', { replicas: 2 });
  });
  afterAll(() => sharing[Symbol.asyncDispose]());

  /**
   * Keeps the share locked until both calls wait for it, one behind the other, or have got past it. Who waits too long for a
   * lock comes again, so on a busy machine the second may come first.
   */
  async function meet(
    share: { readonly id: string },
    one: () => Promise<unknown>,
    other: () => Promise<unknown>,
  ): Promise<readonly [string, string]> {
    await using held = await holdRow(sharing.databaseUrl, 'SELECT id FROM share WHERE id = ? FOR UPDATE', [share.id]);
    const first = outcomeOf(one());
    await held.untilWaiting(1, first);
    const second = outcomeOf(other());
    await held.untilWaiting(2, second);
    await held.letGo();
    return [await first, await second];
  }

  it('a withdrawal that looked for links, and then a link, never both succeed', async () => {
    const scene = aScene(sharing);
    const share = await aShare(sharing.as(scene.sharer), scene.bucket);
    const outcomes = await meet(
      share,
      () => sharing.as(scene.sharer).shares.deleteShare({ shareId: share.id }),
      () => aLink(sharing.as(scene.linker), share, scene.analytics),
    );
    expect(['done not_found', 'has_links done']).toContain(outcomes.join(' '));
  });

  it('a link that was admitted, and then a withdrawal, never both succeed', async () => {
    const scene = aScene(sharing);
    const share = await aShare(sharing.as(scene.sharer), scene.bucket);
    const outcomes = await meet(
      share,
      () => aLink(sharing.as(scene.linker), share, scene.analytics),
      () => sharing.as(scene.sharer).shares.deleteShare({ shareId: share.id }),
    );
    expect(['done has_links', 'not_found done']).toContain(outcomes.join(' '));
  });

  it('narrowing with a cut, and then a link, leaves nobody outside', async () => {
    const scene = aScene(sharing);
    const share = await aShare(sharing.as(scene.sharer), scene.bucket, everybody);
    const narrow = {
      ...{ shareId: share.id, etag: share.etag, updateMask: { paths: ['audience'] } },
      ...{ audience: projects(scene.marketing), existingLinks: ExistingLinks.CUT },
    };
    const outcomes = await meet(
      share,
      () => sharing.as(scene.sharer).shares.updateShare(narrow),
      () => aLink(sharing.as(scene.linker), share, scene.analytics),
    );
    expect(['done not_admitted', 'done lost_race', 'done done']).toContain(outcomes.join(' '));
    expect(sharing.catalog.holds(scene.organization).every(({ released }) => released)).toBe(true);
  });
});
