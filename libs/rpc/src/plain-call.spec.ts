import { Code, Format, LoadService, QueryService } from '@easement/contracts';
import { type Actor, badToken, newId, Refusal } from '@easement/domain';
import { pino } from 'pino';
import { type Handlers, service } from './handler.ts';
import { createPipeline } from './pipeline.ts';
import { downloadPlainly, uploadPlainly } from './plain-call.ts';

type Loads = Handlers<typeof LoadService>;

const tableId = newId('table');
const actor: Actor = { kind: 'principal', principal: newId('user'), organization: newId('organization') };
let lines: Record<string, unknown>[];
let work: { exportTable?: Loads['exportTable']; loadTable?: Loads['loadTable'] };

const { exportTable, loadTable } = LoadService.method;

function pipelineOf() {
  const log = pino(
    { base: null },
    { write: (line: string) => void lines.push(JSON.parse(line) as Record<string, unknown>) },
  );
  const handlers = {
    exportTable: (request, call) => work.exportTable?.(request, call),
    loadTable: (requests, call) => work.loadTable?.(requests, call),
  } as Handlers<typeof LoadService>;
  const authenticate = (headers: (name: string) => string | undefined): Actor => {
    if (headers('authorization') !== 'good') throw badToken();
    return actor;
  };
  return createPipeline({ service: 'gateway', routes: [service(LoadService, handlers)], authenticate, log });
}

const pipeline = pipelineOf();

const callerOf = (headers: Readonly<Record<string, string>> = {}, signal = new AbortController().signal) => ({
  headerBytes: Object.entries(headers).flat().join('').length,
  headers: (name: string) => ({ authorization: 'good', ...headers })[name],
  signal,
});

const anExport = async () => ({ tableId, format: Format.CSV });

async function read(parts: AsyncIterable<{ chunk: Uint8Array }>): Promise<string> {
  let text = '';
  for await (const { chunk } of parts) text += Buffer.from(chunk).toString();
  return text;
}

async function* upload(...chunks: string[]) {
  yield { part: { case: 'header' as const, value: { tableId, format: Format.CSV } } };
  for (const chunk of chunks) yield { part: { case: 'chunk' as const, value: Buffer.from(chunk) } };
}

beforeEach(() => {
  lines = [];
  work = {};
});

it('answers a stream, and leaves one line', async () => {
  work.exportTable = async function* (request, call) {
    expect([request.tableId, call.actor, call.requestId]).toEqual([tableId, actor, 'mine']);
    yield { chunk: Buffer.from('a') };
    yield { chunk: Buffer.from('b') };
  };
  expect(
    await read(downloadPlainly(pipeline, exportTable, callerOf({ 'easement-request-id': 'mine' }), anExport)),
  ).toBe('ab');
  expect(lines).toMatchObject([
    { method: 'easement.query.v1.LoadService/ExportTable', code: 'OK', request_id: 'mine' },
  ]);
});

it('takes a stream, and answers', async () => {
  let text = '';
  work.loadTable = async (requests) => {
    for await (const { part } of requests) if (part.case === 'chunk') text += Buffer.from(part.value).toString();
    return { rowCount: 2n };
  };
  const answer = await uploadPlainly(pipeline, loadTable, callerOf(), async () => upload('a', 'b'));
  expect([answer.rowCount, text]).toEqual([2n, 'ab']);
  expect(lines).toMatchObject([{ code: 'OK' }]);
});

it('asks who calls before what is asked', async () => {
  let isAsked = false;
  const ask = async () => {
    isAsked = true;
    return { tableId, format: Format.CSV };
  };
  const nobody = callerOf({ authorization: 'bad', 'connect-timeout-ms': 'soon' });
  await expect(read(downloadPlainly(pipeline, exportTable, nobody, ask))).rejects.toMatchObject({
    code: Code.UNAUTHENTICATED,
  });
  expect(isAsked).toBe(false);
  expect(lines).toMatchObject([{ code: 'UNAUTHENTICATED', reason: 'BAD_TOKEN', caller: 'unknown' }]);
});

it('what is wrong with the question is an ended call like any other', async () => {
  const ask = () => Promise.reject(new Refusal('invalid_field', 'no such format', { field: 'format' }));
  await expect(read(downloadPlainly(pipeline, exportTable, callerOf(), ask))).rejects.toMatchObject({
    code: Code.INVALID_ARGUMENT,
    message: 'no such format',
  });
  expect(lines).toMatchObject([{ code: 'INVALID_ARGUMENT', reason: 'INVALID_FIELD' }]);
  expect(pipeline.runs.size).toBe(0);
});

it('holds a question that does not come to the deadline', async () => {
  const slow = callerOf({ 'connect-timeout-ms': '50' });
  const ask = () => new Promise<never>(() => undefined);
  await expect(uploadPlainly(pipeline, loadTable, slow, ask)).rejects.toMatchObject({ code: Code.DEADLINE_EXCEEDED });
  expect(pipeline.runs.size).toBe(0);
});

it('refuses a timeout that is none', async () => {
  const parts = downloadPlainly(pipeline, exportTable, callerOf({ 'connect-timeout-ms': '1e3' }), anExport);
  await expect(read(parts)).rejects.toMatchObject({ code: Code.INVALID_ARGUMENT });
});

it('refuses a request that breaks the contract, and a part of an upload that does', async () => {
  const wrong = async () => ({ tableId: 'nonsense', format: Format.CSV });
  await expect(read(downloadPlainly(pipeline, exportTable, callerOf(), wrong))).rejects.toThrow(/^table_id: /);
  work.loadTable = async (requests) => {
    for await (const _ of requests);
    return {};
  };
  const empty = async () =>
    (async function* () {
      yield {};
    })();
  await expect(uploadPlainly(pipeline, loadTable, callerOf(), empty)).rejects.toThrow(/^part: /);
});

it('who leaves ends the call, before and while it is answered', async () => {
  const gone = AbortSignal.abort();
  await expect(read(downloadPlainly(pipeline, exportTable, callerOf({}, gone), anExport))).rejects.toMatchObject({
    code: Code.CANCELLED,
  });
  const leaving = new AbortController();
  let isTold = false;
  work.exportTable = async function* (_, { signal }) {
    signal.addEventListener('abort', () => (isTold = true));
    yield { chunk: Buffer.from('a') };
    await new Promise(() => undefined);
  };
  const parts = downloadPlainly(pipeline, exportTable, callerOf({}, leaving.signal), anExport);
  await parts.next();
  leaving.abort();
  await expect(parts.next()).rejects.toMatchObject({ code: Code.CANCELLED });
  expect(isTold).toBe(true);
  expect(lines.map(({ code }) => code)).toEqual(['CANCELLED', 'CANCELLED']);
});

it('who stops taking ends the call', async () => {
  let isOver = false;
  work.exportTable = async function* () {
    try {
      for (;;) yield { chunk: Buffer.from('a') };
    } finally {
      isOver = true;
    }
  };
  for await (const _ of downloadPlainly(pipeline, exportTable, callerOf(), anExport)) break;
  await new Promise((resolve) => setTimeout(resolve));
  expect([isOver, pipeline.runs.size]).toEqual([true, 0]);
});

it('is a fault for what is not mounted', async () => {
  const asked = async () => ({ projectId: newId('project'), statement: 'x' });
  const parts = downloadPlainly(pipeline, QueryService.method.execute, callerOf(), asked);
  await expect(parts.next()).rejects.toThrow('Execute is called by a plain door, but not mounted');
});
