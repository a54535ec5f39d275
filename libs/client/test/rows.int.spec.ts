import { Code } from '@connectrpc/connect';
import { EasementError } from '../src/index.ts';
import { type ExecuteRequest, LoadService, QueryService } from '@easement/contracts';
import { type FakeGateway, refusal, startGateway } from './fake-gateway.ts';
import { connect, ways } from './ways.ts';

const schema = {
  columns: [
    { name: 'state', type: 'STRING' },
    { name: 'n', type: 'INTEGER' },
  ],
  queryId: 'qry-1',
};

function batch(states: string[], counts: bigint[], validity: number[] = []) {
  const columns = [
    { values: { case: 'strings' as const, value: { values: states } } },
    { values: { case: 'int64s' as const, value: { values: counts } }, validity: Uint8Array.from(validity) },
  ];
  return { part: { case: 'batch' as const, value: { rowCount: states.length, columns } } };
}

describe.each(ways)('rows over %s', (way) => {
  let gateway: FakeGateway;
  let asked: ExecuteRequest[] = [];
  let refusals: Error[] = [];
  let ended: Promise<void>;

  beforeAll(async () => {
    gateway = await startGateway((router) => {
      router.service(QueryService, {
        execute: async function* (request, { signal }) {
          asked.push(request);
          ended = new Promise((resolve) => signal.addEventListener('abort', () => resolve()));
          const refused = refusals.shift();
          if (refused) throw refused;
          yield { part: { case: 'schema', value: schema } };
          yield batch(['CA', 'TX'], [2n ** 60n, 0n], [0b01]);
          if (request.statement === 'endless') for (;;) yield batch(['NY'], [1n]);
          if (request.statement === 'breaks') throw refusal('QUERY_TIMEOUT', Code.DeadlineExceeded, { limit: '1' });
          yield batch(['NY'], [3n]);
          yield { part: { case: 'statistics', value: { rowCount: 3n, elapsedMs: 12n } } };
        },
        preview: () => ({
          schema,
          rows: [
            { values: [text('CA'), text('12')] },
            { values: [{ kind: { case: 'nullValue', value: 0 } }, text('3')] },
          ],
          rowCount: 20_000n,
        }),
      });
      router.service(LoadService, {
        exportTable: async function* () {
          for (const part of ['iata,state\n', 'JFK,NY\n']) yield { chunk: new TextEncoder().encode(part) };
        },
      });
    });
  });
  afterAll(async () => gateway[Symbol.asyncDispose]());
  beforeEach(() => {
    asked = [];
    refusals = [];
  });

  it('come with their columns first, as values, over all batches, and with statistics at the end', async () => {
    using client = connect(gateway, way);
    const result = await client.query({ projectId: 'prj_1', statement: 'SELECT 1' });
    expect(result.columns.map(({ name, type }) => [name, type])).toEqual([
      ['state', 'STRING'],
      ['n', 'INTEGER'],
    ]);
    expect(result.queryId).toBe('qry-1');
    expect(result.statistics()).toBeUndefined();
    const rows = [];
    for await (const row of result.rows) rows.push(row);
    expect(rows).toEqual([
      ['CA', 2n ** 60n],
      ['TX', null],
      ['NY', 3n],
    ]);
    expect(result.statistics()).toMatchObject({ rowCount: 3n, elapsedMs: 12n });
  });

  it('hold integers as strings where asked', async () => {
    using client = connect(gateway, way);
    const { rows } = await client.query({ projectId: 'prj_1', statement: 'SELECT 1', integers: 'string' });
    for await (const row of rows) {
      expect(row).toEqual(['CA', '1152921504606846976']);
      break;
    }
  });

  it('stop the statement when the reader leaves', async () => {
    using client = connect(gateway, way);
    const { rows } = await client.query({ projectId: 'prj_1', statement: 'endless' });
    for await (const row of rows) if (row[0] === 'NY') break;
    await ended;
  });

  it('stop the statement when it is canceled', async () => {
    using client = connect(gateway, way);
    const { rows, cancel } = await client.query({ projectId: 'prj_1', statement: 'endless' });
    const read = async () => {
      for await (const row of rows) if (row[0] === 'NY') cancel();
    };
    await expect(read()).rejects.toMatchObject({ code: Code.Canceled });
    await ended;
  });

  it('begin anew, with the same request id, where nothing was answered yet', async () => {
    using client = connect(gateway, way);
    refusals = [refusal('PEER_UNAVAILABLE', Code.Unavailable)];
    await client.query({ projectId: 'prj_1', statement: 'SELECT 1' });
    expect(asked).toHaveLength(2);
    expect(asked[1]?.requestId).toBe(asked[0]?.requestId);
  });

  it('are refused before the first with a reason', async () => {
    using client = connect(gateway, way);
    refusals = [refusal('UNKNOWN_NAME', Code.InvalidArgument, { name: 'ops.flights' })];
    const query = client.query({ projectId: 'prj_1', statement: 'SELECT 1' });
    await expect(query).rejects.toMatchObject({ reason: 'UNKNOWN_NAME', facts: { name: 'ops.flights' } });
  });

  it('can be refused on the way, which is not repeated', async () => {
    using client = connect(gateway, way);
    const { rows } = await client.query({ projectId: 'prj_1', statement: 'breaks' });
    const read: unknown[] = [];
    const all = (async () => {
      for await (const row of rows) read.push(row);
    })();
    await expect(all).rejects.toThrow(EasementError);
    await expect(all).rejects.toMatchObject({ reason: 'QUERY_TIMEOUT' });
    expect(read).toHaveLength(2);
    expect(asked).toHaveLength(1);
  });

  it('of a preview hold the same kinds of values', async () => {
    using client = connect(gateway, way);
    const answer = await client.preview({ tableId: 'tbl_1' });
    expect(answer.rows).toEqual([
      ['CA', 12n],
      [null, 3n],
    ]);
    expect(answer.rowCount).toBe(20_000n);
    expect((await client.preview({ tableId: 'tbl_1', integers: 'string' })).rows[0]).toEqual(['CA', '12']);
  });

  it('of an export come as bytes', async () => {
    using client = connect(gateway, way);
    let text = '';
    for await (const chunk of client.exportTable({ tableId: 'tbl_1' })) text += new TextDecoder().decode(chunk);
    expect(text).toBe('iata,state\nJFK,NY\n');
  });

  it('of a method known by its descriptor come as messages', async () => {
    using client = connect(gateway, way);
    const request = { projectId: 'prj_1', statement: 'SELECT 1' };
    const cases = [];
    for await (const { part } of client.invoke(QueryService.method.execute, one(request))) cases.push(part.case);
    expect(cases).toEqual(['schema', 'batch', 'batch', 'statistics']);
    const previews = client.invoke(QueryService.method.preview, one({ tableId: 'tbl_1' }));
    for await (const { rowCount } of previews) expect(rowCount).toBe(20_000n);
  });
});

function text(value: string) {
  return { kind: { case: 'stringValue' as const, value } };
}

async function* one<T>(request: T) {
  yield request;
}
