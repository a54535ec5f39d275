import { type Bucket, OperationKind, type Table } from '@easement/contracts';
import { stores } from '@easement/persistence/testing';
import { type Catalog, type PersonClients, startCatalog } from './catalog.ts';
import { aBucket, aCommit, aFile, aScene, aTable, outcomeOf, type Scene } from './scene.ts';

describe.each(stores)('the counts of a bucket on %s', (store) => {
  let catalog: Catalog;
  let scene: Scene;
  let writer: PersonClients;
  beforeAll(async () => {
    catalog = await startCatalog(store);
    scene = aScene(catalog);
    writer = catalog.as(scene.writer);
  });
  afterAll(() => catalog[Symbol.asyncDispose]());

  it('are those of its tables, whatever was made, loaded and dropped at once', async () => {
    const bucket = await aBucket(writer, scene.operations);
    const shared = [await aTable(writer, bucket), await aTable(writer, bucket)];
    await Promise.all(Array.from({ length: 4 }, (_, worker) => work(bucket, shared, worker)));
    const { tables } = await writer.tables.listTables({ parent: { case: 'bucketId', value: bucket.id } });
    const sum = (of: (table: Table) => bigint) => tables.reduce((total, table) => total + of(table), 0n);
    expect(tables.length).toBeGreaterThan(2);
    expect((await writer.buckets.getBucket({ bucketId: bucket.id })).bucket).toMatchObject({
      tableCount: tables.length,
      rowCount: sum(({ rowCount }) => rowCount),
      byteCount: sum(({ byteCount }) => byteCount),
    });
  });

  /** Makes tables, loads into its own and the shared ones, and drops some; who loses a race goes on. */
  async function work(bucket: Bucket, shared: readonly Table[], worker: number): Promise<void> {
    const { versions } = catalog.inside();
    const own = [await aTable(writer, bucket)];
    for (let round = 0; round < 8; round++) {
      const id = (round % 3 === 0 ? own.at(-1) : shared[(round + worker) % shared.length])?.id ?? '';
      const { table } = await writer.tables.getTable({ tableId: id });
      const kind = round % 2 === 0 ? OperationKind.APPEND : OperationKind.REPLACE;
      const commit = aCommit(scene.writer, table!, { kind, files: [aFile(table!, worker * 10 + round)] });
      expect(['done', 'lost_race']).toContain(await outcomeOf(versions.commitVersion(commit)));
      if (round % 4 === 3) await writer.tables.deleteTable({ tableId: own.pop()!.id });
      if (round % 4 === 0 || own.length === 0) own.push(await aTable(writer, bucket));
    }
  }
});
