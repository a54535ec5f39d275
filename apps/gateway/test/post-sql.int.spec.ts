import { Code } from '@easement/contracts';
import { failureIn } from './failure.ts';
import type { House } from './house.ts';
import { openQueryHouse, projectId, settled, tableId, type Work } from './query-work.ts';
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

describe.each(versions)('POST /sql over %s', (version) => {
  const ask = (body: object | string, asked: Asked = {}) =>
    visit(version, 'POST', '/sql', { ...asked, body: typeof body === 'string' ? body : JSON.stringify(body) });
  const linesIn = (text: string) =>
    text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);

  it('answers the schema, each row and the statistics, line by line', async () => {
    work.execute = async function* (request) {
      expect(request).toMatchObject({ projectId, statement: 'select', maxRows: 10n });
      const columns = [
        { name: 'n', type: 'INTEGER' },
        { name: 's', type: 'STRING' },
      ];
      yield { part: { case: 'schema', value: { columns, queryId: 'q' } } };
      const ints = { values: { case: 'int64s' as const, value: { values: [1n, 2n] } } };
      const texts = {
        validity: new Uint8Array([1]),
        values: { case: 'strings' as const, value: { values: ['é', ''] } },
      };
      yield { part: { case: 'batch', value: { rowCount: 2, columns: [ints, texts] } } };
      yield { part: { case: 'statistics', value: { rowCount: 2n, elapsedMs: 3n, scannedBytes: 4n } } };
    };
    const { status, headers, text } = await ask({ projectId, statement: 'select', maxRows: '10' });
    expect([status, headers['content-type']]).toEqual([200, 'application/jsonl; charset=utf-8']);
    expect(linesIn(text)).toEqual([
      {
        schema: [
          { name: 'n', type: 'INTEGER' },
          { name: 's', type: 'STRING' },
        ],
      },
      { row: ['1', 'é'] },
      { row: ['2', null] },
      { statistics: { rowCount: '2', truncated: false, elapsedMs: '3', scannedBytes: '4' } },
    ]);
  });

  it('takes the request id of the body before that of the header', async () => {
    const ids: string[] = [];
    work.execute = async function* (_, { requestId }) {
      ids.push(requestId);
      yield { part: { case: 'schema', value: {} } };
    };
    await ask({ projectId, statement: 'x', requestId: 'from-body' }, { requestId: 'from-header' });
    await ask({ projectId, statement: 'x' }, { requestId: 'from-header' });
    expect(ids).toEqual(['from-body', 'from-header']);
  });

  it.each([
    ['no JSON', '{', ''],
    ['nothing', '', ''],
    ['a field that is not defined', { projectId, statement: 'x', project: 'x' }, 'project'],
    ['a project id of the wrong kind', { projectId: tableId, statement: 'x' }, 'project_id'],
    ['no statement', { projectId }, 'statement'],
    ['a negative number of rows', { projectId, statement: 'x', maxRows: -1 }, 'max_rows'],
  ])('refuses %s as Connect does, and as a line', async (_, body, field) => {
    const { length } = house.reached;
    const { status, text } = await ask(body);
    const answer = JSON.parse(text) as Record<string, unknown>;
    expect(status).toBe(400);
    expect(failureIn(text)).toMatchObject({ reason: 'INVALID_FIELD', facts: { field } });
    expect(failureIn(JSON.stringify(answer['error']))).toEqual(failureIn(text));
    expect(house.reached).toHaveLength(length);
  });

  it('refuses a query, which it does not take', async () => {
    const body = JSON.stringify({ projectId, statement: 'x' });
    const { text } = await visit(version, 'POST', '/sql?max_rows=1', { body });
    expect(failureIn(text)).toMatchObject({ reason: 'INVALID_FIELD', fields: ['max_rows'] });
  });

  it('refuses a body of more than 4 MiB though it is still coming', async () => {
    const { status, text } = await ask(`{"statement":"${'x'.repeat(8 * 1024 * 1024)}"}`);
    expect([status, failureIn(text)]).toMatchObject([
      429,
      { reason: 'MESSAGE_TOO_LARGE', facts: { limit_bytes: '4194304' } },
    ]);
  });

  it.each(['soon', '-1', '1.5', ''])('refuses the timeout %j', async (timeout) => {
    const { status, text } = await ask({ projectId, statement: 'x' }, { headers: { 'connect-timeout-ms': timeout } });
    expect([status, failureIn(text).fields]).toEqual([400, ['connect-timeout-ms']]);
  });

  it('ends at the deadline, with a status or with a line', async () => {
    work.execute = async function* ({ statement }) {
      if (statement === 'begin') yield { part: { case: 'schema', value: {} } };
      await new Promise(() => undefined);
    };
    const headers = { 'connect-timeout-ms': '300' };
    const silent = await ask({ projectId, statement: 'x' }, { headers });
    expect([silent.status, failureIn(silent.text).code]).toEqual([504, Code.DEADLINE_EXCEEDED]);
    const begun = await ask({ projectId, statement: 'begin' }, { headers });
    expect(begun.status).toBe(200);
    expect(linesIn(begun.text)).toEqual([
      { schema: [] },
      { error: expect.objectContaining({ code: 'deadline_exceeded' }) },
    ]);
  });

  it('a slow reader holds the producer', async () => {
    let made = 0;
    const column = { values: { case: 'strings' as const, value: { values: ['x'.repeat(65_536)] } } };
    work.execute = async function* () {
      for (; made < 800; made++) yield { part: { case: 'batch', value: { rowCount: 1, columns: [column] } } };
    };
    const body = JSON.stringify({ projectId, statement: 'x' });
    using visiting = begin(house, version, 'POST', '/sql', { token: house.directory.secret, body });
    const answered = await visiting.answered;
    expect(await settled(() => made)).toBeLessThan(400);
    expect((await bytesOf(answered.body)).length).toBeGreaterThan(800 * 65_536);
  });
});
