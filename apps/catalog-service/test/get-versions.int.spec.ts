import { type Bucket, OperationKind, type Table } from '@easement/contracts';
import { newId, type OrganizationId } from '@easement/domain';
import { stores } from '@easement/persistence/testing';
import { type Catalog, type PersonClients, type ServiceClients, startCatalog } from './catalog.ts';
import { aBucket, aCommit, aFile, aLink, aScene, aTable, type Scene } from './scene.ts';

describe.each(stores)('what is read of one instant on %s', (store) => {
  let catalog: Catalog;
  let scene: Scene;
  let writer: PersonClients;
  let versions: ServiceClients['versions'];
  let bucket: Bucket;
  let flights: Table;
  beforeAll(async () => {
    catalog = await startCatalog(store);
    scene = aScene(catalog);
    writer = catalog.as(scene.writer);
    ({ versions } = catalog.inside());
    bucket = await aBucket(writer, scene.operations, { name: 'Flights' });
    flights = await aTable(writer, bucket, { name: 'Fact Table' });
    flights = (await versions.commitVersion(aCommit(scene.writer, flights))).table!;
  });
  afterAll(() => catalog[Symbol.asyncDispose]());

  const own = (bucketName: string, tableName: string, project = scene.operations) => ({
    way: { case: 'own', value: { projectId: project.id, bucketName, tableName } } as const,
  });
  const linked = (bucketId: string, tableName: string) => ({
    way: { case: 'linked', value: { bucketId, tableName } } as const,
  });
  const byId = (tableId: string) => ({ way: { case: 'tableId', value: tableId } as const });

  it('is found by own names in any case, through links by theirs, and by id, in the order asked', async () => {
    const { answers } = await versions.getVersions({
      queries: [own('FLIGHTS', 'fact table'), linked(bucket.id, 'FACT TABLE'), byId(flights.id)],
    });
    expect(answers).toHaveLength(3);
    for (const { version, bucketFound } of answers) {
      expect(bucketFound).toBe(true);
      expect(version).toMatchObject({
        tableId: flights.id,
        bucketId: bucket.id,
        projectId: scene.operations.id,
        bucketName: 'Flights',
        tableName: 'Fact Table',
        version: 1n,
        rowCount: 10n,
        columns: [
          { name: 'id', type: 'INTEGER', nullable: false, inPrimaryKey: true },
          { name: 'name', type: 'STRING', nullable: true, inPrimaryKey: false },
        ],
      });
      expect(version?.files).toHaveLength(1);
    }
  });

  it('is told by its link where a single object is linked into a bucket of the project, and through a link not at all', async () => {
    const [source, holderId] = [await aBucket(writer, scene.operations), newId('link')];
    const hold = { objectId: source.id, holderId, projectId: scene.operations.id, bucketId: bucket.id, name: 'Linked' };
    await catalog.inside().holds.placeHold(hold);
    const { answers } = await versions.getVersions({
      queries: [own('flights', 'LINKED'), linked(bucket.id, 'linked')],
    });
    expect(answers).toMatchObject([
      { bucketFound: true, linkId: holderId },
      { bucketFound: true, linkId: '' },
    ]);
    expect(answers.map(({ version }) => version)).toEqual([undefined, undefined]);
  });

  it('is answered as not found in its place, with whether there is the bucket', async () => {
    const { answers } = await versions.getVersions({
      queries: [
        own('Flights', 'nothing'),
        own('nothing', 'Fact Table'),
        own('Flights', 'Fact Table', scene.analytics),
        linked(bucket.id, 'nothing'),
        linked(newId('bucket'), 'Fact Table'),
        byId(newId('table')),
        byId(flights.id),
      ],
    });
    const found = answers.map(({ version, bucketFound }) => [version?.tableId, bucketFound]);
    expect(found).toEqual([
      [undefined, true],
      [undefined, false],
      [undefined, false],
      [undefined, true],
      [undefined, false],
      [undefined, false],
      [flights.id, true],
    ]);
  });

  it('is nothing of an own bucket where a link has the name', async () => {
    const link = await aLink(catalog, bucket, scene.analytics);
    const { holds } = await catalog.inside().holds.listHolds({ pageSize: 1000 });
    const name = holds.find(({ holderId }) => holderId === link)?.name ?? '';
    const { answers } = await versions.getVersions({ queries: [own(name, 'Fact Table', scene.analytics)] });
    expect(answers).toMatchObject([{ bucketFound: false }]);
  });

  it('is nothing of another organization', async () => {
    const stranger = 'org_00000000000000000000000007' as OrganizationId;
    const { answers } = await catalog.inside(stranger).versions.getVersions({
      queries: [own('Flights', 'Fact Table'), linked(bucket.id, 'Fact Table'), byId(flights.id)],
    });
    expect(answers.map(({ version, bucketFound }) => [version, bucketFound])).toEqual(
      Array.from({ length: 3 }, () => [undefined, false]),
    );
  });

  it('leaves out the files of those queries alone that want none', async () => {
    const { answers } = await versions.getVersions({
      queries: [{ ...byId(flights.id), withoutFiles: true }, byId(flights.id)],
    });
    expect(answers.map(({ version }) => version?.files.length)).toEqual([0, 1]);
    expect(answers.map(({ version }) => version?.rowCount)).toEqual([10n, 10n]);
  });

  it('hides columns that were dropped, though files still hold them', async () => {
    const made = await aTable(writer, await aBucket(writer, scene.operations));
    const table = (await versions.commitVersion(aCommit(scene.writer, made))).table!;
    await writer.tables.dropColumn({ tableId: table.id, column: 'name' });
    await writer.tables.addColumn({ tableId: table.id, column: { name: 'name', type: 'DATE', nullable: true } });
    const { answers } = await versions.getVersions({ queries: [byId(table.id)] });
    const { columns = [], files = [] } = answers[0]?.version ?? {};
    const shown = columns.map(({ id }) => id);
    expect(shown).toContain(table.columns[0]!.id);
    expect(shown).not.toContain(table.columns[1]!.id);
    expect(files[0]?.columnIds).toEqual(table.columns.map(({ id }) => id));
  });

  it('is of one instant for all tables, while a load goes on', async () => {
    const pair = [await aTable(writer, bucket), await aTable(writer, bucket)];
    const loads = async () => {
      for (let round = 0; round < 10; round++) {
        for (const [place, table] of pair.entries()) {
          const commit = aCommit(scene.writer, table, { files: [aFile(table, 1)], kind: OperationKind.REPLACE });
          pair[place] = (await versions.commitVersion(commit)).table!;
        }
      }
    };
    const loading = loads();
    const lags: bigint[] = [];
    for (let round = 0; round < 20; round++) {
      const { answers } = await versions.getVersions({ queries: [byId(pair[0]!.id), byId(pair[1]!.id)] });
      const [first, second] = answers.map(({ version }) => version!);
      expect(first?.files).toHaveLength(first?.version === 0n ? 0 : 1);
      lags.push(first!.version - second!.version);
    }
    await loading;
    expect(lags.every((lag) => lag === 0n || lag === 1n)).toBe(true);
  });

  it('takes a thousand queries at once', async () => {
    const queries = Array.from({ length: 1000 }, (_, place) =>
      place % 2 === 0 ? own('flights', 'fact table') : linked(bucket.id, `nothing ${place}`),
    );
    const { answers } = await versions.getVersions({ queries });
    expect(answers.filter(({ version }) => version?.tableId === flights.id)).toHaveLength(500);
  });
});
