import { newId } from '@easement/domain';
import { stores } from '@easement/persistence/testing';
import type { Bucket, Table, View } from '@easement/contracts';
import { type Catalog, startCatalog } from './catalog.ts';
import { aBucket, aCommit, aLink, aName, aScene, aTable, aView, outcomeOf, type Scene, twoColumns } from './scene.ts';

type Who = Exclude<keyof Scene, 'operations' | 'analytics' | 'elsewhere'>;

const asks = {
  'get the bucket': ({ at, bucket }) => at.buckets.getBucket({ bucketId: bucket.id }),
  'get the bucket by link': ({ at, link }) => at.buckets.getBucket({ bucketId: link }),
  'get the table': ({ at, table }) => at.tables.getTable({ tableId: table.id }),
  'list the buckets': ({ at, scene }) => at.buckets.listBuckets({ projectId: scene.operations.id }),
  'list the tables': ({ at, bucket }) => at.tables.listTables({ parent: { case: 'bucketId', value: bucket.id } }),
  'list what the link shows': ({ at, link }) => at.tables.listTables({ parent: { case: 'linkId', value: link } }),
  'read the history': ({ at, table }) => at.history.listTableOperations({ tableId: table.id }),
  'read the usage': ({ at, scene }) => at.usage.getProjectUsage({ projectId: scene.operations.id }),
  'create a bucket': ({ at, scene }) =>
    at.buckets.createBucket({ projectId: scene.operations.id, name: aName(), stage: 1, validateOnly: true }),
  'create a table': ({ at, bucket }) =>
    at.tables.createTable({ bucketId: bucket.id, name: aName(), columns: twoColumns, validateOnly: true }),
  'create a table by link': ({ at, link }) =>
    at.tables.createTable({ bucketId: link, name: aName(), columns: twoColumns, validateOnly: true }),
  'change the bucket': ({ at, bucket }) =>
    at.buckets.updateBucket({ bucketId: bucket.id, updateMask: { paths: ['description'] }, validateOnly: true }),
  'change the bucket by link': ({ at, link }) =>
    at.buckets.updateBucket({ bucketId: link, updateMask: { paths: ['description'] }, validateOnly: true }),
  'drop the bucket': ({ at, bucket }) =>
    at.buckets.deleteBucket({ bucketId: bucket.id, force: true, validateOnly: true }),
  'drop the bucket by link': ({ at, link }) =>
    at.buckets.deleteBucket({ bucketId: link, force: true, validateOnly: true }),
  'rename the table': ({ at, table }) =>
    at.tables.updateTable({ tableId: table.id, name: aName(), updateMask: { paths: ['name'] }, validateOnly: true }),
  'rename the view': ({ at, view }) =>
    at.views.updateView({ viewId: view.id, name: aName(), updateMask: { paths: ['name'] }, validateOnly: true }),
  'add a column': ({ at, table }) =>
    at.tables.addColumn({
      tableId: table.id,
      column: { name: 'more', type: 'STRING', nullable: true },
      validateOnly: true,
    }),
  'rename a column': ({ at, table }) =>
    at.tables.renameColumn({ tableId: table.id, column: 'name', newName: 'title', validateOnly: true }),
  'drop a column': ({ at, table }) => at.tables.dropColumn({ tableId: table.id, column: 'name', validateOnly: true }),
  'drop the table': ({ at, table }) => at.tables.deleteTable({ tableId: table.id, validateOnly: true }),
  'note the bucket': ({ at, bucket }) => at.metadata.setMetadata(noteOf('bucketId', bucket.id)),
  'note the table': ({ at, table }) => at.metadata.setMetadata(noteOf('tableId', table.id)),
  'note a column': ({ at, table }) => at.metadata.setMetadata(noteOf('columnId', table.columns[0]!.id)),
  'note the link': ({ at, link }) => at.metadata.setMetadata(noteOf('linkId', link)),
  'read notes of the table': ({ at, table }) =>
    at.metadata.listMetadata({ object: { object: { case: 'tableId', value: table.id } } }),
  'read notes of the link': ({ at, link }) =>
    at.metadata.listMetadata({ object: { object: { case: 'linkId', value: link } } }),
  'commit rows': ({ catalog, scene, who, table }) =>
    catalog.inside().versions.commitVersion({ ...aCommit(scene[who], table), validateOnly: true }),
} satisfies Record<string, (place: Place) => Promise<unknown>>;

type Place = {
  readonly catalog: Catalog;
  readonly scene: Scene;
  readonly who: Who;
  readonly at: ReturnType<Catalog['as']>;
  readonly bucket: Bucket;
  readonly table: Table;
  readonly view: View;
  readonly link: string;
};

function noteOf<Kind extends 'bucketId' | 'tableId' | 'columnId' | 'linkId'>(kind: Kind, id: string) {
  const entries = [{ key: 'note', value: 'text' }];
  return { object: { object: { case: kind, value: id } as const }, entries, validateOnly: true };
}

const ok = 'done';
const hidden = 'not_found';
const low = 'missing_role';
const linked = 'link_is_read_only';

/** One line for each act; a column for each person. Nothing of it changes anything, so the order does not matter. */
const people = ['owner', 'writer', 'reader', 'linker', 'linkReader', 'member', 'support', 'stranger'] as const;
const table: [act: keyof typeof asks, ...outcomes: string[]][] = [
  ['get the bucket', ok, ok, ok, ok, ok, hidden, ok, hidden],
  ['get the bucket by link', hidden, hidden, hidden, ok, ok, hidden, ok, hidden],
  ['get the table', ok, ok, ok, ok, ok, hidden, ok, hidden],
  ['list the buckets', ok, ok, ok, hidden, hidden, low, ok, hidden],
  ['list the tables', ok, ok, ok, ok, ok, hidden, ok, hidden],
  ['list what the link shows', hidden, hidden, hidden, ok, ok, hidden, ok, hidden],
  ['read the history', ok, ok, ok, ok, ok, hidden, low, hidden],
  ['read the usage', ok, ok, ok, hidden, hidden, low, ok, hidden],
  ['create a bucket', ok, ok, low, hidden, hidden, low, low, hidden],
  ['create a table', ok, ok, low, linked, low, hidden, low, hidden],
  ['create a table by link', hidden, hidden, hidden, linked, low, hidden, low, hidden],
  ['change the bucket', ok, ok, low, linked, low, hidden, low, hidden],
  ['change the bucket by link', hidden, hidden, hidden, linked, low, hidden, low, hidden],
  ['drop the bucket', 'has_links', 'has_links', low, linked, low, hidden, low, hidden],
  ['drop the bucket by link', hidden, hidden, hidden, linked, low, hidden, low, hidden],
  ['rename the table', ok, ok, low, linked, low, hidden, low, hidden],
  ['rename the view', ok, ok, low, linked, low, hidden, low, hidden],
  ['add a column', ok, ok, low, linked, low, hidden, low, hidden],
  ['rename a column', ok, ok, low, linked, low, hidden, low, hidden],
  ['drop a column', 'has_links', 'has_links', low, linked, low, hidden, low, hidden],
  ['drop the table', 'has_links', 'has_links', low, linked, low, hidden, low, hidden],
  ['note the bucket', ok, ok, low, linked, low, hidden, low, hidden],
  ['note the table', ok, ok, low, linked, low, hidden, low, hidden],
  ['note a column', ok, ok, low, linked, low, hidden, low, hidden],
  ['note the link', hidden, hidden, hidden, ok, low, hidden, low, hidden],
  ['read notes of the table', ok, ok, ok, hidden, hidden, hidden, low, hidden],
  ['read notes of the link', hidden, hidden, hidden, ok, ok, hidden, low, hidden],
  ['commit rows', ok, ok, low, linked, low, hidden, low, hidden],
];

describe.each(stores)('who may do what on %s', (store) => {
  let place: Omit<Place, 'who' | 'at'>;
  beforeAll(async () => {
    const catalog = await startCatalog(store);
    const scene = aScene(catalog);
    const writer = catalog.as(scene.writer);
    const bucket = await aBucket(writer, scene.operations);
    const link = await aLink(catalog, bucket, scene.analytics, [
      { who: scene.linker, writes: true },
      { who: scene.linkReader },
      { who: scene.support, readsRows: false },
    ]);
    const view = await aView(catalog, writer, bucket);
    place = { catalog, scene, bucket, link, view, table: await aTable(writer, bucket) };
  });
  afterAll(() => place.catalog[Symbol.asyncDispose]());

  it.each(table)('%s', async (act, ...outcomes) => {
    const seen = await Promise.all(
      people.map(async (who) => [
        who,
        await outcomeOf(asks[act]({ ...place, who, at: place.catalog.as(place.scene[who]) })),
      ]),
    );
    expect(Object.fromEntries(seen)).toEqual(Object.fromEntries(people.map((who, index) => [who, outcomes[index]])));
  });

  it('names the link that is read-only, and the project in which a role is missing', async () => {
    const { catalog, scene, bucket, link } = place;
    const drop = (who: Who) => catalog.as(scene[who]).buckets.deleteBucket({ bucketId: bucket.id });
    await expect(drop('linker')).rejects.toMatchObject({ facts: { link, id: bucket.id } });
    await expect(drop('linkReader')).rejects.toMatchObject({ facts: { role: 'write', scope: scene.analytics.id } });
    await expect(drop('reader')).rejects.toMatchObject({ facts: { role: 'write', scope: scene.operations.id } });
  });

  it('tells who writes where the bucket is linked, in place of the missing role, that links are read-only', async () => {
    const { catalog, scene, bucket, link } = place;
    const both = catalog.directory.addPerson(catalog.organization, { projects: [[scene.operations, 'read']] });
    catalog.reaches.add({
      ...{ principal: both.principal, link: link as never, project: scene.analytics.id, writes: true },
      ...{ bucket: bucket.id as never, sourceProject: scene.operations.id },
    });
    await expect(catalog.as(both).buckets.deleteBucket({ bucketId: bucket.id })).rejects.toMatchObject({
      reason: 'link_is_read_only',
    });
  });

  it('asks sharing-service for no link where the role in the owning project is enough', async () => {
    const { catalog, scene, bucket, table } = place;
    const before = catalog.reaches.asked();
    const writer = catalog.as(scene.writer);
    await writer.tables.getTable({ tableId: table.id });
    await writer.tables.createTable({ bucketId: bucket.id, name: aName(), columns: twoColumns });
    expect(catalog.reaches.asked()).toBe(before);
  });

  it('answers a stranger as it answers for what does not exist', async () => {
    const { catalog, scene, bucket, table, link } = place;
    const stranger = catalog.as(scene.stranger);
    const foreigner = catalog.as(
      catalog.directory.addPerson('org_00000000000000000000000009' as never, { organization: 'owner' }),
    );
    const ids = { bucketId: bucket.id, tableId: table.id, columnId: table.columns[0]!.id, linkId: link };
    const absent = {
      bucketId: newId('bucket'),
      tableId: newId('table'),
      columnId: newId('column'),
      linkId: newId('link'),
    };
    for (const someone of [stranger, foreigner]) {
      expect(await textsFor(someone, ids)).toEqual(await textsFor(stranger, absent));
    }
  });

  it('hides the people of the source from who sees it through a link', async () => {
    const { catalog, scene, bucket, table, link } = place;
    const linker = catalog.as(scene.linker);
    expect((await linker.buckets.getBucket({ bucketId: link })).bucket?.creatorId).toBe('');
    expect((await linker.buckets.getBucket({ bucketId: bucket.id })).bucket?.creatorId).toBe('');
    expect((await linker.tables.getTable({ tableId: table.id })).table?.creatorId).toBe('');
    const { tables } = await linker.tables.listTables({ parent: { case: 'linkId', value: link } });
    expect(tables.find(({ id }) => id === table.id)).toMatchObject({ name: table.name, creatorId: '' });
  });
});

type Ids = { readonly bucketId: string; readonly tableId: string; readonly columnId: string; readonly linkId: string };

/** What somebody is told about each of these things, with the ids taken out. */
async function textsFor(who: ReturnType<Catalog['as']>, ids: Ids): Promise<string[]> {
  const object = <Kind extends keyof Ids>(kind: Kind) => ({ object: { case: kind, value: ids[kind] } as const });
  const calls = [
    who.buckets.getBucket({ bucketId: ids.bucketId }),
    who.buckets.getBucket({ bucketId: ids.linkId }),
    who.buckets.deleteBucket({ bucketId: ids.bucketId }),
    who.buckets.deleteBucket({ bucketId: ids.linkId }),
    who.tables.getTable({ tableId: ids.tableId }),
    who.tables.deleteTable({ tableId: ids.tableId }),
    who.tables.listTables({ parent: { case: 'bucketId', value: ids.bucketId } }),
    who.tables.listTables({ parent: { case: 'linkId', value: ids.linkId } }),
    who.history.listTableOperations({ tableId: ids.tableId }),
    ...(['bucketId', 'tableId', 'columnId', 'linkId'] as const).map((kind) =>
      who.metadata.listMetadata({ object: object(kind) }),
    ),
  ];
  const told = await Promise.allSettled(calls);
  return told.map((one) => {
    const text =
      one.status === 'fulfilled'
        ? 'answered'
        : `${String(one.reason)} ${JSON.stringify(Reflect.get(Object(one.reason), 'facts'))}`;
    return Object.values(ids).reduce((shown, id) => shown.replaceAll(id, 'ID'), text);
  });
}
