import type { Bucket, Table } from '@easement/contracts';
import { stores } from '@easement/persistence/testing';
import { type Catalog, type PersonClients, startCatalog } from './catalog.ts';
import { aBucket, aCommit, aLink, aName, anAlias, aScene, aTable, outcomeOf, type Scene, twoColumns } from './scene.ts';

describe.each(stores)('what links to granted objects show on %s', (store) => {
  let catalog: Catalog;
  let scene: Scene;
  let writer: PersonClients;
  let linker: PersonClients;
  let bucket: Bucket;
  let shown: Table;
  let kept: Table;
  let link: string;
  const granted = new Set<string>();
  const tablesOf = async (who: PersonClients, parent: 'bucketId' | 'linkId', id: string) =>
    (await who.tables.listTables({ parent: { case: parent, value: id } })).tables.map((table) => table.id);

  beforeAll(async () => {
    catalog = await startCatalog(store);
    scene = aScene(catalog);
    writer = catalog.as(scene.writer);
    linker = catalog.as(scene.linker);
    bucket = await aBucket(writer, scene.operations);
    [shown, kept] = [await aTable(writer, bucket), await aTable(writer, bucket)];
    for (const table of [shown, kept]) {
      await catalog.inside().versions.commitVersion(aCommit(scene.writer, table));
    }
    granted.add(shown.id);
    link = await aLink(catalog, bucket, scene.analytics, [{ who: scene.linker, writes: true, granted }]);
  });
  afterAll(() => catalog[Symbol.asyncDispose]());

  it('is the bucket, which counts nothing else', async () => {
    for (const bucketId of [bucket.id, link]) {
      const { bucket: seen } = await linker.buckets.getBucket({ bucketId });
      expect(seen).toMatchObject({ id: bucket.id, tableCount: 1, rowCount: 10n, byteCount: 1000n, creatorId: '' });
    }
    const { bucket: whole } = await writer.buckets.getBucket({ bucketId: bucket.id });
    expect(whole).toMatchObject({ tableCount: 2, rowCount: 20n, byteCount: 2000n });
  });

  it('is each granted table, its history, and no other', async () => {
    const { table } = await linker.tables.getTable({ tableId: shown.id });
    expect(table).toMatchObject({ id: shown.id, creatorId: '' });
    const { operations } = await linker.history.listTableOperations({ tableId: shown.id });
    expect(operations).toMatchObject([{ version: 1n, actorId: '' }]);
    const missing = { reason: 'not_found', facts: { id: kept.id } };
    await expect(linker.tables.getTable({ tableId: kept.id })).rejects.toMatchObject(missing);
    await expect(linker.history.listTableOperations({ tableId: kept.id })).rejects.toMatchObject(missing);
  });

  it('is listed by the link and by the bucket', async () => {
    expect(await tablesOf(linker, 'linkId', link)).toEqual([shown.id]);
    expect(await tablesOf(linker, 'bucketId', link)).toEqual([shown.id]);
    expect(await tablesOf(linker, 'bucketId', bucket.id)).toEqual([shown.id]);
    expect(await tablesOf(writer, 'bucketId', bucket.id)).toHaveLength(2);
  });

  it('is read-only, and what is not granted does not exist', async () => {
    const object = (value: string) => ({ object: { case: 'columnId', value } as const });
    const entries = [{ key: 'note', value: 'text' }];
    const outcomes = async (table: Table) => [
      await outcomeOf(linker.tables.deleteTable({ tableId: table.id })),
      await outcomeOf(linker.metadata.setMetadata({ object: object(table.columns[0]!.id), entries })),
      await outcomeOf(
        linker.metadata.setMetadata({ object: { object: { case: 'tableId', value: table.id } }, entries }),
      ),
      await outcomeOf(catalog.inside().versions.commitVersion(aCommit(scene.linker, { ...table, version: 1n }))),
    ];
    expect(await outcomes(shown)).toEqual(Array(4).fill('link_is_read_only'));
    expect(await outcomes(kept)).toEqual(Array(4).fill('not_found'));
    for (const bucketId of [bucket.id, link]) {
      const create = linker.tables.createTable({ bucketId, name: aName(), columns: twoColumns });
      expect(await outcomeOf(create)).toBe('link_is_read_only');
    }
  });

  it('has metadata of its own on the link', async () => {
    const object = { object: { case: 'linkId', value: link } as const };
    await linker.metadata.setMetadata({ object, entries: [{ key: 'ours', value: 'yes' }] });
    expect((await linker.metadata.listMetadata({ object })).metadata).toMatchObject([{ key: 'ours', value: 'yes' }]);
  });

  it('changes with the grants, at once', async () => {
    granted.add(kept.id).delete(shown.id);
    expect(await tablesOf(linker, 'linkId', link)).toEqual([kept.id]);
    expect(await outcomeOf(linker.tables.getTable({ tableId: shown.id }))).toBe('not_found');
    granted.delete(kept.id);
    expect(await tablesOf(linker, 'linkId', link)).toEqual([]);
    const { bucket: empty } = await linker.buckets.getBucket({ bucketId: link });
    expect(empty).toMatchObject({ tableCount: 0, rowCount: 0n, byteCount: 0n });
    granted.add(shown.id);
  });

  it('is what any of the links shows, and everything where one shows the whole bucket', async () => {
    const two = new Set([kept.id]);
    const other = await aLink(catalog, bucket, scene.elsewhere, [{ who: scene.linkReader, granted: two }]);
    const reader = catalog.as(scene.linkReader);
    expect(await tablesOf(reader, 'bucketId', bucket.id)).toEqual([kept.id]);
    expect(await outcomeOf(tablesOf(reader, 'linkId', link))).toBe('not_found');
    await aLink(catalog, bucket, scene.analytics, [{ who: scene.linkReader }]);
    expect(await tablesOf(reader, 'bucketId', bucket.id)).toHaveLength(2);
    expect(await tablesOf(reader, 'linkId', other)).toEqual([kept.id]);
  });

  it('is a granted alias as long as it is whole, under its own id, and a column of the table behind it', async () => {
    const holding = await aBucket(writer, scene.operations);
    const alias = await anAlias(writer, holding, kept);
    const through = new Set([alias.id]);
    const aliasLink = await aLink(catalog, holding, scene.elsewhere, [
      { who: scene.stranger, writes: true, granted: through },
    ]);
    const stranger = catalog.as(scene.stranger);
    expect(await outcomeOf(stranger.tables.getTable({ tableId: alias.id }))).toBe('done');
    expect(await outcomeOf(stranger.tables.getTable({ tableId: kept.id }))).toBe('not_found');
    const note = () =>
      outcomeOf(
        stranger.metadata.setMetadata({
          object: { object: { case: 'columnId', value: kept.columns[0]!.id } },
          entries: [{ key: 'note', value: 'text' }],
        }),
      );
    expect(await note()).toBe('link_is_read_only');
    const change = { tableId: alias.id, filter: 'id > 5', updateMask: { paths: ['filter'] } };
    await catalog.inside().holds.releaseHold({ holderIds: [aliasLink] });
    await writer.tables.updateTable(change);
    expect(await outcomeOf(stranger.tables.getTable({ tableId: alias.id }))).toBe('not_found');
    expect(await tablesOf(stranger, 'linkId', aliasLink)).toEqual([]);
    expect(await note()).toBe('not_found');
  });

  it('is what the gateway lists of a linked bucket, page by page, without counting the bucket', async () => {
    const [first, last] = [await aBucket(writer, scene.operations), await aBucket(writer, scene.operations)];
    const tables = [];
    for (const where of [first, first, last, last]) tables.push(await aTable(writer, where));
    const asked = {
      principalId: scene.linker.principal,
      projectId: scene.analytics.id,
      linkedBucketIds: [first.id, bucket.id, last.id],
      granted: [
        { bucketId: bucket.id, objectIds: [shown.id, tables[0]!.id] },
        { bucketId: last.id, objectIds: [] },
      ],
    };
    const pages = async (pageSize: number) => {
      const listed = [];
      for (let pageToken = ''; ;) {
        const page = await catalog.inside().objects.listObjects({ ...asked, pageSize, pageToken });
        listed.push(...page.objects.map(({ object }) => object));
        pageToken = page.nextPageToken;
        if (pageToken === '') return listed;
      }
    };
    const sorted = (ids: string[]) => ids.toSorted((one, other) => (one < other ? -1 : 1));
    const inside: Record<string, string[]> = {
      [bucket.id]: [shown.id],
      [first.id]: sorted([tables[0]!.id, tables[1]!.id]),
      [last.id]: [],
    };
    const expected = sorted([first.id, bucket.id, last.id]).flatMap((id) => [id, ...inside[id]!]);
    for (const size of [1, 2, 3, 1000]) {
      const listed = await pages(size);
      expect(listed.map(({ value }) => value?.id)).toEqual(expected);
    }
    const whole = (await pages(1000)).find(({ value }) => value?.id === bucket.id)?.value;
    expect(whole).toMatchObject({ rowCount: 0n, byteCount: 0n, tableCount: 0 });
  });
});
