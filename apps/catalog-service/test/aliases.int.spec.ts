import { type Bucket, OperationKind, type Table } from '@easement/contracts';
import type { LinkId } from '@easement/domain';
import { stores } from '@easement/persistence/testing';
import { type Catalog, type PersonClients, startCatalog } from './catalog.ts';
import { aBucket, aCommit, aLink, aName, anAlias, aScene, aTable, outcomeOf, type Scene } from './scene.ts';

describe.each(stores)('aliases on %s', (store) => {
  let catalog: Catalog;
  let scene: Scene;
  let writer: PersonClients;
  let linker: PersonClients;
  beforeAll(async () => {
    catalog = await startCatalog(store);
    scene = aScene(catalog);
    writer = catalog.as(scene.writer);
    linker = catalog.as(scene.linker);
  });
  afterAll(() => catalog[Symbol.asyncDispose]());

  /** A bucket with a table of ten rows, and another bucket, linked by analytics, for aliases. */
  async function place(): Promise<{ store: Bucket; table: Table; shared: Bucket; link: LinkId }> {
    const kept = await aBucket(writer, scene.operations);
    const empty = await aTable(writer, kept);
    const { table } = await catalog.inside().versions.commitVersion(aCommit(scene.writer, empty));
    const shared = await aBucket(writer, scene.operations);
    const link = await aLink(catalog, shared, scene.analytics, [{ who: scene.linker, writes: true }]);
    return { store: kept, table: table!, shared, link };
  }
  const get = async (who: PersonClients, tableId: string) => (await who.tables.getTable({ tableId })).table!;
  const update = (tableId: string, paths: string[], fields: object) =>
    writer.tables.updateTable({ tableId, ...fields, updateMask: { paths } });
  const version = async (tableId: string) =>
    (await catalog.inside().versions.getVersions({ queries: [{ way: { case: 'tableId', value: tableId } }] }))
      .answers[0]?.version;

  it('show the columns, the sums, the history and the files of their source as they are at the time', async () => {
    const { table, shared } = await place();
    const alias = await anAlias(writer, shared, table);
    expect(alias).toMatchObject({
      ...{ bucketId: shared.id, projectId: scene.operations.id, sourceTableId: table.id, autoSyncColumns: true },
      ...{ filter: '', columns: table.columns, primaryKey: ['id'], rowCount: 10n, byteCount: 1000n, version: 1n },
    });
    const { table: wider } = await writer.tables.addColumn({
      tableId: table.id,
      column: { name: 'more', type: 'DATE', nullable: true },
    });
    await catalog.inside().versions.commitVersion(aCommit(scene.writer, wider!));
    expect(await get(writer, alias.id)).toMatchObject({ columns: wider!.columns, rowCount: 20n, version: 2n });
    const { operations } = await writer.history.listTableOperations({ tableId: alias.id });
    expect(operations.map(({ version: made }) => made)).toEqual([2n, 1n]);
    const [shown, own] = [await version(alias.id), await version(table.id)];
    expect(shown).toMatchObject({ tableId: alias.id, bucketId: shared.id, sourceTableId: table.id, filter: '' });
    expect([shown?.files, shown?.columns]).toEqual([own?.files, own?.columns]);
  });

  it('add neither rows nor bytes to their bucket or project', async () => {
    const { table, shared } = await place();
    const before = await writer.usage.getProjectUsage({ projectId: scene.operations.id });
    const alias = await anAlias(writer, shared, table);
    const counts = async () => (await writer.buckets.getBucket({ bucketId: shared.id })).bucket;
    expect(await counts()).toMatchObject({ tableCount: 1, rowCount: 0n, byteCount: 0n });
    const { usage } = await writer.usage.getProjectUsage({ projectId: scene.operations.id });
    expect(usage).toMatchObject({ rowCount: before.usage?.rowCount, byteCount: before.usage?.byteCount });
    await writer.buckets.getBucket({ bucketId: shared.id });
    const free = await aBucket(writer, scene.operations);
    const other = await anAlias(writer, free, table);
    await writer.tables.deleteTable({ tableId: other.id });
    expect((await writer.buckets.getBucket({ bucketId: free.id })).bucket).toMatchObject({
      ...{ tableCount: 0, rowCount: 0n, byteCount: 0n },
    });
    expect(alias.rowCount).toBe(10n);
  });

  it('with chosen columns show those alone, in their order, whatever comes later', async () => {
    const { table, shared } = await place();
    const alias = await anAlias(writer, shared, table, { autoSyncColumns: false, columns: ['NAME'] });
    expect(alias).toMatchObject({ autoSyncColumns: false, columns: [table.columns[1]], primaryKey: [] });
    const all = await anAlias(writer, shared, table, { autoSyncColumns: false });
    await writer.tables.addColumn({ tableId: table.id, column: { name: 'more', type: 'DATE', nullable: true } });
    expect((await get(writer, all.id)).columns).toEqual(table.columns);
    expect((await version(alias.id))?.columns.map(({ name }) => name)).toEqual(['name']);
  });

  it('keep their filter by the ids of its columns', async () => {
    const { table, shared } = await place();
    const alias = await anAlias(writer, shared, table, { filter: `name in ('a','b') and not ID = 7` });
    expect(alias.filter).toBe(`"name" IN ('a', 'b') AND NOT ("id" = 7)`);
    await writer.tables.renameColumn({ tableId: table.id, column: 'name', newName: 'called' });
    expect((await get(writer, alias.id)).filter).toBe(`"called" IN ('a', 'b') AND NOT ("id" = 7)`);
    const [id, name] = table.columns;
    const seen = await version(alias.id);
    expect(seen?.filter).toBe(`"${name?.id}" IN ('a', 'b') AND NOT ("${id?.id}" = 7)`);
    expect(seen?.filterColumns.map((column) => column.name).toSorted()).toEqual(['called', 'id']);
  });

  it.each([
    ['a filter that is none', { filter: 'id =' }, 'bad_filter'],
    ['a filter that does not fit the columns', { filter: `id = 'a'` }, 'bad_filter'],
    ['a filter by what is no column', { filter: 'nobody = 1' }, 'bad_filter'],
    ['a column that is none', { columns: ['nobody'], autoSyncColumns: false }, 'invalid_field'],
    ['columns that are named and synchronized', { columns: ['id'] }, 'invalid_field'],
  ])('are not made with %s', async (_, fields, reason) => {
    const { table, shared } = await place();
    expect(await outcomeOf(anAlias(writer, shared, table, fields))).toBe(reason);
  });

  it('lead to tables of their own project, and not to other aliases', async () => {
    const { table, shared } = await place();
    const alias = await anAlias(writer, shared, table);
    expect(await outcomeOf(anAlias(writer, shared, alias))).toBe('invalid_field');
    const theirs = await aBucket(linker, scene.analytics);
    // The alias comes in by the link, and its source does not.
    expect(await outcomeOf(anAlias(linker, theirs, alias))).toBe('reshare_forbidden');
    expect(await outcomeOf(anAlias(linker, theirs, table))).toBe('not_found');
    expect(await outcomeOf(anAlias(catalog.as(scene.owner), theirs, table))).toBe('reshare_forbidden');
    expect(await outcomeOf(anAlias(catalog.as(scene.reader), shared, table))).toBe('missing_role');
    const taken = { name: alias.name.toUpperCase() };
    expect(await outcomeOf(anAlias(writer, shared, table, taken))).toBe('name_taken');
  });

  it('are read-only, and told as what they are', async () => {
    const { table, shared } = await place();
    const { id: tableId } = await anAlias(writer, shared, table);
    const column = { name: 'more', type: 'DATE', nullable: true };
    const acts = [
      writer.tables.addColumn({ tableId, column }),
      writer.tables.renameColumn({ tableId, column: 'name', newName: 'other' }),
      writer.tables.dropColumn({ tableId, column: 'name' }),
      catalog.inside().versions.commitVersion(aCommit(scene.writer, { ...table, id: tableId })),
    ];
    for (const act of acts) await expect(act).rejects.toMatchObject({ facts: { field: 'table_id', source: table.id } });
    expect(await outcomeOf(update(table.id, ['filter'], { filter: 'id = 1' }))).toBe('invalid_field');
    await update(tableId, ['name'], { name: 'renamed' });
    expect(await get(writer, tableId)).toMatchObject({ name: 'renamed', sourceTableId: table.id });
  });

  it('are made and changed once however often the request comes', async () => {
    const { table, shared } = await place();
    const request = { name: aName(), requestId: crypto.randomUUID() };
    const first = await anAlias(writer, shared, table, request);
    expect(await anAlias(writer, shared, table, request)).toEqual(first);
    const again = anAlias(writer, shared, table, { ...request, filter: 'id = 1' });
    await expect(again).rejects.toMatchObject({ reason: 'request_id_reused' });
  });

  it('keep what they show from being dropped, though nothing is linked', async () => {
    const { store: kept, table } = await place();
    const free = await aBucket(writer, scene.operations);
    const filtered = await anAlias(writer, free, table, { filter: `name LIKE 'a%'` });
    const blocked = { reason: 'not_empty', facts: { kind: 'alias', aliases: filtered.id } };
    await expect(writer.tables.deleteTable({ tableId: table.id })).rejects.toMatchObject(blocked);
    await expect(writer.tables.dropColumn({ tableId: table.id, column: 'name' })).rejects.toMatchObject(blocked);
    await expect(writer.buckets.deleteBucket({ bucketId: kept.id, force: true })).rejects.toMatchObject(blocked);
    await writer.tables.deleteTable({ tableId: filtered.id });
    const one = await anAlias(writer, free, table, { columns: ['name'], autoSyncColumns: false });
    expect(await outcomeOf(writer.tables.dropColumn({ tableId: table.id, column: 'name' }))).toBe('not_empty');
    await update(one.id, ['columns'], { columns: ['name', 'id'] });
    await writer.tables.dropColumn({ tableId: table.id, column: 'name' });
    expect((await get(writer, one.id)).columns.map(({ name }) => name)).toEqual(['id']);
    await writer.buckets.deleteBucket({ bucketId: free.id, force: true });
    await writer.buckets.deleteBucket({ bucketId: kept.id, force: true });
  });

  it('go with a bucket that holds them and what they show', async () => {
    const { store: kept, table } = await place();
    await anAlias(writer, kept, table);
    await writer.buckets.deleteBucket({ bucketId: kept.id, force: true });
    expect(await outcomeOf(get(writer, table.id))).toBe('not_found');
  });

  describe('in a linked bucket', () => {
    it('let the link protect what they show as the tables of the bucket', async () => {
      const { store: kept, table, shared, link } = await place();
      const alias = await anAlias(writer, shared, table);
      const acts = (): Promise<unknown>[] => [
        writer.tables.deleteTable({ tableId: table.id }),
        writer.tables.deleteTable({ tableId: alias.id }),
        writer.tables.dropColumn({ tableId: table.id, column: 'name' }),
        writer.buckets.deleteBucket({ bucketId: kept.id, force: true }),
        writer.buckets.deleteBucket({ bucketId: shared.id, force: true }),
        update(alias.id, ['filter'], { filter: 'id = 1' }),
        update(alias.id, ['auto_sync_columns'], { autoSyncColumns: false }),
        catalog.inside().versions.commitVersion(retyping(table)),
      ];
      for (const act of acts()) expect(await outcomeOf(act)).toBe('has_links');
      const impact = await writer.tables.addColumn({
        tableId: table.id,
        column: { name: 'more', type: 'DATE', nullable: true },
        validateOnly: true,
      });
      expect(impact.impact?.hiddenCount).toBe(2);
      await catalog.inside().holds.releaseHold({ holderIds: [link] });
      await update(alias.id, ['filter'], { filter: 'id = 1' });
    });

    /** A replacing load that loads the name as a number. */
    const retyping = (table: Table) =>
      aCommit(scene.writer, table, {
        ...{ kind: OperationKind.REPLACE, files: [] },
        newTable: {
          ...{ bucketId: table.bucketId, name: table.name, primaryKey: ['id'] },
          columns: table.columns.map((column) => ({ ...column, type: 'INTEGER' })),
        },
      });

    it('are shown whole as tables, and hidden with a filter or without synchronized columns', async () => {
      const { table, shared, link } = await place();
      const whole = await anAlias(writer, shared, table);
      const hidden = [
        await anAlias(writer, shared, table, { filter: 'id = 1' }),
        await anAlias(writer, shared, table, { autoSyncColumns: false }),
      ];
      const parents = [
        { case: 'linkId' as const, value: link },
        { case: 'bucketId' as const, value: shared.id },
      ];
      for (const parent of parents) {
        const { tables } = await linker.tables.listTables({ parent });
        expect(tables.map(({ id, sourceTableId, filter }) => [id, sourceTableId, filter])).toEqual([
          [whole.id, '', ''],
        ]);
        const inside = await writer.tables.listTables({ parent: { case: 'bucketId', value: shared.id } });
        expect(inside.tables.map(({ id }) => id)).toEqual([whole, ...hidden].map(({ id }) => id).toSorted());
      }
      expect(await get(linker, whole.id)).toMatchObject({ columns: table.columns, sourceTableId: '' });
      for (const { id, name } of hidden) {
        const answers = [
          get(linker, id),
          linker.history.listTableOperations({ tableId: id }),
          linker.tables.updateTable({ tableId: id, name: 'x', updateMask: { paths: ['name'] } }),
          linker.tables.deleteTable({ tableId: id }),
          linker.metadata.setMetadata({ object: ofTable(id), entries: [{ key: 'a', value: 'b' }] }),
          catalog.inside().versions.commitVersion(aCommit(scene.linker, { ...table, id })),
        ];
        for (const answer of answers) expect(await outcomeOf(answer)).toBe('not_found');
        const named = await namedThroughLink(shared, name);
        expect([named?.bucketFound, named?.version]).toEqual([true, undefined]);
        expect(await version(id)).toMatchObject({ hiddenThroughLinks: true });
      }
      expect((await namedThroughLink(shared, whole.name))?.version?.tableId).toBe(whole.id);
      expect(await outcomeOf(linker.tables.deleteTable({ tableId: whole.id }))).toBe('link_is_read_only');
    });

    const ofTable = (tableId: string) => ({ object: { case: 'tableId', value: tableId } as const });
    const namedThroughLink = async ({ id: bucketId }: Bucket, tableName: string) =>
      (
        await catalog.inside().versions.getVersions({
          queries: [{ way: { case: 'linked', value: { bucketId, tableName } } }],
        })
      ).answers[0];

    it('are counted for links, offers and lists as far as links show them', async () => {
      const { table, shared, link } = await place();
      const whole = await anAlias(writer, shared, table);
      const filtered = await anAlias(writer, shared, table, { filter: 'id = 1' });
      const countsOf = async () => {
        const [inside, through, { buckets }] = await Promise.all([
          writer.buckets.getBucket({ bucketId: shared.id }),
          linker.buckets.getBucket({ bucketId: link }),
          catalog.inside().objects.lookUpObjects({ objectIds: [shared.id] }),
        ]);
        return [inside.bucket?.tableCount, through.bucket?.tableCount, buckets[0]?.tableCount];
      };
      expect(await countsOf()).toEqual([2, 1, 1]);
      const { objects } = await catalog.inside().objects.listObjects({
        ...{ principalId: scene.linker.principal, projectId: scene.analytics.id, linkedBucketIds: [shared.id] },
      });
      const linked = objects.filter(({ object }) => object.value?.projectId === scene.operations.id);
      expect(linked.map(({ object }) => object.value?.id)).toEqual([shared.id, whole.id]);
      await update(filtered.id, ['filter'], { filter: '' });
      expect(await countsOf()).toEqual([2, 2, 2]);
      await catalog.inside().holds.releaseHold({ holderIds: [link] });
      await update(whole.id, ['columns'], { columns: ['id'] });
      expect((await catalog.inside().objects.lookUpObjects({ objectIds: [shared.id] })).buckets[0]?.tableCount).toBe(1);
      await writer.tables.deleteTable({ tableId: whole.id });
      expect((await writer.buckets.getBucket({ bucketId: shared.id })).bucket?.tableCount).toBe(1);
    });

    it('say what is hidden and which buckets cover it, to who asks for it', async () => {
      const { store: kept, table, shared } = await place();
      const filtered = await anAlias(writer, shared, table, { filter: 'id = 1' });
      const objectIds = [kept.id, table.id, filtered.id];
      const { hiddenTableIds, covers } = await catalog.inside().objects.lookUpObjects({ objectIds, withCovers: true });
      expect(hiddenTableIds).toEqual([filtered.id]);
      const outside = { bucketIds: [shared.id], aliasIds: [filtered.id], aliasCount: 1 };
      expect(covers).toMatchObject([
        { objectId: table.id, ...outside },
        { objectId: kept.id, ...outside },
      ]);
      expect((await catalog.inside().objects.lookUpObjects({ objectIds })).covers).toEqual([]);
      const inside = await anAlias(writer, kept, table);
      const again = await catalog.inside().objects.lookUpObjects({ objectIds, withCovers: true });
      expect(again.covers).toMatchObject([
        { objectId: table.id, aliasIds: [filtered.id, inside.id], aliasCount: 2 },
        { objectId: kept.id, aliasIds: [filtered.id], aliasCount: 1 },
      ]);
      for (const { bucketIds } of again.covers) expect(new Set(bucketIds)).toEqual(new Set([kept.id, shared.id]));
    });

    it('let columns of what they show be known as read-only', async () => {
      const { table, shared } = await place();
      const note = () =>
        linker.metadata.setMetadata({
          object: { object: { case: 'columnId', value: table.columns[0]!.id } },
          entries: [{ key: 'a', value: 'b' }],
        });
      await anAlias(writer, shared, table, { filter: 'id = 1' });
      expect(await outcomeOf(note())).toBe('not_found');
      await anAlias(writer, shared, table);
      expect(await outcomeOf(note())).toBe('link_is_read_only');
    });
  });
});
