import { type Bucket, OperationKind, type Table } from '@easement/contracts';
import { newId } from '@easement/domain';
import { stores } from '@easement/persistence/testing';
import { type Catalog, type PersonClients, type ServiceClients, startCatalog } from './catalog.ts';
import {
  aBucket,
  aCommit,
  aFile,
  aLink,
  aName,
  aScene,
  aTable,
  type CommitInit,
  hashOf,
  outcomeOf,
  type Scene,
} from './scene.ts';

describe.each(stores)('versions on %s', (store) => {
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
    bucket = await aBucket(writer, scene.operations);
  });
  afterAll(() => catalog[Symbol.asyncDispose]());

  const commit = async (table: Table, fields: Partial<CommitInit> = {}) =>
    (await versions.commitVersion(aCommit(scene.writer, table, fields))).table!;
  const filesOf = async (tableId: string) => {
    const { answers } = await versions.getVersions({ queries: [{ way: { case: 'tableId', value: tableId } }] });
    return answers[0]?.version?.files.map(({ id }) => id);
  };

  /** A table that is made with its first version, of one file of ten rows. */
  const newTable = (fields: Partial<CommitInit> = {}, name = aName()): CommitInit => {
    const id = newId('table');
    const columns = [
      { id: newId('column'), name: 'id', type: 'INTEGER', nullable: false },
      { id: newId('column'), name: 'name', type: 'STRING', nullable: true },
    ];
    return {
      principalId: scene.writer.principal,
      tableId: id,
      kind: OperationKind.CREATE,
      newTable: { bucketId: bucket.id, name, columns, primaryKey: ['id'] },
      files: [aFile({ id, columns } as never)],
      contentHash: hashOf(id),
      requestId: crypto.randomUUID(),
      ...fields,
    };
  };

  it('append files to those of the version before, in their order', async () => {
    const table = await aTable(writer, bucket);
    const [first, second, third] = [aFile(table, 3), aFile(table, 4), aFile(table, 5)];
    const one = await commit(table, { files: [first, second] });
    expect(one).toMatchObject({ version: 1n, rowCount: 7n, byteCount: 700n });
    const two = await commit(one, { files: [third] });
    expect(two).toMatchObject({ version: 2n, rowCount: 12n, byteCount: 1200n });
    expect(two.etag).not.toBe(one.etag);
    expect(await filesOf(table.id)).toEqual([first.id, second.id, third.id]);
  });

  it('replace all files, and truncate by replacing them with none', async () => {
    const table = await commit(await aTable(writer, bucket));
    const file = aFile(table, 2);
    const replaced = await commit(table, { kind: OperationKind.REPLACE, files: [file] });
    expect(replaced).toMatchObject({ version: 2n, rowCount: 2n, byteCount: 200n });
    expect(await filesOf(table.id)).toEqual([file.id]);
    const truncated = await commit(replaced, { kind: OperationKind.REPLACE, files: [] });
    expect(truncated).toMatchObject({ version: 3n, rowCount: 0n, byteCount: 0n });
    expect(await filesOf(table.id)).toEqual([]);
  });

  it('keep of each file what was committed', async () => {
    const table = await aTable(writer, bucket);
    const file = aFile(table, 3);
    await commit(table, { files: [file] });
    const { answers } = await versions.getVersions({ queries: [{ way: { case: 'tableId', value: table.id } }] });
    expect(answers[0]?.version?.files).toEqual([expect.objectContaining(file)]);
  });

  it('make a table together with its first version', async () => {
    const request = newTable();
    const { table } = await versions.commitVersion(request);
    expect(table).toMatchObject({
      id: request.tableId,
      bucketId: bucket.id,
      projectId: scene.operations.id,
      version: 1n,
      rowCount: 10n,
      primaryKey: ['id'],
      creatorId: scene.writer.principal,
      columns: request.newTable?.columns,
    });
    expect((await writer.tables.getTable({ tableId: request.tableId! })).table).toEqual(table);
    const { operations } = await writer.history.listTableOperations({ tableId: request.tableId! });
    expect(operations).toMatchObject([{ kind: OperationKind.CREATE, version: 1n, rowsAdded: 10n, rowsRemoved: 0n }]);
  });

  it('make neither table nor version where the name is taken', async () => {
    const table = await aTable(writer, bucket);
    const request = newTable({}, table.name.toUpperCase());
    await expect(versions.commitVersion(request)).rejects.toMatchObject({
      reason: 'name_taken',
      facts: { owner: table.id },
    });
    await expect(writer.tables.getTable({ tableId: request.tableId! })).rejects.toMatchObject({ reason: 'not_found' });
    const fileIds = request.files!.map(({ id }) => id!);
    expect((await versions.listFiles({ fileIds })).listedFileIds).toEqual([]);
  });

  it('are refused from any version but the current one', async () => {
    const table = await aTable(writer, bucket);
    const current = await commit(table);
    await expect(commit(table)).rejects.toMatchObject({ reason: 'lost_race', facts: { expected: '0', version: '1' } });
    await expect(commit({ ...current, version: 2n })).rejects.toMatchObject({ reason: 'lost_race' });
    expect(await commit(current)).toMatchObject({ version: 2n });
  });

  it('are made by one of two commits that race', async () => {
    const table = await aTable(writer, bucket);
    const racers = await Promise.all(Array.from({ length: 6 }, () => outcomeOf(commit(table))));
    expect(racers.toSorted()).toEqual(['done', ...Array.from({ length: 5 }, () => 'lost_race')]);
    expect((await writer.tables.getTable({ tableId: table.id })).table).toMatchObject({ version: 1n, rowCount: 10n });
  });

  it('are made once: a repeat of the upload gets the answer and the files of the first time', async () => {
    const table = await aTable(writer, bucket);
    const first = aCommit(scene.writer, table);
    const done = await versions.commitVersion(first);
    const repeat = { ...first, files: [aFile(table)], expectedVersion: 1n };
    expect(await versions.commitVersion(repeat)).toEqual(done);
    expect(done.fileIds).toEqual(first.files?.map(({ id }) => id));
    await expect(versions.commitVersion({ ...repeat, contentHash: hashOf('another') })).rejects.toMatchObject({
      reason: 'request_id_reused',
    });
    expect(await filesOf(table.id)).toEqual(done.fileIds);
    expect(done.rowCount).toBe(10n);
  });

  it('are recalled by their request id, with what the upload was', async () => {
    const table = await aTable(writer, bucket);
    const request = aCommit(scene.writer, table);
    const { requestId = '', contentHash } = request;
    expect((await versions.recallCommit({ requestId })).commit).toBeUndefined();
    await outcomeOf(versions.commitVersion({ ...request, expectedVersion: 7n }));
    expect((await versions.recallCommit({ requestId })).commit).toBeUndefined();
    const commit = await versions.commitVersion(request);
    await writer.tables.deleteTable({ tableId: table.id });
    expect(await versions.recallCommit({ requestId })).toMatchObject({ commit, contentHash });
    const elsewhere = catalog.inside(newId('organization')).versions;
    expect((await elsewhere.recallCommit({ requestId })).commit).toBeUndefined();
  });

  it('are answered to a repeat though the table is gone', async () => {
    const table = await aTable(writer, bucket);
    const request = aCommit(scene.writer, table);
    const done = await versions.commitVersion(request);
    await writer.tables.deleteTable({ tableId: table.id });
    expect(await versions.commitVersion(request)).toEqual(done);
  });

  it('are not made for who has lost the right meanwhile', async () => {
    const table = await aTable(writer, bucket);
    const guest = catalog.directory.addPerson(catalog.organization, { projects: [[scene.operations, 'write']] });
    const request = () => aCommit(guest, table);
    catalog.directory.setRole(guest, scene.operations.id, 'read');
    await expect(versions.commitVersion(request())).rejects.toMatchObject({ reason: 'missing_role' });
    catalog.directory.setRole(guest, scene.operations.id, undefined);
    await expect(versions.commitVersion(request())).rejects.toMatchObject({
      reason: 'not_found',
      facts: { id: table.id },
    });
    const made = newTable({ principalId: guest.principal });
    await expect(versions.commitVersion(made)).rejects.toMatchObject({ reason: 'not_found', facts: { id: bucket.id } });
  });

  it('are rehearsed by validate_only', async () => {
    const table = await aTable(writer, bucket);
    const link = await aLink(catalog, bucket, scene.analytics);
    const rehearsed = await versions.commitVersion(aCommit(scene.writer, table, { validateOnly: true }));
    expect(rehearsed).toMatchObject({ rowCount: 10n, impact: { projectIds: [], links: [], hiddenCount: 2 } });
    const owners = await versions.commitVersion(aCommit(scene.owner, table, { validateOnly: true }));
    expect(owners).toMatchObject({ impact: { projectIds: [scene.analytics.id], links: [link], hiddenCount: 0 } });
    await catalog.inside().holds.releaseHold({ holderIds: [link] });
    expect((await writer.tables.getTable({ tableId: table.id })).table).toEqual(table);
    await expect(
      versions.commitVersion(aCommit(scene.writer, table, { validateOnly: true, expectedVersion: 7n })),
    ).rejects.toMatchObject({ reason: 'lost_race' });
  });

  it('refuse a file that a version lists already', async () => {
    const table = await aTable(writer, bucket);
    const file = aFile(table);
    const one = await commit(table, { files: [file] });
    await expect(commit(one, { files: [file] })).rejects.toMatchObject({
      reason: 'invalid_field',
      facts: { field: 'files' },
    });
  });

  it('refuse rows without a column that came after the file was made and may not be NULL', async () => {
    const table = await aTable(writer, bucket);
    await writer.tables.addColumn({ tableId: table.id, column: { name: 'must', type: 'DATE', nullable: false } });
    await expect(commit(table)).rejects.toMatchObject({ reason: 'lost_race' });
    expect(await commit(table, { files: [aFile(table, 0)] })).toMatchObject({ version: 1n });
  });

  it('add up in the table, its bucket and the usage of the project', async () => {
    const project = catalog.directory.addProject(catalog.organization);
    catalog.directory.setRole(scene.writer, project.id, 'write');
    const own = [await aBucket(writer, project), await aBucket(writer, project)];
    const [first, second] = [await aTable(writer, own[0]!), await aTable(writer, own[1]!)];
    const one = await commit(first, { files: [aFile(first, 5), aFile(first, 6)] });
    await commit(one, { kind: OperationKind.REPLACE, files: [aFile(first, 1)] });
    await commit(second, { files: [aFile(second, 30)] });
    const third = await aTable(writer, own[1]!);
    await commit(third);
    await writer.tables.deleteTable({ tableId: third.id });
    const counts = async (id: string) => (await writer.buckets.getBucket({ bucketId: id })).bucket;
    expect(await counts(own[0]!.id)).toMatchObject({ tableCount: 1, rowCount: 1n, byteCount: 100n });
    expect(await counts(own[1]!.id)).toMatchObject({ tableCount: 1, rowCount: 30n, byteCount: 3000n });
    const { usage } = await writer.usage.getProjectUsage({ projectId: project.id });
    expect(usage).toMatchObject({ bucketCount: 2, tableCount: 2, rowCount: 31n, byteCount: 3100n });
  });

  it('do not count in the project that links the bucket', async () => {
    const project = catalog.directory.addProject(catalog.organization);
    catalog.directory.setRole(scene.linker, project.id, 'write');
    await aLink(catalog, bucket, project);
    const { usage } = await catalog.as(scene.linker).usage.getProjectUsage({ projectId: project.id });
    expect(usage).toMatchObject({ bucketCount: 0, tableCount: 0, rowCount: 0n, byteCount: 0n });
  });

  describe('that redefine the columns', () => {
    type Columns = NonNullable<NonNullable<CommitInit['newTable']>['columns']>;
    const redefine = (table: Table, columns: Columns, primaryKey: string[] = []) =>
      commit(table, {
        kind: OperationKind.REPLACE,
        newTable: { bucketId: table.bucketId, name: table.name, columns, primaryKey },
        files: [aFile({ id: table.id, columns } as never, 2)],
      });
    const column = (name: string, type = 'STRING') => ({ id: newId('column'), name, type, nullable: true });
    const dated = (table: Table) => ({ ...table.columns[1]!, type: 'DATE' });

    it('give the table others, and keep its id', async () => {
      const table = await commit(await aTable(writer, await aBucket(writer, scene.operations)));
      const columns = [column('name', 'DATE'), column('new')];
      const redefined = await redefine(table, columns, ['NEW']);
      expect(redefined).toMatchObject({ id: table.id, columns, primaryKey: ['new'], version: 2n, rowCount: 2n });
      expect((await writer.tables.getTable({ tableId: table.id })).table).toEqual(redefined);
    });

    it.each<[change: string, columns: (table: Table) => Columns, outcome: string]>([
      ['loses a column', ({ columns }) => [columns[0]!], 'has_links'],
      ['makes a column anew', ({ columns }) => [columns[0]!, column('name')], 'has_links'],
      ['retypes a column', (table) => [table.columns[0]!, dated(table)], 'has_links'],
      ['adds a column', ({ columns }) => [...columns, column('new')], 'done'],
      ['renames a column', ({ columns }) => [columns[0]!, { ...columns[1]!, name: 'title' }], 'done'],
      ['moves columns', ({ columns }) => columns.toReversed(), 'done'],
    ])('of a linked bucket: one that %s', async (_, columns, outcome) => {
      const own = await aBucket(writer, scene.operations);
      const table = await aTable(writer, own);
      const link = await aLink(catalog, own, scene.analytics);
      expect(await outcomeOf(redefine(table, columns(table)))).toBe(outcome);
      if (outcome === 'done') return;
      await catalog.inside().holds.releaseHold({ holderIds: [link] });
      expect(await redefine(table, columns(table))).toMatchObject({ version: 1n });
    });

    it('name the projects that link it as far as whom the upload is for may see them', async () => {
      const own = await aBucket(writer, scene.operations);
      const table = await aTable(writer, own);
      await aLink(catalog, own, scene.analytics);
      const [kept] = table.columns;
      const request = aCommit(scene.owner, table, {
        kind: OperationKind.REPLACE,
        newTable: { bucketId: own.id, name: table.name, columns: [kept!] },
      });
      const named = { reason: 'has_links', facts: { projects: scene.analytics.id, hidden_count: '0' } };
      await expect(versions.commitVersion(request)).rejects.toMatchObject(named);
      const hidden = { reason: 'has_links', facts: { projects: '', hidden_count: '1' } };
      const other = { ...request, principalId: scene.writer.principal };
      await expect(versions.commitVersion(other)).rejects.toMatchObject(hidden);
    });

    it('neither move nor rename the table', async () => {
      const table = await aTable(writer, bucket);
      const elsewhere = await aBucket(writer, scene.operations);
      const refused = (field: string) => ({ reason: 'invalid_field', facts: { field } });
      await expect(redefine({ ...table, bucketId: elsewhere.id }, table.columns)).rejects.toMatchObject(
        refused('new_table.bucket_id'),
      );
      await expect(redefine({ ...table, name: 'another' }, table.columns)).rejects.toMatchObject(
        refused('new_table.name'),
      );
    });
  });

  it('are told in the history, latest first, without people to who reads by a link', async () => {
    const own = await aBucket(writer, scene.operations);
    const link = await aLink(catalog, own, scene.analytics, [{ who: scene.linkReader }]);
    const one = await commit(await aTable(writer, own), { files: [] });
    const two = await commit(one);
    await commit(two, { kind: OperationKind.REPLACE, files: [aFile(two, 3)] });
    const page = { tableId: two.id, pageSize: 2 };
    const latest = await writer.history.listTableOperations(page);
    const rest = await writer.history.listTableOperations({ ...page, pageToken: latest.nextPageToken });
    expect([...latest.operations, ...rest.operations]).toMatchObject([
      { version: 3n, kind: OperationKind.REPLACE, rowCount: 3n, rowsAdded: 3n, rowsRemoved: 10n },
      { version: 2n, kind: OperationKind.APPEND, rowCount: 10n, byteCount: 1000n, rowsAdded: 10n, rowsRemoved: 0n },
      { version: 1n, kind: OperationKind.APPEND, rowCount: 0n, actorId: scene.writer.principal },
    ]);
    const { operations } = await catalog.as(scene.linkReader).history.listTableOperations({ tableId: two.id });
    expect(operations.map(({ version, actorId }) => [version, actorId])).toEqual([
      [3n, ''],
      [2n, ''],
      [1n, ''],
    ]);
    catalog.reaches.remove(link);
  });
});
