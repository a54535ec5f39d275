import { newId } from '@easement/domain';
import { holdRow, stores } from '@easement/persistence/testing';
import { type Catalog, startCatalog } from './catalog.ts';
import { aBucket, aName, aScene, outcomeOf, type Scene } from './scene.ts';

/** On the embedded store writes take turns: only MySQL lets two get so close. */
(stores.includes('mysql') ? describe : describe.skip)('calls that meet at the row of a bucket', () => {
  let catalog: Catalog;
  let scene: Scene;
  beforeAll(async () => {
    catalog = await startCatalog('mysql');
    scene = aScene(catalog);
  });
  afterAll(() => catalog[Symbol.asyncDispose]());

  /** Keeps the bucket locked until the drop waits for it, and then the hold, or either has got past it. */
  async function meet(bucket: { readonly id: string }, drop: () => Promise<unknown>) {
    const hold = {
      ...{ objectId: bucket.id, holderId: newId('link'), projectId: scene.analytics.id },
      ...{ name: aName('link'), blocks: true },
    };
    await using held = await holdRow(catalog.databaseUrl, 'SELECT id FROM bucket WHERE id = ? FOR UPDATE', [bucket.id]);
    const dropped = outcomeOf(drop());
    await held.untilWaiting(1, dropped);
    const placed = outcomeOf(catalog.inside().holds.placeHold(hold));
    await held.untilWaiting(2, placed);
    await held.letGo();
    return { dropped: await dropped, placed: await placed };
  }

  it('a drop that looked for holds, and then a hold, never both succeed', async () => {
    const writer = catalog.as(scene.writer);
    const bucket = await aBucket(writer, scene.operations);
    const { dropped, placed } = await meet(bucket, () => writer.buckets.deleteBucket({ bucketId: bucket.id }));
    // Who waits too long for a lock comes again, behind the other.
    expect(['done not_found', 'has_links done']).toContain(`${dropped} ${placed}`);
  });
});
