import { randomBytes } from 'node:crypto';
import { connect } from 'node:net';
import { Code, Format } from '@easement/contracts';
import { Refusal } from '@easement/domain';
import { failureIn } from './failure.ts';
import type { House } from './house.ts';
import { openQueryHouse, pause, projectId, rowsPath, settled, tableId, type Work } from './query-work.ts';
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

describe.each(versions)('GET /tables/…/rows over %s', (version) => {
  it('answers the file, named after the table', async () => {
    work.exportTable = async function* (request) {
      expect(request).toMatchObject({ tableId, projectId: '', format: Format.CSV });
      yield { chunk: Buffer.from('a,b\n') };
      yield { chunk: Buffer.from('1,2\n') };
    };
    const { status, headers, text } = await visit(version, 'GET', rowsPath);
    expect([status, text]).toEqual([200, 'a,b\n1,2\n']);
    expect(headers).toMatchObject({
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="${tableId}.csv"`,
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    });
  });

  it('answers Parquet through a project, byte by byte', async () => {
    const file = randomBytes(300_000);
    work.exportTable = async function* (request) {
      expect(request).toMatchObject({ tableId, projectId, format: Format.PARQUET });
      for (let from = 0; from < file.length; from += 65_536) yield { chunk: file.subarray(from, from + 65_536) };
    };
    const path = `${rowsPath}?format=parquet&project_id=${projectId}`;
    using visiting = begin(house, version, 'GET', path, { token: house.directory.secret, body: '' });
    const { headers, body } = await visiting.answered;
    expect(headers['content-type']).toBe('application/vnd.apache.parquet');
    expect(headers['content-disposition']).toBe(`attachment; filename="${tableId}.parquet"`);
    expect((await bytesOf(body)).equals(file)).toBe(true);
  });

  it('answers a file without a byte', async () => {
    work.exportTable = async function* () {};
    expect(await visit(version, 'GET', rowsPath)).toMatchObject({ status: 200, text: '' });
  });

  it('a slow reader holds the producer, and still gets everything', async () => {
    const chunk = Buffer.alloc(65_536, 'x');
    let made = 0;
    work.exportTable = async function* () {
      for (; made < 800; made++) yield { chunk };
    };
    using visiting = begin(house, version, 'GET', rowsPath, { token: house.directory.secret, body: '' });
    const { body } = await visiting.answered;
    expect(await settled(() => made)).toBeLessThan(400);
    expect(await bytesOf(body)).toHaveLength(800 * chunk.length);
  });

  it.each([
    ['a refusal', new Refusal('source_gone', 'gone')],
    ['a fault', new Error('the disk is gone')],
  ])('breaks off at %s in the middle, so that no part is taken for the whole', async (_, thrown) => {
    work.exportTable = async function* () {
      yield { chunk: Buffer.from('a,b\n') };
      await pause(50);
      throw thrown;
    };
    using visiting = begin(house, version, 'GET', rowsPath, { token: house.directory.secret, body: '' });
    const { status, body } = await visiting.answered;
    expect(status).toBe(200);
    await expect(bytesOf(body)).rejects.toThrow();
  });

  it('breaks off at the deadline', async () => {
    work.exportTable = async function* () {
      yield { chunk: Buffer.from('a,b\n') };
      await new Promise(() => undefined);
    };
    const headers = { 'connect-timeout-ms': '300' };
    using visiting = begin(house, version, 'GET', rowsPath, { token: house.directory.secret, headers, body: '' });
    const { body } = await visiting.answered;
    await expect(bytesOf(body)).rejects.toThrow();
  });

  it.each([
    ['?formt=csv', 'formt'],
    ['?format=json', 'format'],
    ['?format=', 'format'],
    ['?format=csv&format=csv', 'format'],
    ['?mode=append', 'mode'],
    ['?project_id=nonsense', 'project_id'],
  ])('refuses %s before anybody is asked', async (query, field) => {
    const { length } = house.reached;
    const { status, text } = await visit(version, 'GET', `${rowsPath}${query}`);
    expect(status).toBe(400);
    expect(failureIn(text)).toMatchObject({ code: Code.INVALID_ARGUMENT, reason: 'INVALID_FIELD', fields: [field] });
    expect(house.reached).toHaveLength(length);
  });
});

it('breaks off such that not even HTTP/1.0, where an answer ends with its connection, takes a part for the whole', async () => {
  let isBroken = false;
  work.exportTable = async function* () {
    yield { chunk: Buffer.from('a,b\n') };
    await pause(50);
    if (isBroken) throw new Refusal('source_gone', 'gone');
  };
  const get = (): Promise<string> =>
    new Promise((resolve, reject) => {
      const { hostname, port } = new URL(house.http);
      const socket = connect(Number(port), hostname);
      let text = '';
      socket.on('data', (bytes) => (text += bytes.toString())).on('error', reject);
      socket.on('end', () => resolve(text));
      socket.write(`GET ${rowsPath} HTTP/1.0\r\nauthorization: Bearer ${house.directory.secret}\r\n\r\n`);
    });
  expect(await get()).toMatch(/^HTTP\/1\.1 200 OK[^]*\r\n\r\na,b\n$/);
  isBroken = true;
  await expect(get()).rejects.toThrow('ECONNRESET');
});
