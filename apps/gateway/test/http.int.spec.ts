import { connect as connectSocket } from 'node:net';
import { ProjectService, QueryService } from '@easement/contracts';
import { newId } from '@easement/domain';
import { type House, openHouse } from './house.ts';
import { bytesOf, begin, versions, visit } from './visit.ts';

const page = 'https://console.example.com';
const rows = `/tables/${newId('table')}/rows`;
const listProjects = `/${ProjectService.typeName}/ListProjects`;
let house: House;
let open: House;

beforeAll(async () => {
  house = await openHouse();
  open = await openHouse([], { allowedOrigins: [page] });
});

afterAll(async () => {
  await house[Symbol.asyncDispose]();
  await open[Symbol.asyncDispose]();
});

const json = { 'content-type': 'application/json' };

describe.each(versions)('over %s', (version) => {
  it.each([
    '/',
    '/nothing',
    '//',
    '//tables/x/rows',
    '/tables',
    '/tables/x/rows/',
    '/SQL',
    '/sql/',
    '/%',
    '/?',
    '/__proto__',
  ])('nothing is at %s', async (path) => {
    const { status, headers, text } = await visit(house, version, 'GET', path);
    expect([status, headers['content-type']]).toEqual([404, 'application/json']);
    expect(JSON.parse(text)).toEqual({ code: 'unimplemented', message: `nothing is at ${path.split('?')[0] ?? ''}` });
  });

  it.each([
    ['POST', rows, 'GET, PUT, OPTIONS'],
    ['DELETE', rows, 'GET, PUT, OPTIONS'],
    ['HEAD', rows, 'GET, PUT, OPTIONS'],
    ['GET', '/sql', 'POST, OPTIONS'],
    ['PUT', '/sql', 'POST, OPTIONS'],
  ])('%s %s is told what may be done there', async (method, path, allow) => {
    const { status, headers, text } = await visit(house, version, method, path);
    expect([status, headers['allow']]).toEqual([405, allow]);
    expect(text).toBe(
      method === 'HEAD' ? '' : JSON.stringify({ code: 'unimplemented', message: `${path} takes ${allow} alone` }),
    );
  });

  it.each([
    [rows, 'GET, PUT, OPTIONS'],
    ['/sql', 'POST, OPTIONS'],
  ])('OPTIONS %s tells what may be done there', async (path, allow) => {
    const { status, headers, text } = await visit(house, version, 'OPTIONS', path);
    expect([status, headers['allow'], text]).toEqual([204, allow, '']);
  });

  it('no answer is kept by caches or taken for what it is not', async () => {
    const token = house.directory.secret;
    const answers = [
      await visit(house, version, 'GET', '/nothing'),
      await visit(house, version, 'GET', rows),
      await visit(house, version, 'GET', rows, { token }),
      await visit(house, version, 'POST', '/sql', { token, body: '{}' }),
      await visit(house, version, 'POST', listProjects, { token, headers: json, body: '{}' }),
      await visit(house, version, 'POST', listProjects, { headers: json, body: '{}' }),
    ];
    for (const { headers } of answers) {
      expect(headers).toMatchObject({ 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' });
    }
    expect(answers.map(({ status }) => status)).toEqual([404, 401, 200, 400, 200, 401]);
  });

  const preflight = (origin: string) => ({
    headers: { origin, 'access-control-request-method': 'PUT', 'access-control-request-headers': 'authorization' },
  });

  it('pages of a configured origin may call, and read what they are answered', async () => {
    const asked = await visit(open, version, 'OPTIONS', rows, preflight(page));
    expect([asked.status, asked.headers['access-control-allow-origin']]).toEqual([204, page]);
    expect(asked.headers['access-control-allow-methods']).toBe('GET, POST, PUT');
    const headers = { ...json, origin: page };
    const token = open.directory.secret;
    for (const path of [rows, '/nothing']) {
      const told = await visit(open, version, 'GET', path, { token, headers });
      expect(told.headers).toMatchObject({ 'access-control-allow-origin': page, vary: 'origin' });
    }
    const called = await visit(open, version, 'POST', listProjects, { token, headers, body: '{}' });
    expect(called).toMatchObject({ status: 200, headers: { 'access-control-allow-origin': page } });
    const refused = await visit(open, version, 'POST', listProjects, { headers, body: '{}' });
    expect(refused).toMatchObject({ status: 401, headers: { 'access-control-allow-origin': page } });
  });

  it.each([
    ['pages of another origin', () => open, 'https://evil.example'],
    ['any page, where none is configured', () => house, page],
  ])('%s may not', async (_, which, origin) => {
    for (const path of [rows, listProjects]) {
      const { status, headers } = await visit(which(), version, 'OPTIONS', path, preflight(origin));
      expect([status, headers['access-control-allow-origin'], headers['access-control-allow-methods']]).toEqual([
        204,
        undefined,
        undefined,
      ]);
      const { headers: told } = await visit(which(), version, 'GET', path, { headers: { origin } });
      expect(told['access-control-allow-origin']).toBeUndefined();
    }
  });
});

it('a method that is the name of a thing in JavaScript is no door', async () => {
  const { status } = await visit(house, 'HTTP/2', 'constructor', rows);
  expect(status).toBe(405);
});

it('headers beyond the limit are refused, and the next request is answered', async () => {
  const ofSize = (size: number) => ({ headers: { 'x-large': 'x'.repeat(size) } });
  expect((await visit(house, 'HTTP/1.1', 'GET', rows, ofSize(20_000))).status).toBe(429);
  expect((await visit(house, 'HTTP/1.1', 'GET', rows, ofSize(70_000))).status).toBe(431);
  await expect(visit(house, 'HTTP/2', 'GET', rows, { headers: { 'x-large': 'x'.repeat(100_000) } })).rejects.toThrow();
  expect((await visit(house, 'HTTP/2', 'GET', rows)).status).toBe(401);
});

it('a path beyond the limit is refused', async () => {
  expect((await visit(house, 'HTTP/1.1', 'GET', `/${'x'.repeat(70_000)}`)).status).toBe(431);
});

it('who closes the connection without a word disturbs nobody', async () => {
  const { hostname, port } = new URL(house.http);
  for (const text of ['', 'P', 'PRI', 'PRI * HTTP/2.0\r\n\r\nXX', 'GET', 'nonsense\r\n\r\n', '\0\0\0']) {
    const socket = connectSocket(Number(port), hostname);
    socket.on('error', () => undefined).end(text);
    await new Promise((resolve) => socket.once('close', resolve).resume());
  }
  expect((await visit(house, 'HTTP/1.1', 'GET', rows)).status).toBe(401);
});

it('a connection that is used again serves one request after the other', async () => {
  const execute = `/${QueryService.typeName}/Execute`;
  for (let round = 0; round < 3; round++) {
    const response = await fetch(`${house.http}${execute}`, {
      method: 'POST',
      headers: json,
      body: 'x'.repeat(100_000),
    });
    expect(response.status).toBe(415);
    await response.text();
    const put = await fetch(`${house.http}${rows}?format=csv`, { method: 'PUT', body: 'x'.repeat(1_000_000) });
    expect([put.status, ((await put.json()) as { code: string }).code]).toEqual([401, 'unauthenticated']);
  }
});

it('an answer is there at once, though the request is still being sent', async () => {
  using visiting = begin(house, 'HTTP/1.1', 'PUT', `${rows}?format=csv`);
  visiting.sending.write('a,b\n');
  const { status, body } = await visiting.answered;
  expect([status, (await bytesOf(body)).length > 0]).toEqual([401, true]);
});
