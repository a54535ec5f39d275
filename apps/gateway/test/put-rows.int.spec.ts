import { randomBytes } from 'node:crypto';
import { Format, LoadMode } from '@easement/contracts';
import { newId, Refusal } from '@easement/domain';
import { failureIn } from './failure.ts';
import { type House, until } from './house.ts';
import { openQueryHouse, rowsPath, settled, tableId, type Work } from './query-work.ts';
import { type Asked, begin, bytesOf, type Version, versions, visit as visitHouse } from './visit.ts';

let work: Work;
let house: House;

beforeAll(async () => {
  house = await openQueryHouse(() => work);
});

beforeEach(() => {
  work = {};
});

afterAll(() => house[Symbol.asyncDispose]());

const visit = (version: Version, method: string, path: string, asked: Asked = {}) =>
  visitHouse(house, version, method, path, { token: house.directory.secret, ...asked });

describe.each(versions)('PUT /tables/…/rows over %s', (version) => {
  /** Takes an upload whole, and keeps its header and the file. */
  const keep = () => {
    const kept: { header: unknown; chunks: Uint8Array[]; requestId: string } = {
      header: {},
      chunks: [],
      requestId: '',
    };
    work.loadTable = async (requests, { requestId }) => {
      kept.requestId = requestId;
      for await (const { part } of requests) {
        if (part.case === 'header') kept.header = part.value;
        if (part.case === 'chunk') kept.chunks.push(part.value);
      }
      return { table: { id: tableId, name: 'legs', rowCount: 2n }, rowCount: 2n, version: 3n };
    };
    return kept;
  };

  it('loads the body, and answers what LoadTable answers', async () => {
    const kept = keep();
    const { status, headers, text } = await visit(version, 'PUT', `${rowsPath}?format=csv`, { body: 'a,b\n1,2\n' });
    expect([status, headers['content-type']]).toEqual([200, 'application/json']);
    expect(JSON.parse(text)).toMatchObject({
      table: { id: tableId, name: 'legs', rowCount: '2', columns: [] },
      rowCount: '2',
      version: '3',
    });
    expect(kept.header).toMatchObject({
      tableId,
      format: Format.CSV,
      mode: LoadMode.APPEND,
      csv: { header: true, delimiter: '' },
      validateOnly: false,
    });
    expect(Buffer.concat(kept.chunks).toString()).toBe('a,b\n1,2\n');
  });

  it('takes every word of the query and the request id of the header', async () => {
    const kept = keep();
    const query = 'format=csv&mode=replace&header=false&delimiter=%3B&null_text=NULL&validate_only=true';
    await visit(version, 'PUT', `${rowsPath}?${query}`, { body: 'x', requestId: 'my-load' });
    expect(kept.header).toMatchObject({
      mode: LoadMode.REPLACE,
      csv: { header: false, delimiter: ';', nullText: 'NULL' },
      requestId: 'my-load',
      validateOnly: true,
    });
    expect(kept.requestId).toBe('my-load');
  });

  it('passes bytes on as they are, in parts that LoadTable takes', async () => {
    const kept = keep();
    const file = randomBytes(5_000_000);
    const { status } = await visit(version, 'PUT', `${rowsPath}?format=parquet`, { body: file });
    expect(status).toBe(200);
    expect(kept.header).toMatchObject({ format: Format.PARQUET });
    expect(Math.max(...kept.chunks.map(({ length }) => length))).toBeLessThanOrEqual(1_048_576);
    expect(Buffer.concat(kept.chunks).equals(file)).toBe(true);
  });

  it('takes the format from the content type where the query has none', async () => {
    const kept = keep();
    const headers = { 'content-type': 'application/vnd.apache.parquet' };
    await visit(version, 'PUT', rowsPath, { body: 'PAR1', headers });
    expect(kept.header).toMatchObject({ format: Format.PARQUET });
  });

  it('passes an empty file on', async () => {
    const kept = keep();
    expect((await visit(version, 'PUT', `${rowsPath}?format=csv`, { body: '' })).status).toBe(200);
    expect(kept.chunks).toEqual([]);
  });

  it.each([
    ['', 'format'],
    ['?format=csv&format=parquet', 'format'],
    ['?format=xlsx', 'format'],
    ['?format=csv&mode=upsert', 'mode'],
    ['?format=csv&header=yes', 'header'],
    ['?format=csv&project_id=x', 'project_id'],
    ['?format=csv&delimiter=%3B%3B', 'header.csv.delimiter'],
  ])('refuses %j before anybody is asked', async (query, field) => {
    const { length } = house.reached;
    const { status, text } = await visit(version, 'PUT', `${rowsPath}${query}`, { body: 'a,b\n1,2\n' });
    expect(status).toBe(400);
    expect(failureIn(text)).toMatchObject({ reason: 'INVALID_FIELD', fields: [field] });
    expect(house.reached).toHaveLength(length);
  });

  it('refuses an id of the wrong kind', async () => {
    const { text } = await visit(version, 'PUT', `/tables/${newId('bucket')}/rows?format=csv`, { body: 'a' });
    expect(failureIn(text)).toMatchObject({ reason: 'INVALID_FIELD', fields: ['header.table_id'] });
  });

  it('a slow service holds the uploader', async () => {
    const { promise: released, resolve: release } = Promise.withResolvers<void>();
    let taken = 0;
    work.loadTable = async (requests) => {
      for await (const _ of requests) {
        taken++;
        await released;
      }
      return { rowCount: BigInt(taken) };
    };
    using visiting = begin(house, version, 'PUT', `${rowsPath}?format=csv`, { token: house.directory.secret });
    let sent = 0;
    const sending = (async () => {
      const piece = Buffer.alloc(65_536, 'x');
      for (; sent < 800; sent++) {
        if (!visiting.sending.write(piece)) await new Promise((resolve) => visiting.sending.once('drain', resolve));
      }
      visiting.sending.end();
    })();
    await until(() => taken === 1, 'the load has begun');
    expect(await settled(() => sent)).toBeLessThan(400);
    release();
    await sending;
    const { status, body } = await visiting.answered;
    await bytesOf(body);
    expect([status, sent]).toEqual([200, 800]);
  });

  it('who is refused half-way gets the answer though still sending', async () => {
    work.loadTable = async (requests) => {
      let parts = 0;
      for await (const _ of requests) {
        if (++parts === 3) throw new Refusal('bad_file', 'line 2, column 7: no number', { line: '2', column: '7' });
      }
      return {};
    };
    using visiting = begin(house, version, 'PUT', `${rowsPath}?format=csv`, { token: house.directory.secret });
    const piece = Buffer.alloc(65_536, 'x');
    const timer = setInterval(() => visiting.sending.write(piece), 5);
    try {
      const { status, body } = await visiting.answered;
      expect(status).toBe(400);
      expect(failureIn((await bytesOf(body)).toString())).toMatchObject({
        reason: 'BAD_FILE',
        facts: { line: '2', column: '7' },
      });
    } finally {
      clearInterval(timer);
    }
  });
});
