import { type Change, ChangeKind, OperationKind, Stage } from '@easement/contracts';
import { newId } from '@easement/domain';
import { stores } from '@easement/persistence/testing';
import { type Catalog, startCatalog } from './catalog.ts';
import { aBucket, aCommit, aFile, aScene, aTable, hashOf, outcomeOf } from './scene.ts';

const kinds = { [ChangeKind.CREATED]: 'created', [ChangeKind.UPDATED]: 'updated', [ChangeKind.DELETED]: 'deleted' };

/** `table created`, `column updated: a from b`. */
function told({ what }: Change): string {
  if (what.case === 'version') return `version ${what.value.version}`;
  const value = what.value as { kind: keyof typeof kinds; name: string; previousName: string };
  const names = value.previousName === '' ? '' : `: ${value.name} from ${value.previousName}`;
  return `${what.case} ${kinds[value.kind]}${names}`;
}

describe.each(stores)('the feed of the catalog on %s', (store) => {
  let catalog: Catalog;
  beforeEach(async () => {
    catalog = await startCatalog(store);
  });
  afterEach(() => catalog[Symbol.asyncDispose]());

  it('tells what became of buckets and tables, with the names they had', async () => {
    const { operations, writer } = aScene(catalog);
    const { buckets, tables } = catalog.as(writer);
    const bucket = await aBucket(catalog.as(writer), operations);
    const table = await aTable(catalog.as(writer), bucket);
    const mask = { updateMask: { paths: ['name'] } };
    await buckets.updateBucket({ bucketId: bucket.id, name: 'planes', ...mask });
    await buckets.updateBucket({ bucketId: bucket.id, stage: Stage.IN, updateMask: { paths: ['stage'] } });
    await tables.updateTable({ tableId: table.id, name: 'routes', ...mask });
    await tables.createAlias({ bucketId: bucket.id, name: 'seen', sourceTableId: table.id, autoSyncColumns: true });
    expect(await outcomeOf(tables.deleteTable({ tableId: table.id }))).not.toBe('done');
    await buckets.deleteBucket({ bucketId: bucket.id, force: true, validateOnly: true });
    const other = await aTable(catalog.as(writer), bucket);
    await tables.deleteTable({ tableId: other.id });
    await buckets.deleteBucket({ bucketId: bucket.id, force: true });
    const changes = await catalog.changes(9);
    expect(changes.map(told)).toEqual([
      'bucket created',
      'table created',
      `bucket updated: planes from ${bucket.name}`,
      'bucket updated',
      `table updated: routes from ${table.name}`,
      'table created',
      'table created',
      'table deleted',
      'bucket deleted',
    ]);
    expect(changes.map(({ sequence }) => sequence)).toEqual([1n, 2n, 3n, 4n, 5n, 6n, 7n, 8n, 9n]);
    expect(changes[7]).toMatchObject({
      organizationId: catalog.organization,
      what: { case: 'table', value: { tableId: other.id, bucketId: bucket.id, projectId: operations.id } },
    });
  });

  it('tells of columns by their ids, and of the rows by the number of the version', async () => {
    const { operations, writer } = aScene(catalog);
    const { tables } = catalog.as(writer);
    const { versions } = catalog.inside();
    const bucket = await aBucket(catalog.as(writer), operations);
    const table = await aTable(catalog.as(writer), bucket);
    const column = { name: 'code', type: 'STRING', nullable: true };
    const added = (await tables.addColumn({ tableId: table.id, column })).table!.columns.at(-1)!;
    await tables.renameColumn({ tableId: table.id, column: 'code', newName: 'iata' });
    await tables.dropColumn({ tableId: table.id, column: 'iata' });
    const { version } = (await versions.commitVersion(aCommit(writer, table))).table!;
    await versions.commitVersion(aCommit(writer, { ...table, version }, { kind: OperationKind.REPLACE, files: [] }));
    const changes = await catalog.changes(7);
    expect(changes.slice(2).map(told)).toEqual([
      'column created',
      'column updated: iata from code',
      'column deleted',
      'version 1',
      'version 2',
    ]);
    for (const { what } of changes.slice(2, 5)) expect(what).toMatchObject({ value: { columnId: added.id } });
  });

  it('tells of a table that comes with rows, and of what a replacing load does to its columns', async () => {
    const { operations, writer } = aScene(catalog);
    const { versions } = catalog.inside();
    const bucket = await aBucket(catalog.as(writer), operations);
    const columnOf = (name: string, type = 'STRING') => ({ id: newId('column'), name, type, nullable: true });
    const [kept, lost, gained] = [columnOf('kept'), columnOf('lost'), columnOf('gained')];
    const id = newId('table');
    const commit = (columns: readonly ReturnType<typeof columnOf>[], more: object) => ({
      principalId: writer.principal,
      tableId: id,
      newTable: { bucketId: bucket.id, name: 'loaded', columns: [...columns], primaryKey: [] },
      files: [aFile({ id, columns } as never)],
      contentHash: hashOf(columns.map(({ name }) => name).join()),
      requestId: crypto.randomUUID(),
      ...more,
    });
    await versions.commitVersion(commit([kept, lost], { kind: OperationKind.CREATE }));
    await versions.commitVersion(commit([kept, gained], { kind: OperationKind.REPLACE, expectedVersion: 1n }));
    const changes = await catalog.changes(6);
    expect(changes.slice(1).map(told)).toEqual([
      'table created',
      'version 1',
      'column deleted',
      'column created',
      'version 2',
    ]);
  });
});
