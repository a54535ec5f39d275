import { Action, AudienceType, Format, LoadMode, ObjectKind, Stage, type Table } from '@easement/contracts';
import { stores } from '@easement/persistence/testing';
import { refusalOf } from '../src/refusal-of.ts';
import { rowsOf } from '../src/rows-of.ts';
import { type Scene, setScene } from '../src/scene.ts';

const legs = 'flight,delay\nAA1,5\nAA2,\n';

describe.each(stores)('buckets, tables and columns are known by their ids, on %s', (store) => {
  let scene: Scene;
  beforeAll(async () => {
    scene = await setScene(store, []);
  }, 60_000);
  afterAll(() => scene[Symbol.asyncDispose]());

  const bytes = (text: string) => new TextEncoder().encode(text);
  let made = 0;

  /** A bucket of operations with a table `legs`, shared with everybody and linked by analytics. */
  async function place() {
    const { admin, writer, operations, analytics } = scene;
    const name = `bucket${(made += 1)}`;
    const { bucket } = await admin.client.buckets.createBucket({ projectId: operations, name, stage: Stage.OUT });
    const table = await load({ bucketId: bucket!.id, name: 'legs', create: true }, legs);
    const share = await shareOf(bucket!.id);
    const { link } = await writer.client.links.createLink({
      ...{ shareId: share, projectId: analytics, name: `link${made}`, stage: Stage.IN },
    });
    return { bucket: bucket!, table, share, link: link!, own: name, linked: `link${made}` };
  }
  async function load(target: object, text: string): Promise<Table> {
    const request = { ...target, format: Format.CSV, source: bytes(text) };
    return (await scene.admin.client.loadTable(request)).table!;
  }
  async function shareOf(bucketId: string): Promise<string> {
    const audience = { type: AudienceType.ORGANIZATION_MEMBERS };
    const content = { case: 'bucket', value: { bucketId } } as const;
    return (await scene.admin.client.shares.createShare({ content, audience })).share?.id ?? '';
  }
  const owned = (statement: string) => rowsOf(scene.admin.client, scene.operations, statement);
  const through = (statement: string) => rowsOf(scene.writer.client, scene.analytics, statement);
  const tables = () => scene.admin.client.tables;
  const mask = (...paths: string[]) => ({ updateMask: { paths } });

  it('a bucket that is renamed stays shared and linked, under the link’s own name', async () => {
    const { bucket, share, link, own, linked } = await place();
    const { admin, writer } = scene;
    const changed = { bucketId: bucket.id, name: `${own} renamed`, ...mask('name') };
    expect((await admin.client.buckets.updateBucket(changed)).bucket?.id).toBe(bucket.id);
    expect(await through(`SELECT count(*) FROM ${linked}.legs`)).toEqual([['2']]);
    expect(await owned(`SELECT count(*) FROM "${own} renamed".legs`)).toEqual([['2']]);
    expect(await refusalOf(owned(`SELECT 1 FROM ${own}.legs`))).toMatchObject({ reason: 'UNKNOWN_NAME' });
    expect((await admin.client.shares.getShare({ shareId: share })).share).toMatchObject({ linkCount: 1 });
    const { objects } = await writer.client.projectViews.listProjectObjects({ projectId: scene.analytics });
    const shown = objects.find(({ kind, id }) => kind === ObjectKind.BUCKET && id === bucket.id);
    expect(shown).toMatchObject({ name: linked, linkId: link.id });
  });

  it('a table that is renamed shows at once under its new name, to the owner and through the link', async () => {
    const { table, own, linked } = await place();
    await tables().updateTable({ tableId: table.id, name: 'sectors', ...mask('name') });
    for (const [ask, bucket] of [
      [owned, own],
      [through, linked],
    ] as const) {
      expect(await ask(`SELECT flight FROM ${bucket}.sectors ORDER BY 1`)).toEqual([['AA1'], ['AA2']]);
      expect(await refusalOf(ask(`SELECT 1 FROM ${bucket}.legs`))).toMatchObject({ reason: 'UNKNOWN_NAME' });
    }
    expect((await tables().getTable({ tableId: table.id })).table?.name).toBe('sectors');
  });

  it('a column that is renamed keeps its id and its values, of files from before and after', async () => {
    const { table, linked } = await place();
    const { table: renamed } = await tables().renameColumn({ tableId: table.id, column: 'delay', newName: 'late' });
    expect(renamed?.columns.map(({ id }) => id)).toEqual(table.columns.map(({ id }) => id));
    await load({ tableId: table.id }, 'flight,late\nAA3,7\n');
    expect(await through(`SELECT flight, late FROM ${linked}.legs ORDER BY 1`)).toEqual([
      ['AA1', '5'],
      ['AA2', null],
      ['AA3', '7'],
    ]);
    expect(await refusalOf(through(`SELECT delay FROM ${linked}.legs`))).toMatchObject({ reason: 'UNKNOWN_NAME' });
  });

  it('two columns that change names keep their values', async () => {
    const { table, linked } = await place();
    const rename = (column: string, newName: string) => tables().renameColumn({ tableId: table.id, column, newName });
    await tables().addColumn({ tableId: table.id, column: { name: 'note', type: 'STRING', nullable: true } });
    await rename('flight', 'x');
    await rename('note', 'flight');
    await rename('x', 'note');
    expect(await through(`SELECT note, flight FROM ${linked}.legs ORDER BY 1`)).toEqual([
      ['AA1', null],
      ['AA2', null],
    ]);
  });

  it('a name of a column that is used again is another column: old rows hold NULL in it, whatever its type', async () => {
    const { table, link, linked } = await place();
    await scene.writer.client.links.deleteLink({ linkId: link.id });
    const drop = { tableId: table.id, column: 'delay' };
    await tables().dropColumn(drop);
    const column = { name: 'delay', type: 'STRING', nullable: true };
    const { table: again } = await tables().addColumn({ tableId: table.id, column });
    expect(again?.columns[1]?.id).not.toBe(table.columns[1]?.id);
    await load({ tableId: table.id }, 'flight,delay\nAA3,long\n');
    const { shareId } = link;
    const anew = { shareId, projectId: scene.analytics, name: linked, stage: Stage.IN };
    await scene.writer.client.links.createLink(anew);
    const rows = await through(`SELECT flight, delay FROM ${linked}.legs ORDER BY 1`);
    expect(rows).toEqual([
      ['AA1', null],
      ['AA2', null],
      ['AA3', 'long'],
    ]);
    expect(await through(`SELECT count(delay), min(delay) FROM ${linked}.legs`)).toEqual([['1', 'long']]);
    expect(await refusalOf(tables().dropColumn(drop))).toMatchObject({ reason: 'HAS_LINKS' });
  });

  it('a load that replaces keeps the table, its columns and all that hangs on them', async () => {
    const { table, bucket, linked } = await place();
    const { client } = scene.admin;
    const object = { object: { case: 'columnId', value: table.columns[0]!.id } } as const;
    await client.metadata.setMetadata({ object, entries: [{ key: 'unit', value: 'name' }] });
    const replaced = await load({ bucketId: bucket.id, name: 'legs', mode: LoadMode.REPLACE }, 'delay,flight\n9,BB1\n');
    expect([replaced.id, replaced.columns, replaced.version]).toEqual([table.id, table.columns, 2n]);
    expect(await through(`SELECT flight, delay FROM ${linked}.legs`)).toEqual([['BB1', '9']]);
    expect((await client.metadata.listMetadata({ object })).metadata).toHaveLength(1);
  });

  it('a table that is made again under its name is another one, and no alias of the old one shows it', async () => {
    const { bucket, table, link, linked } = await place();
    const alias = { bucketId: bucket.id, sourceTableId: table.id, name: 'shown', autoSyncColumns: true };
    const { table: shown } = await tables().createAlias(alias);
    await scene.writer.client.links.deleteLink({ linkId: link.id });
    expect(await refusalOf(tables().deleteTable({ tableId: table.id }))).toMatchObject({ reason: 'NOT_EMPTY' });
    await tables().deleteTable({ tableId: shown!.id });
    await tables().deleteTable({ tableId: table.id });
    const again = await load({ bucketId: bucket.id, name: 'legs', create: true }, 'other\n1\n');
    expect(again.id).not.toBe(table.id);
    for (const tableId of [table.id, shown!.id]) {
      expect(await refusalOf(tables().getTable({ tableId }))).toMatchObject({ reason: 'NOT_FOUND' });
      expect(await refusalOf(scene.admin.client.preview({ tableId }))).toMatchObject({ reason: 'NOT_FOUND' });
    }
    const anew = { shareId: link.shareId, projectId: scene.analytics, name: linked, stage: Stage.IN };
    await scene.writer.client.links.createLink(anew);
    expect(await through(`SELECT * FROM ${linked}.legs`)).toEqual([['1']]);
    expect(await refusalOf(through(`SELECT * FROM ${linked}.shown`))).toMatchObject({ reason: 'UNKNOWN_NAME' });
  });

  it('a bucket that is made again under its name revives neither share nor link', async () => {
    const { bucket, share, link, own, linked } = await place();
    const { admin, writer, operations, analytics } = scene;
    await writer.client.links.deleteLink({ linkId: link.id });
    await admin.client.buckets.deleteBucket({ bucketId: bucket.id, force: true });
    const again = await admin.client.buckets.createBucket({ projectId: operations, name: own, stage: Stage.OUT });
    await load({ bucketId: again.bucket!.id, name: 'legs', create: true }, legs);
    expect(await refusalOf(admin.client.shares.getShare({ shareId: share }))).toMatchObject({ reason: 'NOT_FOUND' });
    const anew = { projectId: analytics, name: linked, stage: Stage.IN };
    expect(await refusalOf(writer.client.links.createLink({ ...anew, shareId: share }))).toMatchObject({
      reason: 'NOT_FOUND',
    });
    expect(await refusalOf(through(`SELECT 1 FROM ${linked}.legs`))).toMatchObject({ reason: 'UNKNOWN_NAME' });
    const object = { object: { case: 'bucketId', value: again.bucket!.id } } as const;
    const read = { projectId: analytics, object, action: Action.READ };
    expect(await writer.client.access.checkAccess(read)).toMatchObject({ allowed: false, reason: 'NOT_FOUND' });
    const shared = await shareOf(again.bucket!.id);
    expect(shared).not.toBe(share);
    await writer.client.links.createLink({ ...anew, shareId: shared });
    expect(await through(`SELECT count(*) FROM ${linked}.legs`)).toEqual([['2']]);
  });

  it('a link has metadata of its own, which follows it to its new name and goes with it', async () => {
    const { bucket, link, linked } = await place();
    const { admin, writer, meridian } = scene;
    const object = { object: { case: 'linkId', value: link.id } } as const;
    const entries = [{ key: 'use', value: 'reports' }];
    await writer.client.metadata.setMetadata({ object, entries });
    await writer.client.links.updateLink({ linkId: link.id, name: `${linked} renamed`, ...mask('name') });
    const keys = async ({ client }: Scene['writer']) =>
      (await client.metadata.listMetadata({ object })).metadata.map(({ key }) => key);
    expect(await keys(writer)).toEqual(['use']);
    expect(await keys(meridian.owner)).toEqual(['use']);
    expect(await refusalOf(keys(admin))).toMatchObject({ reason: 'NOT_FOUND' });
    expect(await refusalOf(admin.client.metadata.setMetadata({ object, entries }))).toMatchObject({
      reason: 'NOT_FOUND',
    });
    const ofBucket = { object: { case: 'bucketId', value: bucket.id } } as const;
    expect((await admin.client.metadata.listMetadata({ object: ofBucket })).metadata).toEqual([]);
    await writer.client.metadata.deleteMetadata({ object, keys: ['use', 'other'] });
    expect(await keys(writer)).toEqual([]);
    await writer.client.metadata.setMetadata({ object, entries });
    await admin.client.links.forceUnlink({ shareId: link.shareId, projectId: scene.analytics, comment: 'over' });
    expect(await refusalOf(keys(writer))).toMatchObject({ reason: 'NOT_FOUND' });
  });
});
