import type { Bucket, Column } from '@easement/contracts';
import { stores } from '@easement/persistence/testing';
import { type Catalog, type PersonClients, startCatalog } from './catalog.ts';
import { aBucket, aCommit, aLink, aName, aScene, aTable, type Scene, twoColumns } from './scene.ts';

describe.each(stores)('tables on %s', (store) => {
  let catalog: Catalog;
  let scene: Scene;
  let writer: PersonClients;
  let bucket: Bucket;
  beforeAll(async () => {
    catalog = await startCatalog(store);
    scene = aScene(catalog);
    writer = catalog.as(scene.writer);
    bucket = await aBucket(writer, scene.operations);
  });
  afterAll(() => catalog[Symbol.asyncDispose]());

  const create = (fields: Partial<Parameters<PersonClients['tables']['createTable']>[0]>) =>
    writer.tables.createTable({ bucketId: bucket.id, name: aName(), columns: twoColumns, ...fields } as never);
  const namesOf = (columns: readonly Column[] = []) => columns.map(({ name }) => name);

  it('answer columns in order, with ids, the names of types and the primary key', async () => {
    const columns = [
      { name: 'Cost: Total $', type: 'numeric(12,2)', nullable: true },
      { name: 'id', type: 'bigint', nullable: false },
      { name: 'at', type: 'Timestamp', nullable: true },
    ];
    const { table } = await create({ columns, primaryKey: ['AT', 'id'] });
    expect(table).toMatchObject({
      bucketId: bucket.id,
      projectId: scene.operations.id,
      columns: [
        { name: 'Cost: Total $', type: 'DECIMAL(12,2)' },
        { name: 'id', type: 'INTEGER' },
        { name: 'at', type: 'TIMESTAMP' },
      ],
      primaryKey: ['at', 'id'],
      version: 0n,
      creatorId: scene.writer.principal,
    });
    expect(new Set(table?.columns.map(({ id }) => id)).size).toBe(3);
    expect((await writer.tables.getTable({ tableId: table!.id })).table).toEqual(table);
  });

  it('are listed to the last, a page at a time, however wide they are', async () => {
    const wide = await aBucket(writer, scene.operations);
    const columns = Array.from({ length: 1000 }, (_, place) => ({ name: `c${place}`, type: 'STRING', nullable: true }));
    const made: (string | undefined)[] = [];
    for (let nth = 0; nth < 7; nth += 1) made.push((await create({ bucketId: wide.id, columns })).table?.id);
    const parent = { case: 'bucketId', value: wide.id } as const;
    const first = await writer.tables.listTables({ parent });
    expect(first.tables.map(({ id }) => id)).toEqual(made.slice(0, 5));
    const second = await writer.tables.listTables({ parent, pageToken: first.nextPageToken });
    expect([second.tables.map(({ id }) => id), second.nextPageToken]).toEqual([made.slice(5), '']);
  });

  it('hold a thousand columns', async () => {
    const columns = Array.from({ length: 1000 }, (_, place) => ({ name: `c${place}`, type: 'STRING', nullable: true }));
    const { table } = await create({ columns });
    expect(namesOf(table?.columns)).toEqual(columns.map(({ name }) => name));
    expect((await writer.tables.getTable({ tableId: table!.id })).table).toEqual(table);
    const tooMany = writer.tables.addColumn({
      tableId: table!.id,
      column: { name: 'x', type: 'DATE', nullable: true },
    });
    await expect(tooMany).rejects.toMatchObject({ reason: 'invalid_field', facts: { field: 'column' } });
  });

  it.each([
    ['an unknown type', { columns: [{ name: 'a', type: 'MONEY' }] }, 'columns[0].type'],
    ['two columns of one name', { columns: [twoColumns[0], { name: 'ID', type: 'DATE' }] }, 'columns[1].name'],
    ['a primary key that names no column', { primaryKey: ['nobody'] }, 'primary_key[0]'],
    ['a name that is none', { name: 'a\tb' }, 'name'],
  ])('are not created with %s', async (_, fields, field) => {
    await expect(create(fields as never)).rejects.toMatchObject({ reason: 'invalid_field', facts: { field } });
  });

  it('have names that are unique in their bucket without regard to case', async () => {
    const { table } = await create({ name: 'Airports' });
    await expect(create({ name: 'AIRPORTS' })).rejects.toMatchObject({
      reason: 'name_taken',
      facts: { name: 'AIRPORTS', owner: table?.id },
    });
    const other = await aBucket(writer, scene.operations);
    expect(await aTable(writer, other, { name: 'airports' })).toMatchObject({ bucketId: other.id });
  });

  it('are counted in their bucket', async () => {
    const own = await aBucket(writer, scene.operations);
    const tables = [await aTable(writer, own), await aTable(writer, own)];
    await writer.tables.deleteTable({ tableId: tables[0]!.id });
    expect((await writer.buckets.getBucket({ bucketId: own.id })).bucket).toMatchObject({
      tableCount: 1,
      etag: own.etag,
    });
  });

  it('are listed page by page in the order of their ids, with their columns', async () => {
    const own = await aBucket(writer, scene.operations);
    const tables = [await aTable(writer, own), await aTable(writer, own), await aTable(writer, own)];
    const parent = { case: 'bucketId', value: own.id } as const;
    const first = await writer.tables.listTables({ parent, pageSize: 2 });
    const second = await writer.tables.listTables({ parent, pageSize: 2, pageToken: first.nextPageToken });
    expect([...first.tables, ...second.tables]).toEqual(tables.toSorted((a, b) => (a.id < b.id ? -1 : 1)));
    expect(second.nextPageToken).toBe('');
  });

  it('are shown by a link as soon as they are there', async () => {
    const own = await aBucket(writer, scene.operations);
    const link = await aLink(catalog, own, scene.analytics, [{ who: scene.linker, writes: true }]);
    const shown = async () => {
      const parent = { case: 'linkId', value: link } as const;
      return (await catalog.as(scene.linker).tables.listTables({ parent })).tables.map(({ name }) => name);
    };
    expect(await shown()).toEqual([]);
    const table = await aTable(writer, own);
    expect(await shown()).toEqual([table.name]);
    await writer.tables.updateTable({ tableId: table.id, name: 'renamed', updateMask: { paths: ['name'] } });
    expect(await shown()).toEqual(['renamed']);
    catalog.reaches.remove(link);
    await expect(shown()).rejects.toMatchObject({ reason: 'not_found', facts: { kind: 'link' } });
  });

  it('are renamed, which frees the old name and takes the new one', async () => {
    const table = await aTable(writer, bucket);
    const other = await aTable(writer, bucket);
    const rename = (name: string) =>
      writer.tables.updateTable({ tableId: table.id, name, updateMask: { paths: ['name'] } });
    await expect(rename(other.name.toUpperCase())).rejects.toMatchObject({
      reason: 'name_taken',
      facts: { owner: other.id },
    });
    const renamed = (await rename(`${table.name} new`)).table;
    expect(renamed).toMatchObject({ id: table.id, name: `${table.name} new` });
    expect(renamed?.etag).not.toBe(table.etag);
    expect(await aTable(writer, bucket, { name: table.name })).toMatchObject({ name: table.name });
  });

  it('are not dropped while their bucket is linked, nor are their columns', async () => {
    const own = await aBucket(writer, scene.operations);
    const table = await aTable(writer, own);
    const link = await aLink(catalog, own, scene.analytics);
    const owner = catalog.as(scene.owner);
    const refused = { reason: 'has_links', facts: { projects: scene.analytics.id, hidden_count: '0' } };
    await expect(owner.tables.deleteTable({ tableId: table.id })).rejects.toMatchObject(refused);
    await expect(owner.tables.dropColumn({ tableId: table.id, column: 'name' })).rejects.toMatchObject(refused);
    await catalog.inside().holds.releaseHold({ holderIds: [link] });
    await owner.tables.dropColumn({ tableId: table.id, column: 'name' });
    await owner.tables.deleteTable({ tableId: table.id });
    await expect(owner.tables.getTable({ tableId: table.id })).rejects.toMatchObject({ reason: 'not_found' });
  });

  it('get columns at the end, and lose them', async () => {
    const table = await aTable(writer, bucket);
    const column = { name: 'more', type: 'bool', nullable: true };
    const added = (await writer.tables.addColumn({ tableId: table.id, column, etag: table.etag })).table!;
    expect(namesOf(added.columns)).toEqual(['id', 'name', 'more']);
    expect(added.columns[2]).toMatchObject({ type: 'BOOLEAN', nullable: true });
    const dropped = (await writer.tables.dropColumn({ tableId: table.id, column: 'NAME', etag: added.etag })).table!;
    expect(namesOf(dropped.columns)).toEqual(['id', 'more']);
    expect((await writer.tables.getTable({ tableId: table.id })).table).toEqual(dropped);
  });

  it('have another column where a dropped name is used again', async () => {
    const table = await aTable(writer, bucket);
    await writer.tables.dropColumn({ tableId: table.id, column: 'name' });
    const column = { name: 'name', type: 'STRING', nullable: true };
    const again = (await writer.tables.addColumn({ tableId: table.id, column })).table!;
    expect(again.columns[1]?.name).toBe('name');
    expect(again.columns[1]?.id).not.toBe(table.columns[1]?.id);
  });

  it('keep a column that is renamed, in its place and in the primary key', async () => {
    const table = await aTable(writer, bucket);
    const rename = (column: string, newName: string) =>
      writer.tables.renameColumn({ tableId: table.id, column, newName });
    await expect(rename('id', 'NAME')).rejects.toMatchObject({
      reason: 'name_taken',
      facts: { owner: table.columns[1]?.id },
    });
    await expect(rename('nobody', 'x')).rejects.toMatchObject({ reason: 'not_found', facts: { kind: 'column' } });
    const renamed = (await rename('id', 'ID')).table!;
    expect(renamed).toMatchObject({ primaryKey: ['ID'], columns: [{ id: table.columns[0]?.id, name: 'ID' }, {}] });
  });

  it('keep the columns of the primary key, and the last one', async () => {
    const { id: tableId } = await aTable(writer, bucket);
    const refused = { reason: 'invalid_field', facts: { field: 'column' } };
    await expect(writer.tables.dropColumn({ tableId, column: 'id' })).rejects.toMatchObject(refused);
    const { table: single } = await create({ columns: [{ name: 'only', type: 'STRING', nullable: true }] });
    const last = writer.tables.dropColumn({ tableId: single!.id, column: 'only' });
    await expect(last).rejects.toMatchObject(refused);
  });

  it('with rows get no column that must not be NULL', async () => {
    const table = await aTable(writer, bucket);
    await catalog.inside().versions.commitVersion(aCommit(scene.writer, table));
    const column = { name: 'must', type: 'DATE', nullable: false };
    await expect(writer.tables.addColumn({ tableId: table.id, column })).rejects.toMatchObject({
      reason: 'invalid_field',
      facts: { field: 'column.nullable' },
    });
    const empty = await aTable(writer, bucket);
    expect((await writer.tables.addColumn({ tableId: empty.id, column })).table?.columns[2]?.nullable).toBe(false);
  });

  it.each([
    [
      'renamed',
      (tableId: string, etag: string) =>
        writer.tables.updateTable({ tableId, etag, name: 'n', updateMask: { paths: ['name'] } }),
    ],
    [
      'given a column',
      (tableId: string, etag: string) =>
        writer.tables.addColumn({ tableId, etag, column: { name: 'x', type: 'DATE', nullable: true } }),
    ],
    [
      'freed of a column',
      (tableId: string, etag: string) => writer.tables.dropColumn({ tableId, etag, column: 'name' }),
    ],
    [
      'given another name for a column',
      (tableId: string, etag: string) => writer.tables.renameColumn({ tableId, etag, column: 'name', newName: 'x' }),
    ],
    ['dropped', (tableId: string, etag: string) => writer.tables.deleteTable({ tableId, etag })],
  ])('are not %s by a stale etag', async (_, change) => {
    const table = await aTable(writer, bucket);
    await writer.tables.renameColumn({ tableId: table.id, column: 'name', newName: 'title' });
    await expect(change(table.id, table.etag)).rejects.toMatchObject({ reason: 'stale_etag', facts: { id: table.id } });
  });

  it('are created once, and the answer stays though the table is gone', async () => {
    const request = { requestId: crypto.randomUUID(), name: aName() };
    const { table } = await create(request);
    await writer.tables.deleteTable({ tableId: table!.id });
    expect((await create(request)).table).toEqual(table);
  });
});
