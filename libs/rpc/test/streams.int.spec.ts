import { Code, Format } from '@easement/contracts';
import { failureOf } from './failure.ts';
import { idleReader } from './idle-reader.ts';
import { anExport, openWorld, until, type Way, type World } from './world.ts';

const chunk = new Uint8Array(128 * 1024);
const chunks = 200;

/** What the handlers of the call under test have seen. */
let seen: { made: number; taken: number; isAborted: boolean; isOver: boolean };
let release: () => void;
let released: Promise<void>;
let world: World;

beforeAll(async () => {
  world = await openWorld({
    exportTable: async function* (_, call) {
      const mine = seen;
      call.signal.addEventListener('abort', () => (mine.isAborted = true));
      try {
        for (; mine.made < chunks; mine.made++) yield { chunk };
      } finally {
        mine.isOver = true;
      }
    },
    loadTable: async (requests, call) => {
      const mine = seen;
      call.signal.addEventListener('abort', () => (mine.isAborted = true));
      for await (const { part } of requests) {
        if (part.case !== undefined) mine.taken++;
        await released;
      }
      return { rowCount: BigInt(mine.taken) };
    },
    createProject: async (_, call) => {
      const mine = seen;
      await new Promise((resolve) => {
        call.signal.addEventListener('abort', resolve);
        mine.made++;
      });
      mine.isAborted = true;
      return {};
    },
  });
});

beforeEach(() => {
  seen = { made: 0, taken: 0, isAborted: false, isOver: false };
  ({ promise: released, resolve: release } = Promise.withResolvers<void>());
});

afterAll(() => world[Symbol.asyncDispose]());

const names = ['gRPC', 'in process', 'Connect JSON over HTTP/1.1', 'Connect binary over h2c', 'gRPC-Web'];
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

function way(name: string): Way {
  const found = world.ways.find((each) => each.name === name);
  if (!found) throw new Error(`no such way: ${name}`);
  return found;
}

describe.each(['gRPC', 'in process'])('over %s', (name) => {
  it('a slow reader holds the producer', async () => {
    const parts = way(name).exportTable(anExport)[Symbol.asyncIterator]();
    await parts.next();
    await pause(300);
    expect(seen.made).toBeLessThan(60);
    let read = 1;
    while (!(await parts.next()).done) read++;
    expect(read).toBe(chunks);
  });

  it('a reader that leaves ends the producer', async () => {
    const parts = way(name).exportTable(anExport)[Symbol.asyncIterator]();
    await parts.next();
    await parts.return?.();
    await until(() => seen.isOver && seen.isAborted, 'the producer has ended');
    expect(seen.made).toBeLessThan(60);
  });

  it('the deadline ends a stream that nobody reads', async () => {
    const parts = way(name).exportTable(anExport, { timeoutMs: 1_000 })[Symbol.asyncIterator]();
    await parts.next();
    await until(() => seen.isOver && seen.isAborted, 'the producer has ended');
    const drain = async (): Promise<void> => {
      while (!(await parts.next()).done);
    };
    expect((await failureOf(drain())).code).toBe(Code.DEADLINE_EXCEEDED);
  });
});

describe.each(['1.1', '2'] as const)('over Connect and HTTP/%s', (version) => {
  it('a slow reader holds the producer, and ends it by leaving', async () => {
    const reader = await idleReader(world.httpAddress, version, 10_000);
    await pause(500);
    expect(seen).toMatchObject({ isOver: false, isAborted: false });
    expect(seen.made).toBeLessThan(60);
    reader.leave();
    await until(() => seen.isOver && seen.isAborted, 'the producer has ended');
  });

  it('the deadline ends a stream that nobody reads', async () => {
    const reader = await idleReader(world.httpAddress, version, 300);
    await until(() => seen.isOver && seen.isAborted, 'the producer has ended');
    reader.leave();
  });
});

describe.each(names)('over %s', (name) => {
  it('cancelling a stream ends the producer', async () => {
    const leaving = new AbortController();
    const parts = way(name).exportTable(anExport, { signal: leaving.signal })[Symbol.asyncIterator]();
    await parts.next();
    leaving.abort();
    await until(() => seen.isOver && seen.isAborted, 'the producer has ended');
  });

  it('cancelling a unary call aborts its handler', async () => {
    const leaving = new AbortController();
    const answer = way(name).createProject({ name: 'x' }, { signal: leaving.signal });
    const failure = failureOf(answer);
    await until(() => seen.made === 1, 'the handler has begun');
    leaving.abort();
    await failure;
    await until(() => seen.isAborted, 'the handler is told');
  });
});

describe.each(['gRPC', 'in process', 'Connect binary over h2c'])('over %s', (name) => {
  it('a slow handler holds the uploader', async () => {
    let sent = 0;
    const parts = async function* () {
      yield { part: { case: 'header' as const, value: { format: Format.CSV } } };
      for (; sent < chunks; sent++) yield { part: { case: 'chunk' as const, value: chunk } };
    };
    const answer = way(name).loadTable?.(parts());
    await until(() => seen.taken === 1, 'the handler has begun');
    await pause(300);
    expect(sent).toBeLessThan(60);
    release();
    expect((await answer)?.rowCount).toBe(BigInt(chunks + 1));
  });

  it('an uploader that leaves aborts the handler', async () => {
    const leaving = new AbortController();
    const parts = async function* () {
      yield { part: { case: 'header' as const, value: { format: Format.CSV } } };
      await released;
    };
    const answer = failureOf(way(name).loadTable?.(parts(), { signal: leaving.signal }) ?? Promise.resolve());
    await until(() => seen.taken === 1, 'the handler has begun');
    leaving.abort();
    await until(() => seen.isAborted, 'the handler is told');
    release();
    await answer;
  });
});

it('a call that its caller left is logged as cancelled, and one out of time as such', async () => {
  const leaving = new AbortController();
  const left = failureOf(way('gRPC').createProject({ name: 'x', requestId: 'left' }, { signal: leaving.signal }));
  await until(() => seen.made === 1, 'the handler has begun');
  leaving.abort();
  await left;
  await failureOf(way('gRPC').createProject({ name: 'x', requestId: 'late' }, { timeoutMs: 1_000 }));
  const codeOf = (id: string): unknown => world.lines.find((line) => line['request_id'] === id)?.['code'];
  await until(() => codeOf('late') !== undefined && codeOf('left') !== undefined, 'both lines are there');
  expect([codeOf('left'), codeOf('late')]).toEqual(['CANCELLED', 'DEADLINE_EXCEEDED']);
});
