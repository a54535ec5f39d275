import type { Bucket, ReadObject } from '@easement/contracts';
import { newId } from '@easement/domain';
import { stores } from '@easement/persistence/testing';
import { type Catalog, type PersonClients, type ServiceClients, startCatalog } from './catalog.ts';
import { aBucket, aCommit, aFunction, aScene, aTable, aView, type Scene, toRead } from './scene.ts';

describe.each(stores)('what is read of views and functions at one instant on %s', (store) => {
  let catalog: Catalog;
  let scene: Scene;
  let writer: PersonClients;
  let versions: ServiceClients['versions'];
  let bucket: Bucket;
  beforeAll(async () => {
    catalog = await startCatalog(store);
    scene = aScene(catalog);
    writer = catalog.as(scene.writer);
    ({ versions } = catalog.inside());
    bucket = await aBucket(writer, scene.operations, { name: 'Flights' });
  });
  afterAll(() => catalog[Symbol.asyncDispose]());

  const own = (bucketName: string, tableName: string) => ({
    way: { case: 'own', value: { projectId: scene.operations.id, bucketName, tableName } } as const,
  });
  const linked = (bucketId: string, tableName: string) => ({
    way: { case: 'linked', value: { bucketId, tableName } } as const,
  });
  const byId = (value: string, withoutFiles = false) => ({ way: { case: 'objectId', value } as const, withoutFiles });
  const loaded = async (where: Bucket) => {
    const table = await aTable(writer, where);
    await catalog.inside().versions.commitVersion(aCommit(scene.writer, table));
    return table;
  };
  const readIds = (read: readonly ReadObject[]) =>
    read.map(({ object }) => {
      if (object.case === 'table') return object.value.tableId;
      return object.case === 'view' ? object.value.viewId : object.value?.functionId;
    });

  it('is their definition, in their place by name and id, and all that the views read, once', async () => {
    const other = await aBucket(writer, scene.operations);
    const [table, deep] = [await loaded(bucket), await loaded(other)];
    const made = await aFunction(writer, other, { name: 'plus' });
    const inner = await aView(catalog, writer, other, { reads: [deep, made, table] });
    const outer = await aView(catalog, writer, bucket, { name: 'Outer', reads: [inner, table] });
    const { answers, read } = await versions.getVersions({
      queries: [own('flights', 'OUTER'), linked(other.id, 'PLUS'), byId(outer.id), byId(table.id)],
    });
    expect(answers[0]).toMatchObject({
      bucketFound: true,
      view: {
        ...{ viewId: outer.id, viewName: 'Outer', bucketId: bucket.id, bucketName: 'Flights' },
        ...{ projectId: scene.operations.id, statement: outer.statement, hiddenThroughLinks: false },
        columns: [{ name: 'a', type: 'STRING', nullable: true }],
        dependencies: [{ objectId: inner.id }, { objectId: table.id, bucketId: bucket.id, name: [table.name] }],
      },
    });
    expect(answers[1]).toMatchObject({
      bucketFound: true,
      function: {
        ...{ functionId: made.id, functionName: 'plus', bucketName: other.name, returnType: 'INTEGER' },
        ...{ expression: 'x + 1', parameters: [{ name: 'x', type: 'INTEGER' }] },
      },
    });
    expect(answers[2]?.view).toEqual(answers[0]?.view);
    expect(answers[3]?.version?.tableId).toBe(table.id);
    expect(readIds(read)).toEqual([table.id, deep.id, made.id, inner.id].toSorted());
    for (const { object } of read) if (object.case === 'table') expect(object.value.files).toHaveLength(1);
  });

  it('leaves out the files that nobody wants, and what is gone', async () => {
    const own = await aBucket(writer, scene.operations);
    const [one, two, gone] = [await loaded(own), await loaded(own), await loaded(own)];
    const [first, second] = [
      await aView(catalog, writer, own, { reads: [one, gone] }),
      await aView(catalog, writer, own, { reads: [one, two] }),
    ];
    await writer.tables.deleteTable({ tableId: gone.id });
    const { read } = await versions.getVersions({ queries: [byId(first.id), byId(second.id, true)] });
    const files = read.map(({ object }) => (object.case === 'table' ? object.value.files.length : undefined));
    expect(Object.fromEntries(readIds(read).map((id, place) => [id, files[place]]))).toEqual({
      [one.id]: 1,
      [two.id]: 0,
    });
  });

  it('follows no view through a link that does not show it', async () => {
    const [own, theirs] = [
      await aBucket(writer, scene.operations),
      await aBucket(catalog.as(scene.owner), scene.elsewhere),
    ];
    const foreign = await aTable(catalog.as(scene.owner), theirs);
    const view = await aView(catalog, writer, own, { reads: [foreign] });
    const hidden = await versions.getVersions({ queries: [linked(own.id, view.name)] });
    expect([hidden.answers, hidden.read]).toMatchObject([[{ bucketFound: true }], []]);
    expect(hidden.answers[0]?.view).toBeUndefined();
    const { answers, read } = await versions.getVersions({ queries: [byId(view.id), linked(own.id, view.name)] });
    expect(answers.map((answer) => answer.view?.hiddenThroughLinks)).toEqual([true, undefined]);
    expect(readIds(read)).toEqual([foreign.id]);
  });

  it('answers ids that there are not as not found', async () => {
    const { answers, read } = await versions.getVersions({ queries: [byId(newId('view')), byId(newId('function'))] });
    expect([answers, read]).toMatchObject([[{ bucketFound: false }, { bucketFound: false }], []]);
  });

  it('refuses what is deeper than views may lie, as replacing one in the middle can make it', async () => {
    const pile = async (depth: number) => {
      let view = await aView(catalog, writer, bucket);
      const bottom = view;
      for (let count = 1; count < depth; count++) view = await aView(catalog, writer, bucket, { reads: [view] });
      return { bottom, top: view };
    };
    const [upper, lower] = [await pile(9), await pile(9)];
    const statement = catalog.definitions.statement({ reads: [toRead(lower.top)] });
    await writer.views.replaceView({ viewId: upper.bottom.id, statement });
    const read = versions.getVersions({ queries: [byId(upper.top.id)] });
    await expect(read).rejects.toMatchObject({ reason: 'query_too_large' });
    expect((await versions.getVersions({ queries: [byId(upper.bottom.id)] })).read).toHaveLength(9);
  });
});
