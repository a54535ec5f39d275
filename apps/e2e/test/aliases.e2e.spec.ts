import { Action, Format, ObjectKind, Stage, type Table } from '@easement/contracts';
import { stores } from '@easement/persistence/testing';
import { refusalOf } from '../src/refusal-of.ts';
import { rowsOf } from '../src/rows-of.ts';
import { type Scene, setScene } from '../src/scene.ts';

const planes = 'tail,model,seats\nN1,A320,180\nN2,B737,160\nN3,A380,\n';

describe.each(stores)('aliases, on %s', (store) => {
  let scene: Scene;
  /** Where the table is that the aliases show; nobody links it. */
  let hangar = '';
  let source: Table;
  let whole: Table;
  let hidden: Record<'filtered' | 'chosen', Table>;

  beforeAll(async () => {
    scene = await setScene(store, ['airports']);
    const { client } = scene.admin;
    const made = await client.buckets.createBucket({ projectId: scene.operations, name: 'hangar', stage: Stage.OUT });
    hangar = made.bucket?.id ?? '';
    const upload = { bucketId: hangar, name: 'planes', create: true, format: Format.CSV, source: bytes(planes) };
    source = (await client.loadTable(upload)).table!;
    whole = await alias('planes', { autoSyncColumns: true });
    hidden = {
      filtered: await alias('large', { filter: `seats > 170 AND model LIKE 'A%'`, autoSyncColumns: true }),
      chosen: await alias('tails', { columns: ['tail'] }),
    };
  }, 60_000);
  afterAll(() => scene[Symbol.asyncDispose]());

  const bytes = (text: string) => new TextEncoder().encode(text);
  async function alias(name: string, fields: object): Promise<Table> {
    const request = { bucketId: scene.bucketId, sourceTableId: source.id, name, ...fields };
    return (await scene.admin.client.tables.createAlias(request)).table!;
  }
  const owned = (statement: string) => rowsOf(scene.admin.client, scene.operations, statement);
  const linked = (statement: string) => rowsOf(scene.writer.client, scene.analytics, statement);
  const previewed = async (who: Scene['admin'], tableId: string, projectId: string) =>
    (await who.client.preview({ tableId, projectId })).rows.map((row) => row.map(String));
  async function exported(who: Scene['admin'], tableId: string, projectId: string): Promise<string> {
    const chunks: Uint8Array[] = [];
    for await (const chunk of who.client.exportTable({ tableId, projectId, format: Format.CSV })) chunks.push(chunk);
    return Buffer.concat(chunks).toString();
  }

  it('are read by statement, preview and export where they are, each with what it shows', async () => {
    const { admin, operations } = scene;
    expect(await owned('SELECT * FROM flights.planes ORDER BY 1')).toEqual([
      ['N1', 'A320', '180'],
      ['N2', 'B737', '160'],
      ['N3', 'A380', null],
    ]);
    expect(await owned('SELECT * FROM flights.large')).toEqual([['N1', 'A320', '180']]);
    expect(await owned('SELECT * FROM flights.tails ORDER BY 1')).toEqual([['N1'], ['N2'], ['N3']]);
    expect(await refusalOf(owned('SELECT seats FROM flights.tails'))).toMatchObject({ reason: 'UNKNOWN_NAME' });
    expect(await previewed(admin, hidden.filtered.id, operations)).toEqual([['N1', 'A320', '180']]);
    expect(await exported(admin, hidden.chosen.id, '')).toBe('tail\nN1\nN2\nN3\n');
    expect(await exported(admin, hidden.filtered.id, '')).toBe('tail,model,seats\nN1,A320,180\n');
  });

  it('are read through a link where they are whole, though nobody links what they show', async () => {
    const { writer, analytics } = scene;
    expect(await linked('SELECT count(*), sum(seats) FROM ops.planes')).toEqual([['3', '340']]);
    expect(await previewed(writer, whole.id, analytics)).toHaveLength(3);
    expect(await exported(writer, whole.id, analytics)).toBe(planes);
    expect(await refusalOf(previewed(writer, source.id, analytics))).toMatchObject({ reason: 'NOT_FOUND' });
  });

  it.each(['filtered', 'chosen'] as const)('that are %s are nowhere through a link', async (kind) => {
    const { writer, analytics, linkId, bucketId } = scene;
    const { id, name } = hidden[kind];
    const { client } = writer;
    const absent = id.replace(/.{8}$/, '00000000');
    const told = async (ask: (tableId: string) => Promise<unknown>) =>
      JSON.stringify(await refusalOf(ask(id))) === JSON.stringify(await refusalOf(ask(absent))).replaceAll(absent, id);
    const asks: ((tableId: string) => Promise<unknown>)[] = [
      (tableId) => client.tables.getTable({ tableId }),
      (tableId) => client.preview({ tableId, projectId: analytics }),
      (tableId) => exported(writer, tableId, analytics),
      (tableId) => client.history.listTableOperations({ tableId }),
      (tableId) => client.metadata.listMetadata({ object: { object: { case: 'tableId', value: tableId } } }),
      (tableId) => client.tables.deleteTable({ tableId }),
      (tableId) => client.loadTable({ tableId, format: Format.CSV, source: bytes(planes) }),
    ];
    for (const ask of asks) expect(await told(ask)).toBe(true);
    expect(await refusalOf(linked(`SELECT * FROM ops.${name}`))).toMatchObject({ reason: 'UNKNOWN_NAME' });
    for (const action of [Action.READ, Action.WRITE, Action.DROP, Action.SHARE, Action.LINK]) {
      const object = { object: { case: 'tableId', value: id } } as const;
      const decision = await client.access.checkAccess({ projectId: analytics, object, action });
      expect([decision.allowed, decision.reason]).toEqual([false, 'NOT_FOUND']);
    }
    for (const parent of [
      { case: 'linkId' as const, value: linkId },
      { case: 'bucketId' as const, value: bucketId },
    ]) {
      const { tables } = await client.tables.listTables({ parent });
      expect(tables.map((table) => table.name).toSorted()).toEqual(['airports', 'planes']);
    }
    const { objects } = await client.projectViews.listProjectObjects({ projectId: analytics });
    const names = objects.filter((object) => object.kind === ObjectKind.TABLE).map((object) => object.name);
    expect(names.toSorted()).toEqual(['airports', 'planes']);
  });

  it('are counted in offers and through links as far as those show them, and weigh nothing', async () => {
    const { meridian, writer, admin, operations, bucketId, linkId } = scene;
    const { bucket } = await admin.client.buckets.getBucket({ bucketId });
    const { tables } = await admin.client.tables.listTables({ parent: { case: 'bucketId', value: bucketId } });
    const airports = tables.find(({ name }) => name === 'airports');
    expect(bucket).toMatchObject({ tableCount: 4, byteCount: airports?.byteCount, rowCount: airports?.rowCount });
    const through = (await writer.client.buckets.getBucket({ bucketId: linkId })).bucket;
    expect(through).toMatchObject({ tableCount: 2, byteCount: bucket?.byteCount });
    const elsewhere = await meridian.createProject('elsewhere');
    const { offers } = await meridian.owner.client.offers.listOffers({ projectId: elsewhere });
    expect(offers.map(({ tableCount, byteCount }) => [tableCount, byteCount])).toEqual([[2, bucket?.byteCount]]);
    const { usage } = await admin.client.usage.getProjectUsage({ projectId: operations });
    expect(usage).toMatchObject({ tableCount: 5, byteCount: (airports?.byteCount ?? 0n) + source.byteCount });
  });

  it('are written only where their rows are', async () => {
    const { client } = scene.admin;
    const load = (target: object) => client.loadTable({ ...target, format: Format.CSV, source: bytes(planes) });
    for (const target of [
      { tableId: whole.id },
      { bucketId: scene.bucketId, name: 'planes' },
      { bucketId: scene.bucketId, name: 'large' },
    ]) {
      expect(await refusalOf(load(target))).toMatchObject({ reason: 'INVALID_FIELD', facts: { source: source.id } });
    }
    await load({ tableId: source.id });
    expect(await linked('SELECT count(*) FROM ops.planes')).toEqual([['6']]);
  });

  it('in a linked bucket keep what they show from being dropped, until they are unlinked and gone', async () => {
    const { admin, writer, linkId, analytics, operations, shareId } = scene;
    const { tables, buckets, access, shares, links } = admin.client;
    const drops = () => [
      tables.deleteTable({ tableId: source.id }),
      tables.dropColumn({ tableId: source.id, column: 'model' }),
      buckets.deleteBucket({ bucketId: hangar, force: true }),
    ];
    const checkDrop = async (id: string) => {
      const object = { object: { case: id === hangar ? ('bucketId' as const) : ('tableId' as const), value: id } };
      return await access.checkAccess({ projectId: operations, object, action: Action.DROP });
    };
    for (const drop of drops()) {
      expect(await refusalOf(drop)).toMatchObject({ reason: 'HAS_LINKS', facts: { projects: analytics } });
    }
    for (const id of [source.id, hangar]) expect(await checkDrop(id)).toMatchObject({ reason: 'HAS_LINKS' });
    await writer.client.links.deleteLink({ linkId });
    const [ofTable, ofColumn, ofBucket] = await Promise.all(drops().map(refusalOf));
    for (const refused of [ofTable, ofColumn, ofBucket]) expect(refused?.reason).toBe('NOT_EMPTY');
    expect(await checkDrop(source.id)).toMatchObject({ reason: 'NOT_EMPTY', message: ofTable?.message });
    expect(await checkDrop(hangar)).toMatchObject({ reason: 'NOT_EMPTY', message: ofBucket?.message });
    expect((await shares.getShare({ shareId })).share?.linkCount).toBe(0);
    for (const { id } of [whole, ...Object.values(hidden)]) await tables.deleteTable({ tableId: id });
    for (const id of [source.id, hangar]) expect(await checkDrop(id)).toMatchObject({ allowed: true });
    await buckets.deleteBucket({ bucketId: hangar, force: true });
    expect((await links.listLinks({ parent: { case: 'shareId', value: shareId } })).links).toEqual([]);
  });
});
