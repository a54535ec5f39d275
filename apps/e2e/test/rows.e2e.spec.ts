import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Client, LoadRequest } from '@easement/client';
import { Format, LoadMode, OrganizationRole, ProjectRole } from '@easement/contracts';
import { stores } from '@easement/persistence/testing';
import { duckdbRows } from '../src/expected.ts';
import { refusalOf } from '../src/refusal-of.ts';
import { rowsOf, type TextRow } from '../src/rows-of.ts';
import { type Scene, setScene } from '../src/scene.ts';

const birdstrikes = join(process.cwd(), 'apps/standalone/data/birdstrikes.csv');

type Load = Pick<LoadRequest, 'source'> & {
  readonly tableId?: string;
  readonly name?: string;
  readonly create?: boolean;
  readonly format?: Format;
  readonly mode?: LoadMode;
  readonly primaryKey?: string[];
  readonly requestId?: string;
  readonly validateOnly?: boolean;
};

const bytes = (text: string) => new TextEncoder().encode(text);

describe.each(stores)('rows on %s', (store) => {
  let scene: Scene;
  let admin: Client;
  let writer: Client;
  beforeAll(async () => {
    scene = await setScene(store, ['airports']);
    admin = scene.admin.client;
    writer = scene.writer.client;
  }, 60_000);
  afterAll(() => scene[Symbol.asyncDispose]());

  const load = (fields: Load) =>
    admin.loadTable({ format: Format.CSV, ...(fields.tableId ? {} : { bucketId: scene.bucketId }), ...fields });
  const make = async (name: string, source: LoadRequest['source'], format: Format = Format.CSV) =>
    (await load({ name, create: true, source, format })).table?.id ?? '';
  const idOf = async (table: string) => {
    const { tables } = await admin.tables.listTables({ parent: { case: 'bucketId', value: scene.bucketId } });
    return tables.find(({ name }) => name === table)?.id ?? '';
  };
  const linked = (statement: string): Promise<TextRow[]> => rowsOf(writer, scene.analytics, statement);
  const own = (statement: string): Promise<TextRow[]> => rowsOf(admin, scene.operations, statement);
  const countDataFiles = async () => {
    const entries = await readdir(scene.product.rowsFolder, { recursive: true });
    return entries.filter((path) => path.endsWith('.parquet')).length;
  };
  const versionOf = async (tableId: string) => (await admin.tables.getTable({ tableId })).table?.version;

  describe('of birdstrikes, with spaces and $ in the header and values of all kinds', () => {
    let tableId = '';
    beforeAll(async () => {
      tableId = await make('birdstrikes', new Uint8Array(await readFile(birdstrikes)));
    });

    it.each([
      'SELECT count(*), count("Cost Total $"), sum("Cost Total $"), max("Speed IAS in knots") FROM t',
      'SELECT "Wildlife Size", count(*) n, round(avg("Cost Repair"), 3) FROM t GROUP BY ALL ORDER BY n DESC, 1',
      `SELECT "Flight Date", "Airport Name", "Cost Total $" FROM t WHERE "Cost Total $" > 1000000 ORDER BY ALL`,
      `SELECT year("Flight Date") y, "Phase of flight", count(DISTINCT "Aircraft Make Model") FROM t
        WHERE "Origin State" = 'Texas' AND "Time of day" <> 'Day' GROUP BY ALL ORDER BY ALL`,
      'SELECT sum(length("Wildlife Species")), min("Wildlife Species"), max("Aircraft Airline Operator") FROM t',
    ])('answer through the link what DuckDB answers on the file: %s', async (statement) => {
      const expected = await duckdbRows(statement.replace('FROM t', `FROM read_csv('${birdstrikes}')`));
      expect(expected.length).toBeGreaterThan(0);
      expect(await linked(statement.replace('FROM t', 'FROM ops.birdstrikes'))).toEqual(expected);
    });

    it('are previewed as they stand in the file', async () => {
      const { columns, rows, rowCount } = await writer.preview({ tableId, projectId: scene.analytics, maxRows: 3 });
      const described = await duckdbRows(`DESCRIBE FROM read_csv('${birdstrikes}')`);
      expect(columns.map(({ name }) => name)).toEqual(described.map(([name]) => name));
      expect(Object.fromEntries(columns.map(({ name, type }) => [name, type]))).toMatchObject({
        'Cost Total $': 'INTEGER',
        'Flight Date': 'DATE',
        'Wildlife Size': 'STRING',
      });
      const [first = []] = await duckdbRows(`FROM read_csv('${birdstrikes}') LIMIT 1`);
      expect(rows).toHaveLength(3);
      expect(rows[0]?.map((value) => (value === null ? null : String(value)))).toEqual(first);
      expect(rowCount).toBe(10_000n);
    });

    it.each([
      ['CSV', Format.CSV],
      ['Parquet', Format.PARQUET],
    ])('are the same when exported as %s and loaded again', async (kind, format) => {
      const chunks: Uint8Array[] = [];
      for await (const chunk of writer.exportTable({ tableId, projectId: scene.analytics, format })) chunks.push(chunk);
      const name = `again as ${kind}`;
      const again = await make(name, new Uint8Array(Buffer.concat(chunks)), format);
      const columnsOf = async (id: string) =>
        (await admin.tables.getTable({ tableId: id })).table?.columns.map((column) => [column.name, column.type]);
      expect(await columnsOf(again)).toEqual(await columnsOf(tableId));
      for (const [a, b] of [
        ['birdstrikes', `"${name}"`],
        [`"${name}"`, 'birdstrikes'],
      ] as const) {
        const missing = `SELECT count(*) FROM (FROM flights.${a} EXCEPT ALL FROM flights.${b})`;
        expect(await own(missing)).toEqual([['0']]);
      }
      expect(await own(`SELECT count(*) FROM flights."${name}"`)).toEqual([['10000']]);
    });

    it('are refused whole where a line is wrong, which is named', async () => {
      const text = await readFile(birdstrikes, 'utf8');
      const lines = text.split('\r\n');
      lines[7_000] = (lines[7_000] ?? '').replace(/\d+$/, 'fast');
      const files = await countDataFiles();
      const version = await versionOf(tableId);
      const bad = await refusalOf(load({ tableId, source: bytes(lines.join('\r\n')) }));
      expect(bad).toMatchObject({
        reason: 'BAD_FILE',
        facts: { line: '7001', column: '14', column_name: 'Speed IAS in knots', expected_type: 'INTEGER' },
      });
      expect(bad.message).not.toContain('fast');
      expect(await countDataFiles()).toBe(files);
      expect(await versionOf(tableId)).toBe(version);
      const { operations } = await admin.history.listTableOperations({ tableId });
      expect(operations).toHaveLength(1);
    });
  });

  it('are those of a replacing load at once, through every link', async () => {
    const tableId = await make('weather', bytes('day,rain\n2001-01-01,1.5\n'));
    expect(await linked('SELECT * FROM ops.weather')).toEqual([['2001-01-01', '1.5']]);
    await load({ tableId, mode: LoadMode.REPLACE, source: bytes('day,rain\n2001-01-02,\n') });
    expect(await linked('SELECT * FROM ops.weather')).toEqual([['2001-01-02', null]]);
    expect((await writer.preview({ tableId, projectId: scene.analytics })).rows).toEqual([['2001-01-02', null]]);
  });

  it('are added once by a repeated load, though its keys are in the table by then', async () => {
    const source = bytes('id,name\n1,one\n2,two\n');
    const create = { name: 'numbers', create: true, primaryKey: ['id'], source, requestId: crypto.randomUUID() };
    const made = await load(create);
    expect(await load(create)).toEqual(made);
    const tableId = made.table?.id ?? '';
    const more = { tableId, source: bytes('id,name\n3,three\n'), requestId: crypto.randomUUID() };
    const loaded = await load(more);
    expect(await load(more)).toEqual(loaded);
    expect(await own('SELECT count(*) FROM flights.numbers')).toEqual([['3']]);
    const other = { ...more, source: bytes('id,name\n4,four\n') };
    expect(await refusalOf(load(other))).toMatchObject({
      reason: 'REQUEST_ID_REUSED',
      facts: { request_id: more.requestId },
    });
    await Promise.all(
      [4, 5, 6, 7].map((id) => load({ ...more, requestId: '', source: bytes(`id,name\n${id},many\n`) })),
    );
    expect(await own('SELECT count(*), count(DISTINCT id) FROM flights.numbers')).toEqual([['7', '7']]);
  });

  it('are rehearsed with whom they would touch', async () => {
    const tableId = await idOf('airports');
    const files = await countDataFiles();
    const source = bytes('iata,name,city,state,country,latitude,longitude\nXXX,,,,,,\n');
    const { impact, rowCount, table } = await load({ tableId, source, validateOnly: true });
    expect(impact).toMatchObject({ projectIds: [scene.analytics], links: [scene.linkId], hiddenCount: 0 });
    expect({ rowCount, table }).toEqual({ rowCount: 1n, table: undefined });
    expect(await countDataFiles()).toBe(files);
    expect(await own('SELECT count(*) FROM flights.airports')).toEqual([['3376']]);
  });

  it('of a dropped column never come back under a new one of its name', async () => {
    const source = bytes('id,secret\n1,hidden\n');
    const made = await writer.loadTable({
      ...{ bucketId: scene.ownBucketId, name: 'notes', create: true, format: Format.CSV, source },
    });
    const tableId = made.table?.id ?? '';
    const read = () => rowsOf(writer, scene.analytics, 'SELECT * FROM own.notes');
    await writer.tables.renameColumn({ tableId, column: 'secret', newName: 'Public $' });
    expect(await rowsOf(writer, scene.analytics, 'SELECT "public $" FROM own.notes')).toEqual([['hidden']]);
    await writer.tables.dropColumn({ tableId, column: 'Public $' });
    expect(await read()).toEqual([['1']]);
    await writer.tables.addColumn({ tableId, column: { name: 'secret', type: 'STRING', nullable: true } });
    expect(await read()).toEqual([['1', null]]);
    const chunks: string[] = [];
    for await (const chunk of writer.exportTable({ tableId, format: Format.CSV }))
      chunks.push(String(Buffer.from(chunk)));
    expect(chunks.join('')).toBe('id,secret\n1,\n');
  });

  describe('of an answer that streams', () => {
    const many = 300_000;
    const statement = `SELECT n, text FROM ops.long`;
    beforeAll(async () => {
      const lines = Array.from({ length: many }, (_, index) => `${index},${'t'.repeat(60)}`);
      await make('long', bytes(`n,text\n${lines.join('\n')}\n`));
    }, 60_000);

    /** Begins to read, acts after the first row, and reads on; answers how many rows came. */
    const readOn = async (client: Client, act: () => Promise<unknown>): Promise<number> => {
      let count = 0;
      for await (const _ of (await client.query({ projectId: scene.analytics, statement })).rows) {
        if (count++ === 0) await act();
      }
      return count;
    };
    const guest = (name: string) =>
      scene.meridian.createMember(name, {
        organization: OrganizationRole.MEMBER,
        projects: { [scene.analytics]: ProjectRole.READ },
      });

    it('come to their end though the link goes, and are out of reach for the next statement', async () => {
      const { linkId } = scene;
      const { link } = await writer.links.getLink({ linkId });
      expect(await readOn(writer, () => writer.links.deleteLink({ linkId }))).toBe(many);
      expect(await refusalOf(linked(statement))).toMatchObject({ reason: 'UNKNOWN_NAME' });
      const request = { shareId: scene.shareId, projectId: scene.analytics, name: 'ops' };
      const again = await writer.links.createLink({ ...request, stage: link?.stage ?? 0 });
      expect(again.link?.id).not.toBe(linkId);
    });

    it('come to their end though all rows are replaced', async () => {
      const tableId = await idOf('long');
      const chunks: Uint8Array[] = [];
      for await (const chunk of admin.exportTable({ tableId, format: Format.PARQUET })) chunks.push(chunk);
      const replace = { tableId, mode: LoadMode.REPLACE };
      expect(await readOn(writer, () => load({ ...replace, source: bytes('n,text\n1,new\n') }))).toBe(many);
      expect(await linked(statement)).toEqual([['1', 'new']]);
      const source = new Uint8Array(Buffer.concat(chunks));
      await load({ ...replace, format: Format.PARQUET, source });
      expect(await linked('SELECT count(*) FROM ops.long')).toEqual([[String(many)]]);
    });

    it('end with the membership of who reads them', async () => {
      const { id: principalId, client } = await guest('leaver');
      const { memberships } = scene.meridian.owner.client;
      const place = { projectId: scene.analytics, principalId };
      const reading = readOn(client, () => memberships.removeProjectMember(place));
      expect(await refusalOf(reading)).toMatchObject({
        reason: 'MISSING_ROLE',
        facts: { role: 'read', scope: scene.analytics },
      });
    });

    it('end with the token of who reads them', async () => {
      const { id: principalId, client } = await guest('careless');
      const { tokens } = await scene.meridian.owner.client.tokens.listTokens({ principalId });
      const tokenId = tokens[0]?.id ?? '';
      const reading = readOn(client, () => scene.meridian.owner.client.tokens.revokeToken({ tokenId }));
      expect(await refusalOf(reading)).toMatchObject({ reason: 'BAD_TOKEN' });
    });

    it('end with a reason where they take too long, or their caller has them ended', async () => {
      const endless = 'SELECT count(*) FROM range(10000000) a, range(10000000) b';
      const slow = async () => {
        for await (const _ of (
          await writer.query({ projectId: scene.analytics, statement: endless }, { timeoutMs: 3_000 })
        ).rows);
      };
      expect(await refusalOf(slow())).toMatchObject({ reason: 'QUERY_TIMEOUT', facts: { unit: 'milliseconds' } });
      const { queryId, rows } = await writer.query({ projectId: scene.analytics, statement });
      expect(await refusalOf(admin.queries.cancelQuery({ queryId }))).toMatchObject({ reason: 'NOT_FOUND' });
      await writer.queries.cancelQuery({ queryId });
      const rest = (async () => {
        for await (const _ of rows);
      })();
      expect(await refusalOf(rest)).toMatchObject({ reason: 'QUERY_TIMEOUT', facts: { limit: 'cancelled' } });
    });
  });
});
