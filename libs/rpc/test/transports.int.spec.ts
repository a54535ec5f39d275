import { Code, Format } from '@easement/contracts';
import { Refusal } from '@easement/domain';
import { failureOf } from './failure.ts';
import { anExport, openWorld, readAll, until, user, type Way, type World } from './world.ts';

const rowsOf = (chunks: number) => Array.from({ length: chunks }, (_, part) => ({ chunk: Uint8Array.of(part) }));

let world: World;

beforeAll(async () => {
  world = await openWorld({
    limits: { messageBytes: 100_000 },
    createProject: async ({ name, description }, call) => {
      if (name === 'taken') throw new Refusal('name_taken', 'project 7 has the name “taken”', { name, owner: 'prj_7' });
      if (name === 'gone') throw new Refusal('not_found', 'no such project: prj_7', { kind: 'project', id: 'prj_7' });
      if (name === 'broken') throw new TypeError('the password is hunter2');
      if (name === 'hanging') await new Promise((resolve) => setTimeout(resolve, 60_000).unref());
      const told = [call.actor.kind, call.requestId, call.fingerprint(), call.validateOnly].join(' ');
      return { project: { name, description: description || told } };
    },
    exportTable: async function* ({ format }, call) {
      yield* rowsOf(3);
      if (call.requestId === 'refuse')
        throw new Refusal('source_gone', 'the table is gone', { format: String(format) });
      if (call.requestId === 'break') throw new Error('the disk is full of secrets');
      yield* rowsOf(2);
    },
    loadTable: async (requests) => {
      let rowCount = 0n;
      for await (const { part } of requests) {
        if (part.case === 'header' && part.value.name === 'bad') throw new Refusal('bad_file', 'line 1', { line: '1' });
        if (part.case === 'chunk') rowCount += BigInt(part.value.length);
      }
      return { rowCount };
    },
  });
});

afterAll(() => world[Symbol.asyncDispose]());

const names = ['gRPC', 'in process', 'Connect JSON over HTTP/1.1', 'Connect binary over h2c', 'gRPC-Web'];

function way(name: string): Way {
  const found = world.ways.find((each) => each.name === name);
  if (!found) throw new Error(`no such way: ${name}`);
  return found;
}

describe.each(names)('over %s', (name) => {
  it('a unary call is answered', async () => {
    const { project } = await way(name).createProject({ name: 'books', description: 'é, 日本' });
    expect(project).toMatchObject({ name: 'books', description: 'é, 日本' });
  });

  it('the handler learns who acts, for which request', async () => {
    const { project } = await way(name).createProject({ name: 'books', requestId: 'once', validateOnly: true });
    expect(project?.description).toMatch(/^principal once [0-9a-f]{64} true$/);
  });

  it('the header gives the request id where the request has none', async () => {
    const { project } = await way(name).createProject({ name: 'books' }, { requestId: 'from-header' });
    expect(project?.description).toContain('principal from-header ');
  });

  it('a stream is answered in order', async () => {
    const parts: number[] = [];
    for await (const { chunk } of way(name).exportTable(anExport)) parts.push(...chunk);
    expect(parts).toEqual([0, 1, 2, 0, 1]);
  });

  it.each([
    ['taken', Code.ALREADY_EXISTS, 'NAME_TAKEN', { name: 'taken', owner: 'prj_7' }, 'project 7 has the name “taken”'],
    ['gone', Code.NOT_FOUND, 'NOT_FOUND', { kind: 'project', id: 'prj_7' }, 'no such project: prj_7'],
    ['', Code.INVALID_ARGUMENT, 'INVALID_FIELD', { field: 'name' }, 'name: must be at least 1 characters'],
  ])(
    'creating %j is refused with the reason, the facts and the words',
    async (project, code, reason, facts, message) => {
      const failure = await failureOf(way(name).createProject({ name: project }));
      expect(failure).toEqual({ code, reason, facts, message });
    },
  );

  it('a fault tells a request id and nothing else', async () => {
    const failure = await failureOf(way(name).createProject({ name: 'broken', requestId: `broken-${name.length}` }));
    expect(failure.code).toBe(Code.INTERNAL);
    expect(failure.message).toContain(`broken-${name.length}`);
    expect(failure.message).not.toContain('hunter2');
  });

  it('a refusal in the middle of a stream comes after what was answered', async () => {
    const parts: number[] = [];
    const read = async (): Promise<void> => {
      for await (const { chunk } of way(name).exportTable(anExport, { requestId: 'refuse' })) parts.push(...chunk);
    };
    expect(await failureOf(read())).toMatchObject({ reason: 'SOURCE_GONE', facts: { format: '1' } });
    expect(parts).toEqual([0, 1, 2]);
  });

  it('a fault in the middle of a stream tells nothing', async () => {
    const read = readAll(way(name).exportTable(anExport, { requestId: 'break' }));
    const failure = await failureOf(read);
    expect(failure.code).toBe(Code.INTERNAL);
    expect(failure.message).not.toContain('secrets');
  });

  it('an invalid request for a stream is refused', async () => {
    const read = readAll(way(name).exportTable({ tableId: 'tbl_no', format: Format.UNSPECIFIED }));
    expect(await failureOf(read)).toMatchObject({ reason: 'INVALID_FIELD', facts: { field: 'table_id' } });
  });

  it('a call ends at its deadline though the handler does not look at it', async () => {
    const start = Date.now();
    const failure = await failureOf(way(name).createProject({ name: 'hanging' }, { timeoutMs: 1_000 }));
    expect(failure.code).toBe(Code.DEADLINE_EXCEEDED);
    expect(Date.now() - start).toBeLessThan(3_000);
  });
});

// In process nothing is serialized, so nothing has a size.
describe.each(names.filter((name) => name !== 'in process'))('over %s', (name) => {
  it('a message over the limit is refused', async () => {
    const description = 'x'.repeat(200_000);
    const failure = await failureOf(way(name).createProject({ name: 'books', description }));
    expect(failure).toMatchObject({
      code: Code.RESOURCE_EXHAUSTED,
      reason: 'MESSAGE_TOO_LARGE',
      facts: { limit_bytes: '100000' },
    });
  });
});

describe.each(['gRPC', 'in process', 'Connect binary over h2c'])('over %s', (name) => {
  const load = (parts: AsyncIterable<object>) =>
    way(name).loadTable?.(parts) ?? Promise.reject(new Error('no uploads'));

  it('a request streams in', async () => {
    const parts = async function* () {
      yield { part: { case: 'header', value: { format: 1 } } };
      for (let part = 0; part < 50; part++) yield { part: { case: 'chunk', value: new Uint8Array(50_000) } };
    };
    expect((await load(parts())).rowCount).toBe(2_500_000n);
  });

  it('an upload may be refused before it is complete', async () => {
    let sent = 0;
    const parts = async function* () {
      yield { part: { case: 'header', value: { format: 1, name: 'bad' } } };
      for (; sent < 100_000; sent++) yield { part: { case: 'chunk', value: new Uint8Array(50_000) } };
    };
    expect(await failureOf(load(parts()))).toMatchObject({ reason: 'BAD_FILE', facts: { line: '1' } });
    expect(sent).toBeLessThan(1_000);
  });

  it('an invalid part of an upload is refused', async () => {
    const parts = async function* () {
      yield { part: { case: 'header', value: { format: 1 } } };
      yield {};
    };
    expect(await failureOf(load(parts()))).toMatchObject({ reason: 'INVALID_FIELD', facts: { field: 'part' } });
  });
});

it('the fingerprint of a request is the same over every way', async () => {
  const answers = await Promise.all(names.map((name) => way(name).createProject({ name: 'books', requestId: 'r' })));
  expect(new Set(answers.map(({ project }) => project?.description)).size).toBe(1);
});

it('every call leaves one line that says who, what and how it ended', async () => {
  await failureOf(way('gRPC').createProject({ name: 'taken', requestId: 'logged' }));
  await until(() => world.lines.some((line) => line['request_id'] === 'logged'), 'the line');
  const lines = world.lines.filter((line) => line['request_id'] === 'logged');
  expect(lines).toEqual([
    expect.objectContaining({
      caller: user,
      method: 'easement.identity.v1.ProjectService/CreateProject',
      code: 'ALREADY_EXISTS',
      reason: 'NAME_TAKEN',
      ms: expect.any(Number),
    }),
  ]);
});
