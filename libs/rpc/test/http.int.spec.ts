import { connect } from 'node:net';
import { Registry } from 'prom-client';
import { requestIdHeader, assertionHeader, rpcMetrics, serveOperations } from '../src/index.ts';
import { codeName } from '../src/telemetry.ts';
import { gatewaySigner, openWorld, person, until, type World } from './world.ts';

let world: World;
let path: string;
beforeAll(async () => {
  world = await openWorld({
    createProject: async ({ name }, call) => ({
      project: { name, description: String(call.deadline - Date.now()), id: call.requestId },
    }),
  });
  path = `${world.httpAddress}/easement.identity.v1.ProjectService/CreateProject`;
});
afterAll(() => world[Symbol.asyncDispose]());

type Body = {
  readonly code?: string;
  readonly project?: { readonly name: string; readonly description: string; readonly id: string };
  readonly details?: readonly {
    readonly type: string;
    readonly debug?: { readonly reason?: string; readonly metadata?: object };
  }[];
};

async function post(body: string, headers: Record<string, string> = {}): Promise<{ status: number; body: Body }> {
  const response = await fetch(path, {
    method: 'POST',
    body,
    headers: {
      'content-type': 'application/json',
      [assertionHeader]: await gatewaySigner.sign(person, 'identity'),
      ...headers,
    },
  });
  return { status: response.status, body: (await response.json()) as Body };
}

const infoIn = ({ details }: Body) => details?.find(({ type }) => type === 'google.rpc.ErrorInfo')?.debug;

it('a plain POST of JSON is answered', async () => {
  const { status, body } = await post('{"name":"x"}', { [requestIdHeader]: 'mine' });
  expect(status).toBe(200);
  expect(body.project).toMatchObject({ name: 'x', id: 'mine' });
});

it.each([
  ['a field that does not exist', '{"name":"x","bogus":1}', 'bogus'],
  ['a value of another type', '{"name":5}', 'name'],
  ['no JSON', 'name=x', ''],
])('%s is refused as INVALID_FIELD', async (_, text, field) => {
  const { status, body } = await post(text);
  expect(status).toBe(400);
  expect(infoIn(body)).toMatchObject({ reason: 'INVALID_FIELD', metadata: { field } });
});

it.each(['-1', 'soon', '1e3'])('the timeout %s is refused', async (timeout) => {
  const { body } = await post('{"name":"x"}', { 'connect-timeout-ms': timeout });
  expect(infoIn(body)).toMatchObject({ reason: 'INVALID_FIELD', metadata: { field: 'connect-timeout-ms' } });
});

it('a request id that would spoil a log is refused', async () => {
  const { body } = await post('{"name":"x"}', { [requestIdHeader]: 'a b' });
  expect(infoIn(body)).toMatchObject({ reason: 'INVALID_FIELD', metadata: { field: requestIdHeader } });
});

it.each([
  ['none', undefined, 30_000],
  ['a short one', '1000', 1_000],
  ['one beyond the cap', '9999999999', 60_000],
])('the deadline with %s given', async (_, timeout, expected) => {
  const { body } = await post('{"name":"x"}', timeout === undefined ? {} : { 'connect-timeout-ms': timeout });
  const left = Number(body.project?.description);
  expect(left).toBeLessThanOrEqual(expected);
  expect(left).toBeGreaterThan(expected - 500);
});

it('what the library refuses by itself is logged and counted like all else', async () => {
  await post('{"bogus":1}', { [requestIdHeader]: 'by-library' });
  await until(() => world.lines.some((line) => line['request_id'] === 'by-library'), 'the line');
  const lines = world.lines.filter((line) => line['request_id'] === 'by-library');
  expect(lines).toEqual([expect.objectContaining({ code: 'INVALID_ARGUMENT', reason: 'INVALID_FIELD' })]);
});

it('a refused body does not spoil the connection it came on', async () => {
  const large = await post(JSON.stringify({ name: 'x'.repeat(6_000_000) }));
  expect(large).toMatchObject({ status: 429, body: { code: 'resource_exhausted' } });
  expect((await post('{"name":"x"}')).status).toBe(200);
});

it('bytes that are no message are refused as INVALID_FIELD', async () => {
  const { status, body } = await post('\u0007', { 'content-type': 'application/proto' });
  expect(status).toBe(400);
  expect(infoIn(body)).toMatchObject({ reason: 'INVALID_FIELD', metadata: { field: '' } });
});

it('a compression that is not served is refused as such', async () => {
  expect(await post('{}', { 'content-encoding': 'br' })).toMatchObject({
    status: 501,
    body: { code: 'unimplemented' },
  });
});

/** Sends the head of a call that announces a longer body than it sends; answers what comes back, and how late. */
async function sendHalf(type: string, body: string): Promise<{ answer: string; milliseconds: number }> {
  const { hostname, port, pathname } = new URL(path);
  const assertion = await gatewaySigner.sign(person, 'identity');
  const head = [
    `POST ${pathname} HTTP/1.1`,
    `host: ${hostname}`,
    `content-type: ${type}`,
    `${assertionHeader}: ${assertion}`,
    `${requestIdHeader}: half-of-${type}`,
    'connect-timeout-ms: 200',
    'content-length: 100',
  ];
  const begun = Date.now();
  const socket = connect(Number(port), hostname, () => socket.write(`${head.join('\r\n')}\r\n\r\n${body}`));
  const answer = await new Promise<string>((resolve) =>
    socket.on('data', (bytes: Buffer) => resolve(bytes.toString())),
  );
  socket.destroy();
  return { answer, milliseconds: Date.now() - begun };
}

it.each(['application/json', 'application/proto'])('half a body of %s is answered at the deadline', async (type) => {
  const { answer, milliseconds } = await sendHalf(type, '{');
  expect(answer).toMatch(/^HTTP\/1\.1 504 .*"deadline_exceeded"/s);
  expect(milliseconds).toBeGreaterThanOrEqual(150);
  expect(world.lines).toContainEqual(
    expect.objectContaining({ request_id: `half-of-${type}`, code: 'DEADLINE_EXCEEDED' }),
  );
});

it('a path that is no RPC goes to the fallback', async () => {
  expect((await fetch(`${world.httpAddress}/nothing`)).status).toBe(404);
});

it('a request without a host is answered, not a crash', async () => {
  const answer = await new Promise<string>((resolve) => {
    const { hostname, port } = new URL(world.httpAddress);
    const socket = connect(Number(port), hostname, () =>
      socket.write(`POST ${new URL(path).pathname} HTTP/1.0\r\n\r\n`),
    );
    socket.on('data', (bytes: Buffer) => resolve(bytes.toString()));
  });
  expect(answer).toMatch(/^HTTP\/1\.[01] 400 /);
});

it('a connection may begin with its bytes one by one', async () => {
  const { hostname, port } = new URL(world.httpAddress);
  const answer = await new Promise<string>((resolve) => {
    const socket = connect(Number(port), hostname, () => {
      socket.setNoDelay();
      [...'PUT /nothing HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n'].forEach((letter, index) => {
        setTimeout(() => socket.write(letter), index * 2);
      });
    });
    socket.on('data', (bytes: Buffer) => resolve(bytes.toString()));
  });
  expect(answer).toMatch(/^HTTP\/1\.1 404 /);
});

describe('the operations port', () => {
  it('tells liveness, readiness and metrics', async () => {
    const metrics = new Registry();
    const told = rpcMetrics(metrics);
    const end = {
      method: 'a.B/C',
      caller: 'x',
      requestId: 'r',
      correlationId: 'r',
      reason: 'NOT_FOUND',
      milliseconds: 3,
    };
    told({ ...end, code: 5 });
    let isReady: boolean | Error = false;
    const ready = () => (isReady instanceof Error ? Promise.reject(isReady) : isReady);
    await using operations = await serveOperations({ host: '127.0.0.1', port: 0, ready, metrics });
    const ask = async (what: string): Promise<[number, string]> => {
      const response = await fetch(`${operations.address}${what}`);
      return [response.status, await response.text()];
    };
    expect(await ask('/livez')).toEqual([200, 'alive']);
    expect(await ask('/readyz')).toEqual([503, 'not ready']);
    isReady = true;
    expect(await ask('/readyz')).toEqual([200, 'ready']);
    isReady = new Error('the database is gone');
    expect(await ask('/readyz')).toEqual([503, 'not ready']);
    expect((await ask('/metrics'))[1]).toContain(
      `easement_rpc_calls_total{method="a.B/C",code="${codeName(5)}",reason="NOT_FOUND"} 1`,
    );
    expect((await ask('/else'))[0]).toBe(404);
  });
});
