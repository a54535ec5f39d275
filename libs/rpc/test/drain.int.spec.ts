import { Code } from '@easement/contracts';
import { failureOf } from './failure.ts';
import { anExport, openWorld, readAll, until, type World } from './world.ts';

const names = ['gRPC', 'in process', 'Connect JSON over HTTP/1.1', 'Connect binary over h2c', 'gRPC-Web'];
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms).unref());

let begun: number;

async function stoppable(drainMs: number): Promise<World> {
  begun = 0;
  return await openWorld({
    limits: { drainMs },
    isEndless: true,
    createProject: async ({ name }) => {
      begun++;
      await pause(Number(name));
      return { project: { name: 'done' } };
    },
    exportTable: async function* (_, { signal }) {
      begun++;
      yield { chunk: Uint8Array.of(1) };
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
    },
  });
}

function wayOf(world: World, name: string) {
  const found = world.ways.find((each) => each.name === name);
  if (!found) throw new Error(`no such way: ${name}`);
  return found;
}

describe.each(names)('stopping, over %s', (name) => {
  it('lets a call finish that is under way', async () => {
    await using world = await stoppable(5_000);
    const answer = wayOf(world, name).createProject({ name: '300' });
    await until(() => begun === 1, 'the handler has begun');
    await world.stopServers();
    expect((await answer).project?.name).toBe('done');
  });

  it('ends a call that takes too long, and says that a repeat is safe', async () => {
    await using world = await stoppable(100);
    const failure = failureOf(wayOf(world, name).createProject({ name: '20000' }));
    await until(() => begun === 1, 'the handler has begun');
    const start = Date.now();
    await world.stopServers();
    expect(Date.now() - start).toBeLessThan(5_000);
    expect(await failure).toMatchObject({ code: Code.UNAVAILABLE, reason: 'PEER_UNAVAILABLE' });
  });

  it('ends an endless stream at once', async () => {
    await using world = await stoppable(60_000);
    const failure = failureOf(readAll(wayOf(world, name).exportTable(anExport)));
    await until(() => begun === 1, 'the handler has begun');
    await world.stopServers();
    expect((await failure).code).toBe(Code.UNAVAILABLE);
  });

  it('takes no more calls', async () => {
    await using world = await stoppable(5_000);
    await world.stopServers();
    const failure = await failureOf(wayOf(world, name).createProject({ name: '0' }));
    expect([Code.UNAVAILABLE, Code.ABORTED, Code.INTERNAL]).toContain(failure.code);
    expect(begun).toBe(0);
  });
});
