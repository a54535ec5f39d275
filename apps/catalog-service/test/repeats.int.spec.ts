import { type Bucket, Stage, type Table, type View } from '@easement/contracts';
import { stores } from '@easement/persistence/testing';
import { type Catalog, type PersonClients, startCatalog } from './catalog.ts';
import { aBucket, aName, aScene, aTable, aView, outcomeOf, type Scene, twoColumns } from './scene.ts';

type Place = {
  readonly at: PersonClients;
  readonly scene: Scene;
  readonly bucket: Bucket;
  readonly table: Table;
  readonly view: View;
};
type Once = { readonly requestId: string; readonly validateOnly?: boolean };

/** Every mutation for people, as one of two different requests. */
const mutations: Record<string, (place: Place, once: Once, other: boolean) => Promise<unknown>> = {
  CreateBucket: ({ at, scene }, once, other) =>
    at.buckets.createBucket({ projectId: scene.operations.id, name: `made${String(other)}`, stage: Stage.IN, ...once }),
  UpdateBucket: ({ at, bucket }, once, other) =>
    at.buckets.updateBucket({
      ...{ bucketId: bucket.id, description: `new ${String(other)}`, updateMask: { paths: ['description'] } },
      ...once,
    }),
  DeleteBucket: ({ at, bucket }, once, other) =>
    at.buckets.deleteBucket({ bucketId: bucket.id, force: true, etag: other ? 'v9' : '', ...once }),
  CreateTable: ({ at, bucket }, once, other) =>
    at.tables.createTable({ bucketId: bucket.id, name: `made ${String(other)}`, columns: twoColumns, ...once }),
  UpdateTable: ({ at, table }, once, other) =>
    at.tables.updateTable({
      ...{ tableId: table.id, name: `named ${String(other)}`, updateMask: { paths: ['name'] } },
      ...once,
    }),
  UpdateView: ({ at, view }, once, other) =>
    at.views.updateView({
      ...{ viewId: view.id, name: `seen ${String(other)}`, updateMask: { paths: ['name'] } },
      ...once,
    }),
  DeleteTable: ({ at, table }, once, other) =>
    at.tables.deleteTable({ tableId: table.id, etag: other ? 'v9' : '', ...once }),
  AddColumn: ({ at, table }, once, other) =>
    at.tables.addColumn({
      ...{ tableId: table.id, column: { name: `more ${String(other)}`, type: 'DATE', nullable: true } },
      ...once,
    }),
  RenameColumn: ({ at, table }, once, other) =>
    at.tables.renameColumn({ tableId: table.id, column: 'name', newName: `title ${String(other)}`, ...once }),
  DropColumn: ({ at, table }, once, other) =>
    at.tables.dropColumn({ tableId: table.id, column: other ? 'id' : 'name', ...once }),
  SetMetadata: ({ at, table }, once, other) =>
    at.metadata.setMetadata({
      ...{ object: { object: { case: 'tableId', value: table.id } } },
      ...{ entries: [{ key: 'note', value: `text ${String(other)}` }], ...once },
    }),
  DeleteMetadata: ({ at, table }, once, other) =>
    at.metadata.deleteMetadata({
      object: { object: { case: 'tableId', value: table.id } },
      ...{ keys: [`kept ${String(other)}`], ...once },
    }),
};

describe.each(stores)('a repeated request on %s', (store) => {
  let catalog: Catalog;
  let scene: Scene;
  let place: Place;
  beforeAll(async () => {
    catalog = await startCatalog(store);
  });
  beforeEach(async () => {
    scene = aScene(catalog);
    const at = catalog.as(scene.writer);
    const bucket = await aBucket(at, scene.operations);
    const table = await aTable(at, bucket);
    await at.metadata.setMetadata({
      object: { object: { case: 'tableId', value: table.id } },
      entries: [{ key: 'kept false', value: 'text' }],
    });
    const view = await aView(catalog, at, bucket);
    place = { at, scene, bucket, view, table: (await at.tables.getTable({ tableId: table.id })).table! };
  });
  afterAll(() => catalog[Symbol.asyncDispose]());

  const requestId = () => crypto.randomUUID();

  /** All that a mutation could have changed. */
  const state = async () => {
    const { buckets } = await place.at.buckets.listBuckets({ projectId: scene.operations.id });
    const shown = buckets.map(({ id }) => id);
    const parents = shown.map((value) => ({ parent: { case: 'bucketId', value } as const }));
    const tables = await Promise.all(parents.map((parent) => place.at.tables.listTables(parent)));
    const views = await Promise.all(parents.map((parent) => place.at.views.listViews(parent)));
    const object = { object: { case: 'tableId', value: place.table.id } } as const;
    const notes = await place.at.metadata.listMetadata({ object }).catch(() => undefined);
    const inside = { tables: tables.flatMap((list) => list.tables), views: views.flatMap((list) => list.views) };
    return { buckets, ...inside, notes: notes?.metadata };
  };

  it.each(Object.keys(mutations))('of %s is answered the same, and acts once', async (name) => {
    const once = { requestId: requestId() };
    const first = await mutations[name]?.(place, once, false);
    const after = await state();
    expect(await mutations[name]?.(place, once, false)).toEqual(first);
    expect(await state()).toEqual(after);
  });

  it.each(Object.keys(mutations))('of %s is refused where it asks for something else', async (name) => {
    const once = { requestId: requestId() };
    await mutations[name]?.(place, once, false);
    const after = await state();
    await expect(mutations[name]?.(place, once, true)).rejects.toMatchObject({
      reason: 'request_id_reused',
      facts: { request_id: once.requestId },
    });
    expect(await state()).toEqual(after);
  });

  it.each(Object.keys(mutations))('of %s for validation changes nothing and uses up no request id', async (name) => {
    const before = await state();
    const once = { requestId: requestId() };
    const answer = await mutations[name]?.(place, { ...once, validateOnly: true }, false);
    expect(answer).toMatchObject({ impact: { projectIds: [], links: [], hiddenCount: 0 } });
    expect(await state()).toEqual(before);
    expect(await outcomeOf(Promise.resolve(mutations[name]?.(place, once, true)))).not.toBe('request_id_reused');
  });

  it('of somebody else is another request', async () => {
    const request = { projectId: scene.operations.id, stage: Stage.IN, requestId: requestId() };
    const mine = await place.at.buckets.createBucket({ ...request, name: aName() });
    const theirs = await catalog.as(scene.owner).buckets.createBucket({ ...request, name: aName() });
    expect(theirs.bucket?.id).not.toBe(mine.bucket?.id);
  });

  it('that was refused may be made again under its id', async () => {
    const request = { projectId: scene.operations.id, name: aName(), stage: Stage.IN, requestId: requestId() };
    const reader = catalog.as(scene.reader);
    await expect(reader.buckets.createBucket(request)).rejects.toMatchObject({ reason: 'missing_role' });
    catalog.directory.setRole(scene.reader, scene.operations.id, 'write');
    expect((await reader.buckets.createBucket(request)).bucket).toMatchObject({ name: request.name });
  });
});
