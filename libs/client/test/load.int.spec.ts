import { createReadStream } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Code } from '@connectrpc/connect';
import type { LoadProgress } from '../src/index.ts';
import { Format, type LoadHeader, LoadMode, LoadService } from '@easement/contracts';
import { type FakeGateway, refusal, startGateway } from './fake-gateway.ts';
import { connect } from './ways.ts';

const megabyte = 1024 * 1024;
const tableId = 'tbl_01jfk00000000000000000000z';

describe.each(['http2', 'http1'] as const)('a load that streams over %s', (way) => {
  let gateway: FakeGateway;
  let headers: LoadHeader[];
  let refusals: { after: number; error: Error }[];
  let received: number[];

  beforeAll(async () => {
    gateway = await startGateway((router) => {
      router.service(LoadService, {
        loadTable: async (requests) => {
          const refused = refusals.shift();
          received = [];
          for await (const { part } of requests) {
            if (part.case === 'header') headers.push(part.value);
            if (part.case === 'chunk') received.push(part.value.byteLength);
            if (refused && received.length >= refused.after) throw refused.error;
          }
          return { rowCount: BigInt(received.reduce((sum, size) => sum + size, 0)), version: 1n };
        },
      });
    });
  });
  afterAll(async () => gateway[Symbol.asyncDispose]());
  beforeEach(() => {
    headers = [];
    refusals = [];
  });

  it('sends the header first and cuts the file into messages of at most a megabyte', async () => {
    using client = connect(gateway, way);
    const bytes = new Uint8Array(2.5 * megabyte);
    const header = { bucketId: 'bkt_1', name: 'flights', create: true, format: Format.CSV };
    const { rowCount } = await client.loadTable({ ...header, csv: { delimiter: ';' }, source: bytes });
    expect(rowCount).toBe(BigInt(bytes.byteLength));
    expect(received).toEqual([megabyte, megabyte, megabyte / 2]);
    expect(headers[0]).toMatchObject({
      ...header,
      csv: { delimiter: ';' },
      requestId: expect.stringMatching(/^\w{32}$/),
    });
  });

  it('tells how far it is', async () => {
    using client = connect(gateway, way);
    const progress: LoadProgress[] = [];
    const source = new Blob([new Uint8Array(megabyte), new Uint8Array(10)]);
    await client.loadTable({ tableId, format: Format.CSV, source, onProgress: (step) => progress.push(step) });
    expect(progress.map(({ sentBytes }) => sentBytes)).toEqual([0, megabyte, megabyte + 10]);
    expect(progress[0]?.totalBytes).toBe(megabyte + 10);
  });

  it('begins anew with the same request id, if its source can be opened again', async () => {
    using client = connect(gateway, way);
    const folder = await mkdtemp(join(tmpdir(), 'load-'));
    const path = join(folder, 'rows.csv');
    await writeFile(path, 'a,b\n1,2\n');
    refusals = [{ after: 1, error: refusal('LOST_RACE', Code.Aborted) }];
    const { rowCount } = await client.loadTable({ tableId, format: Format.CSV, source: () => createReadStream(path) });
    expect(rowCount).toBe(8n);
    expect(headers).toHaveLength(2);
    expect(headers[1]?.requestId).toBe(headers[0]?.requestId);
    await rm(folder, { recursive: true });
  });

  it('is not repeated if its source is a stream that is read only once', async () => {
    using client = connect(gateway, way);
    refusals = [{ after: 1, error: refusal('LOST_RACE', Code.Aborted) }];
    const load = client.loadTable({ tableId, format: Format.CSV, source: zeros(2) });
    await expect(load).rejects.toMatchObject({ reason: 'LOST_RACE' });
    expect(headers).toHaveLength(1);
  });

  it('stops sending when it is refused on the way, and says why', async () => {
    using client = connect(gateway, way);
    refusals = [{ after: 2, error: refusal('BAD_FILE', Code.InvalidArgument, { line: '7' }) }];
    let sent = 0;
    const onProgress = ({ sentBytes }: LoadProgress) => (sent = sentBytes);
    const load = client.loadTable({ tableId, format: Format.CSV, source: zeros(500), onProgress });
    await expect(load).rejects.toMatchObject({ reason: 'BAD_FILE', facts: { line: '7' } });
    expect(sent).toBeLessThan(400 * megabyte);
  });

  it('fails with what its source threw, once', async () => {
    using client = connect(gateway, way);
    let opened = 0;
    const source = () => {
      opened++;
      return createReadStream('/no/such/file');
    };
    await expect(client.loadTable({ tableId, format: Format.CSV, source })).rejects.toThrow(/ENOENT/);
    expect(opened).toBe(1);
  });

  it('ends when its signal aborts', async () => {
    using client = connect(gateway, way);
    const controller = new AbortController();
    const onProgress = ({ sentBytes }: LoadProgress) => sentBytes > megabyte && controller.abort();
    const request = { tableId, format: Format.CSV, source: zeros(500), onProgress };
    const load = client.loadTable(request, { signal: controller.signal });
    await expect(load).rejects.toMatchObject({ code: Code.Canceled });
  });
});

describe('a load by the plain door', () => {
  type Sent = { url: string; headers: Record<string, unknown>; body: string };
  let gateway: FakeGateway;
  let sent: Sent[];
  let answers: { status: number; body: object | string }[];

  beforeAll(async () => {
    gateway = await startGateway(
      () => undefined,
      (request, response) => {
        const parts: Buffer[] = [];
        request.on('data', (part: Buffer) => parts.push(part));
        request.on('end', () => {
          sent.push({ url: String(request.url), headers: request.headers, body: Buffer.concat(parts).toString() });
          const { status, body } = answers.shift() ?? { status: 200, body: { rowCount: '2', version: '1', new: 1 } };
          response.writeHead(status).end(typeof body === 'string' ? body : JSON.stringify(body));
        });
      },
    );
  });
  afterAll(async () => gateway[Symbol.asyncDispose]());
  beforeEach(() => {
    sent = [];
    answers = [];
  });

  it('puts the file with its options, the token and a request id', async () => {
    using client = connect(gateway, 'fetch');
    const source = new Blob(['a;b\n1;2\n']);
    const csv = { header: false, delimiter: ';', nullText: 'NA' };
    const progress: number[] = [];
    const { rowCount } = await client.loadTable(
      {
        tableId,
        format: Format.CSV,
        mode: LoadMode.REPLACE,
        csv,
        source,
        onProgress: (p) => progress.push(p.sentBytes),
      },
      { timeoutMs: 5_000 },
    );
    expect(rowCount).toBe(2n);
    const [put] = sent;
    const url = new URL(String(put?.url), 'http://localhost');
    expect(url.pathname).toBe(`/tables/${tableId}/rows`);
    expect(Object.fromEntries(url.searchParams)).toEqual({
      format: 'csv',
      mode: 'replace',
      header: 'false',
      delimiter: ';',
      null_text: 'NA',
    });
    expect(put?.headers).toMatchObject({
      authorization: 'Bearer a-secret',
      'easement-request-id': expect.stringMatching(/^\w{32}$/),
      'connect-timeout-ms': '5000',
    });
    expect(put?.body).toBe('a;b\n1;2\n');
    expect(progress).toEqual([0, 8]);
  });

  it('gathers a stream first', async () => {
    using client = connect(gateway, 'fetch');
    const source = async function* () {
      for (const part of ['a,b\n', '1,2\n']) yield new TextEncoder().encode(part);
    };
    await client.loadTable({ tableId, format: Format.CSV, source });
    expect(sent[0]?.body).toBe('a,b\n1,2\n');
  });

  it('throws the refusal that the door answers, and repeats where that helps', async () => {
    using client = connect(gateway, 'fetch');
    const details = (reason: string) => [{ type: 'google.rpc.ErrorInfo', value: errorInfo(reason) }];
    answers = [
      { status: 503, body: 'try again' },
      { status: 409, body: { code: 'aborted', message: 'another came first', details: details('LOST_RACE') } },
      { status: 400, body: { code: 'invalid_argument', message: 'line 7', details: details('BAD_FILE') } },
    ];
    const load = client.loadTable({ tableId, format: Format.CSV, source: new Blob(['x']) });
    await expect(load).rejects.toMatchObject({ reason: 'BAD_FILE', message: 'line 7', code: Code.InvalidArgument });
    expect(new Set(sent.map(({ headers }) => headers['easement-request-id'])).size).toBe(1);
    expect(sent).toHaveLength(3);
  });

  it('says what it cannot do', async () => {
    using client = connect(gateway, 'fetch');
    const request = { bucketId: 'bkt_1', name: 'flights', create: true, format: Format.CSV, source: new Blob(['x']) };
    await expect(client.loadTable(request)).rejects.toThrow(/create it first/);
    const check = { tableId, format: Format.CSV, validateOnly: true, source: new Blob(['x']) };
    await expect(client.loadTable(check)).rejects.toThrow(/validated only/);
    expect(sent).toHaveLength(0);
  });
});

async function* zeros(megabytes: number) {
  for (let sent = 0; sent < megabytes; sent++) yield new Uint8Array(megabyte);
}

/** A google.rpc.ErrorInfo in base64, as Connect writes details. */
function errorInfo(reason: string): string {
  const field = (tag: number, text: string) => [tag, text.length, ...Buffer.from(text)];
  return Buffer.from([...field(0x0a, reason), ...field(0x12, 'easement')])
    .toString('base64')
    .replace(/=+$/, '');
}
