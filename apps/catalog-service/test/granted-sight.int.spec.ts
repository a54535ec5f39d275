import { newId, parseId } from '@easement/domain';
import { stores } from '@easement/persistence/testing';
import { type Catalog, startCatalog } from './catalog.ts';
import { aBucket, aCommit, aScene, aTable, outcomeOf, type Scene } from './scene.ts';

describe.each(stores)('what a link to granted objects shows of the catalog, on %s', (store) => {
  let catalog: Catalog;
  let scene: Scene;
  beforeAll(async () => {
    catalog = await startCatalog(store);
    scene = aScene(catalog);
  });
  afterAll(() => catalog[Symbol.asyncDispose]());

  async function setUp() {
    const owner = catalog.as(scene.owner);
    const bucket = await aBucket(owner, scene.operations);
    const [granted, closed] = [await aTable(owner, bucket), await aTable(owner, bucket)];
    await catalog.inside().versions.commitVersion(aCommit(scene.owner, granted));
    await catalog.inside().versions.commitVersion(aCommit(scene.owner, closed));
    const link = newId('link');
    const reach = { link, project: scene.analytics.id, sourceProject: scene.operations.id, writes: true };
    const add = (ids: readonly string[], id = link) =>
      catalog.reaches.add({
        ...reach,
        link: id,
        principal: scene.linker.principal,
        bucket: parseId('bucket', bucket.id),
        granted: ids,
      });
    return { bucket, granted, closed, link, add, at: catalog.as(scene.linker) };
  }

  it('is those alone: in lists, by their ids, and in the sums of the bucket', async () => {
    const { bucket, granted, closed, link, add, at } = await setUp();
    add([granted.id]);
    for (const parent of [
      { case: 'linkId', value: link },
      { case: 'bucketId', value: bucket.id },
    ] as const) {
      expect((await at.tables.listTables({ parent })).tables.map(({ id }) => id)).toEqual([granted.id]);
    }
    const { table } = await at.tables.getTable({ tableId: granted.id });
    expect(table).toMatchObject({ id: granted.id, creatorId: '' });
    expect(await outcomeOf(at.tables.getTable({ tableId: closed.id }))).toBe('not_found');
    expect(await outcomeOf(at.tables.getTable({ tableId: newId('table') }))).toBe('not_found');
    expect((await at.buckets.getBucket({ bucketId: link })).bucket).toMatchObject({
      tableCount: 1,
      rowCount: table!.rowCount,
      byteCount: table!.byteCount,
    });
  });

  it('cannot be changed, and what it does not show is not there to be changed', async () => {
    const { bucket, granted, closed, add, at } = await setUp();
    add([granted.id]);
    expect(await outcomeOf(at.tables.deleteTable({ tableId: granted.id }))).toBe('link_is_read_only');
    expect(await outcomeOf(at.tables.deleteTable({ tableId: closed.id }))).toBe('not_found');
    expect(await outcomeOf(at.buckets.deleteBucket({ bucketId: bucket.id }))).toBe('link_is_read_only');
  });

  it('of several links is all that they show together, and of none granted nothing but the bucket', async () => {
    const { bucket, granted, closed, add, at } = await setUp();
    const list = async () =>
      (await at.tables.listTables({ parent: { case: 'bucketId', value: bucket.id } })).tables.map(({ id }) => id);
    add([]);
    expect(await list()).toEqual([]);
    expect((await at.buckets.getBucket({ bucketId: bucket.id })).bucket).toMatchObject({ tableCount: 0, rowCount: 0n });
    add([granted.id], newId('link'));
    expect(await list()).toEqual([granted.id]);
    add([closed.id], newId('link'));
    expect(await list()).toEqual([granted.id, closed.id].sort());
  });
});
