import { OperationKind, type Table } from '@easement/contracts';
import { newId } from '@easement/domain';
import { stores } from '@easement/persistence/testing';
import { type Catalog, type PersonClients, startCatalog } from './catalog.ts';
import { aBucket, aCommit, aFile, aName, aScene, aTable, type CommitInit, outcomeOf, type Scene } from './scene.ts';

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

describe.each(stores)('the sweeper on %s', (store) => {
  let catalog: Catalog;
  let scene: Scene;
  let writer: PersonClients;
  let ahead = 0;
  beforeAll(async () => {
    catalog = await startCatalog(store, { sweepSeconds: 0.05, now: () => new Date(Date.now() + ahead) });
    scene = aScene(catalog);
    writer = catalog.as(scene.writer);
  });
  beforeEach(() => {
    ahead = 0;
  });
  afterAll(() => catalog[Symbol.asyncDispose]());

  const commit = async (table: Table, fields: Partial<CommitInit> = {}) =>
    (await catalog.inside().versions.commitVersion(aCommit(scene.writer, table, fields))).table!;
  const listed = async (fileIds: string[]) => (await catalog.inside().versions.listFiles({ fileIds })).listedFileIds;
  const sweeps = () => new Promise((resolve) => setTimeout(resolve, 400));

  /** Waits until it is so, as the sweeper comes round in its own time. */
  const eventually = async (isSo: () => Promise<boolean>) => {
    const deadline = Date.now() + 10_000;
    while (!(await isSo())) {
      if (Date.now() > deadline) throw new Error('the sweeper has not come in ten seconds');
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };

  it('keeps files listed for an hour after they were replaced, then no longer', async () => {
    const table = await aTable(writer, await aBucket(writer, scene.operations));
    const [old, current] = [aFile(table), aFile(table)];
    await commit(await commit(table, { files: [old] }), { kind: OperationKind.REPLACE, files: [current] });
    ahead = 59 * minuteMs;
    await sweeps();
    expect((await listed([old.id, current.id])).toSorted()).toEqual([old.id, current.id].toSorted());
    ahead = 61 * minuteMs;
    await eventually(async () => (await listed([old.id])).length === 0);
    expect(await listed([old.id, current.id, newId('file')])).toEqual([current.id]);
  });

  it('keeps files of a dropped table listed for an hour, then no longer', async () => {
    const table = await aTable(writer, await aBucket(writer, scene.operations));
    const file = aFile(table);
    await commit(table, { files: [file] });
    await writer.tables.deleteTable({ tableId: table.id });
    ahead = 59 * minuteMs;
    await sweeps();
    expect(await listed([file.id])).toEqual([file.id]);
    ahead = 61 * minuteMs;
    await eventually(async () => (await listed([file.id])).length === 0);
  });

  it('leaves the current version and the history as they are', async () => {
    const table = await aTable(writer, await aBucket(writer, scene.operations));
    const loaded = await commit(await commit(table), { kind: OperationKind.REPLACE });
    ahead = 10 * dayMs;
    await sweeps();
    expect((await writer.tables.getTable({ tableId: table.id })).table).toEqual(loaded);
    expect((await writer.history.listTableOperations({ tableId: table.id })).operations).toHaveLength(2);
  });

  it('keeps the tombstones of holders for seven days, then no longer', async () => {
    const { holds } = catalog.inside();
    const bucket = await aBucket(writer, scene.operations);
    const held = { objectId: bucket.id, projectId: scene.analytics.id, blocks: true };
    const placed = { ...held, holderId: newId('link'), name: aName('link') };
    const gone = { ...held, holderId: newId('link'), name: aName('link') };
    await holds.placeHold(placed);
    await holds.releaseHold({ holderIds: [gone.holderId] });
    ahead = 6.9 * dayMs;
    await sweeps();
    expect(await outcomeOf(holds.placeHold(gone))).toBe('lost_race');
    ahead = 7.1 * dayMs;
    const all = async () => (await holds.listHolds({ includeReleased: true, pageSize: 1000 })).holds;
    await eventually(async () => !(await all()).some(({ holderId }) => holderId === gone.holderId));
    expect((await all()).map(({ holderId }) => holderId)).toContain(placed.holderId);
  });
});
