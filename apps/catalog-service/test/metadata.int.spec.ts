import type { Bucket, Table } from '@easement/contracts';
import { newId } from '@easement/domain';
import { stores } from '@easement/persistence/testing';
import { type Catalog, type PersonClients, startCatalog } from './catalog.ts';
import { aBucket, aLink, aScene, aTable, type Scene } from './scene.ts';

describe.each(stores)('metadata on %s', (store) => {
  let catalog: Catalog;
  let scene: Scene;
  let writer: PersonClients;
  let bucket: Bucket;
  let table: Table;
  beforeAll(async () => {
    catalog = await startCatalog(store);
    scene = aScene(catalog);
    writer = catalog.as(scene.writer);
    bucket = await aBucket(writer, scene.operations);
    table = await aTable(writer, bucket);
  });
  afterAll(() => catalog[Symbol.asyncDispose]());

  type Kind = 'bucketId' | 'tableId' | 'columnId' | 'linkId';
  const objectOf = <K extends Kind>(kind: K, value: string) => ({ object: { case: kind, value } as const });
  const set = (who: PersonClients, kind: Kind, id: string, entries: Record<string, string>) =>
    who.metadata.setMetadata({
      object: objectOf(kind, id),
      entries: Object.entries(entries).map(([key, value]) => ({ key, value })),
    });
  const read = async (who: PersonClients, kind: Kind, id: string) => {
    const { metadata } = await who.metadata.listMetadata({ object: objectOf(kind, id) });
    return Object.fromEntries(metadata.map(({ key, value }) => [key, value]));
  };

  it.each<[kind: Kind, id: () => string]>([
    ['bucketId', () => bucket.id],
    ['tableId', () => table.id],
    ['columnId', () => table.columns[0]!.id],
  ])('of a %s is set key by key, and kept', async (kind, id) => {
    const { metadata } = await set(writer, kind, id(), { owner: 'Ann', unit: 'km' });
    expect(metadata).toMatchObject([
      { key: 'owner', value: 'Ann', updaterId: scene.writer.principal },
      { key: 'unit', value: 'km' },
    ]);
    await set(catalog.as(scene.owner), kind, id(), { unit: 'mi', 'äußere Größe': '' });
    expect(await read(writer, kind, id())).toEqual({ owner: 'Ann', unit: 'mi', 'äußere Größe': '' });
    const keys = ['unit', 'nothing'];
    await writer.metadata.deleteMetadata({ object: objectOf(kind, id()), keys });
    expect(await read(catalog.as(scene.reader), kind, id())).toEqual({ owner: 'Ann', 'äußere Größe': '' });
  });

  it('tells keys apart that differ by case, accent or nothing that a store would fold', async () => {
    const own = await aBucket(writer, scene.operations);
    const entries = { key: '1', Key: '2', kéy: '3', 'key.': '4' };
    await set(writer, 'bucketId', own.id, entries);
    expect(await read(writer, 'bucketId', own.id)).toEqual(entries);
  });

  it('is listed page by page in the order of the keys', async () => {
    const own = await aBucket(writer, scene.operations);
    await set(writer, 'bucketId', own.id, { c: '3', a: '1', b: '2' });
    const object = objectOf('bucketId', own.id);
    const first = await writer.metadata.listMetadata({ object, pageSize: 2 });
    const second = await writer.metadata.listMetadata({ object, pageSize: 2, pageToken: first.nextPageToken });
    expect([...first.metadata, ...second.metadata].map(({ key }) => key)).toEqual(['a', 'b', 'c']);
  });

  it.each([
    ['a key twice', [{ key: 'a' }, { key: 'a' }], 'entries[1].key'],
    ['the same key in two forms', [{ key: '\u00e9' }, { key: 'e\u0301' }], 'entries[1].key'],
    ['a key that cannot be typed', [{ key: 'a\u200bb' }], 'entries[0].key'],
    ['a key that ends with a space', [{ key: 'a ' }], 'entries[0].key'],
  ])('refuses %s', async (_, entries, field) => {
    const call = writer.metadata.setMetadata({ object: objectOf('bucketId', bucket.id), entries });
    await expect(call).rejects.toMatchObject({ reason: 'invalid_field', facts: { field } });
  });

  it('has at most a thousand keys for one thing', async () => {
    const own = await aBucket(writer, scene.operations);
    const keys = (round: number) => Object.fromEntries(Array.from({ length: 100 }, (_, i) => [`k${round}-${i}`, 'v']));
    for (let round = 0; round < 10; round++) await set(writer, 'bucketId', own.id, keys(round));
    await set(writer, 'bucketId', own.id, { 'k0-0': 'changed' });
    await expect(set(writer, 'bucketId', own.id, { more: 'v' })).rejects.toMatchObject({
      reason: 'invalid_field',
      facts: { field: 'entries' },
    });
  });

  it('of the source is not shown by a link, and a link has its own', async () => {
    const link = await aLink(catalog, bucket, scene.analytics, [
      { who: scene.linker, writes: true },
      { who: scene.linkReader },
    ]);
    const linker = catalog.as(scene.linker);
    await set(writer, 'bucketId', bucket.id, { secret: 'ours' });
    await expect(read(linker, 'bucketId', bucket.id)).rejects.toMatchObject({ reason: 'not_found' });
    await expect(read(linker, 'tableId', table.id)).rejects.toMatchObject({ reason: 'not_found' });
    await set(linker, 'linkId', link, { use: 'reports' });
    expect(await read(catalog.as(scene.linkReader), 'linkId', link)).toEqual({ use: 'reports' });
    await expect(read(writer, 'linkId', link)).rejects.toMatchObject({ reason: 'not_found' });
    expect(await read(writer, 'bucketId', bucket.id)).toMatchObject({ secret: 'ours' });
    await catalog.inside().holds.releaseHold({ holderIds: [link] });
    expect(await read(linker, 'linkId', link)).toEqual({});
    await expect(set(linker, 'linkId', link, { late: 'note' })).rejects.toMatchObject({ reason: 'not_found' });
    catalog.reaches.remove(link);
  });

  it('goes with its column, its table and its bucket', async () => {
    const own = await aBucket(writer, scene.operations);
    const inside = await aTable(writer, own);
    const [id, name] = inside.columns;
    const put = async () => {
      await set(writer, 'bucketId', own.id, { a: '1' });
      await set(writer, 'tableId', inside.id, { a: '1' });
      await set(writer, 'columnId', id!.id, { a: '1' });
    };
    await put();
    await set(writer, 'columnId', name!.id, { a: '1' });
    await writer.tables.dropColumn({ tableId: inside.id, column: 'name' });
    await expect(read(writer, 'columnId', name!.id)).rejects.toMatchObject({ reason: 'not_found' });
    expect(await read(writer, 'columnId', id!.id)).toEqual({ a: '1' });
    await writer.buckets.deleteBucket({ bucketId: own.id, force: true });
    for (const [kind, gone] of [
      ['bucketId', own.id],
      ['tableId', inside.id],
      ['columnId', id!.id],
    ] as const) {
      await expect(read(writer, kind, gone)).rejects.toMatchObject({ reason: 'not_found', facts: { id: gone } });
    }
  });

  it('is set once for a request, and not at all by validate_only', async () => {
    const own = await aBucket(writer, scene.operations);
    const request = {
      object: objectOf('bucketId', own.id),
      entries: [{ key: 'a', value: '1' }],
      requestId: crypto.randomUUID(),
    };
    await writer.metadata.setMetadata({ ...request, validateOnly: true });
    expect(await read(writer, 'bucketId', own.id)).toEqual({});
    const done = await writer.metadata.setMetadata(request);
    await set(writer, 'bucketId', own.id, { a: '2' });
    expect(await writer.metadata.setMetadata(request)).toEqual(done);
    expect(await read(writer, 'bucketId', own.id)).toEqual({ a: '2' });
    const drop = { object: request.object, keys: ['a'], validateOnly: true };
    expect((await writer.metadata.deleteMetadata(drop)).impact).toMatchObject({ projectIds: [] });
    expect(await read(writer, 'bucketId', own.id)).toEqual({ a: '2' });
  });

  it('of what there is not is not found', async () => {
    await expect(set(writer, 'columnId', newId('column'), { a: '1' })).rejects.toMatchObject({
      reason: 'not_found',
      facts: { kind: 'column' },
    });
  });
});
