import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import type { MessageInitShape } from '@bufbuild/protobuf';
import { createClient } from '@connectrpc/connect';
import { createConnectTransport } from '@connectrpc/connect-node';
import { Code, DirectoryService, LoadService, type LoadTableRequestSchema, ProjectService } from '@easement/contracts';
import { type Actor, newId, Refusal } from '@easement/domain';
import { pino } from 'pino';
import {
  asService,
  backgroundCall,
  type Call,
  clientReason,
  type Dialled,
  forward,
  grpcPeer,
  localPeer,
  mountConnect,
  onBehalf,
  openChannel,
  serveHttp,
  service,
} from '../src/index.ts';
import { badFieldsOf, failureOf } from './failure.ts';
import {
  anExport,
  callFor,
  gatewaySigner,
  openWorld,
  organization,
  person,
  readAll,
  sharingSigner,
  until,
  type World,
} from './world.ts';

const log = pino({ level: 'silent' });
const open = new AsyncDisposableStack();
afterAll(() => open.disposeAsync());

function dial(address: string, signer = gatewaySigner): Dialled {
  return { channel: open.use(openChannel(address)).channel, signer, audience: 'identity' };
}

describe('a peer that nobody runs', () => {
  it('is unavailable at once, and says which part it is', async () => {
    const projects = grpcPeer(ProjectService, dial('127.0.0.1:1'));
    const start = Date.now();
    const failure = await failureOf(projects.createProject({ name: 'x' }, onBehalf(callFor(person))));
    expect(failure).toMatchObject({ code: Code.UNAVAILABLE, reason: 'PEER_UNAVAILABLE', facts: { part: 'identity' } });
    expect(Date.now() - start).toBeLessThan(2_000);
  });
});

describe('a peer that takes connections and answers nothing', () => {
  let silent: Server;
  const sockets: Socket[] = [];
  beforeAll(async () => {
    silent = createServer((socket) => sockets.push(socket));
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
  });
  afterAll(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => silent.close(resolve));
  });

  it('is unavailable before the deadline of the call that asks it', async () => {
    const { port } = silent.address() as AddressInfo;
    const projects = grpcPeer(ProjectService, dial(`127.0.0.1:${port}`));
    const call = callFor(person, { timeoutMs: 1_000 });
    const failure = await failureOf(projects.createProject({ name: 'x' }, onBehalf(call)));
    expect(failure.reason).toBe('PEER_UNAVAILABLE');
    expect(Date.now()).toBeLessThan(call.deadline + 20);
  });
});

describe('a peer', () => {
  let world: World;
  let actors: Actor[];
  beforeAll(async () => {
    world = await openWorld({
      createProject: async ({ name }, { actor }) => {
        actors.push(actor);
        if (name === 'slow') await new Promise((resolve) => setTimeout(resolve, 30_000).unref());
        return { project: { name } };
      },
      getStanding: async (_, { actor }) => {
        actors.push(actor);
        return {};
      },
    });
  });
  beforeEach(() => {
    actors = [];
  });
  afterAll(() => world[Symbol.asyncDispose]());

  it('is told of the actor, or of the service in the organization of the actor', async () => {
    const channel = new AsyncDisposableStack();
    const opened = channel.use(openChannel(world.grpcAddress));
    const sharing = { channel: opened.channel, signer: sharingSigner, audience: 'identity' } as const;
    const gateway = { ...sharing, signer: gatewaySigner };
    await grpcPeer(ProjectService, gateway).createProject({ name: 'x' }, onBehalf(callFor(person)));
    await grpcPeer(DirectoryService, sharing).getStanding({}, asService(callFor(person)));
    expect(actors).toEqual([person, { kind: 'service', service: 'sharing', organization }]);
    await channel.disposeAsync();
  });

  it.each(['gRPC', 'in process'])('is not asked inside a transaction, over %s', async (name) => {
    const call: Call = { ...callFor(person), lane: { inTransaction: true } };
    const opened = openChannel(world.grpcAddress);
    const projects = grpcPeer(ProjectService, { channel: opened.channel, signer: gatewaySigner, audience: 'identity' });
    await expect(projects.createProject({ name }, onBehalf(call))).rejects.toThrow('inside a transaction');
    expect(actors).toEqual([]);
    opened[Symbol.dispose]();
  });

  it('that answers too late leaves a deadline, not an absence', async () => {
    const opened = openChannel(world.grpcAddress);
    const projects = grpcPeer(ProjectService, { channel: opened.channel, signer: gatewaySigner, audience: 'identity' });
    const failure = await failureOf(
      projects.createProject({ name: 'slow' }, onBehalf(callFor(person, { timeoutMs: 1_500 }))),
    );
    expect(failure.code).toBe(Code.DEADLINE_EXCEEDED);
    opened[Symbol.dispose]();
  });
});

describe('lists', () => {
  it('are as long as the contract lets services make them, and for people no longer than the limit', async () => {
    const asked: number[] = [];
    await using world = await openWorld({
      limits: { listItems: 1 },
      getStanding: async ({ queries }) => (asked.push(queries.length), { standings: [] }),
      loadTable: async (requests) => {
        for await (const { part } of requests) asked.push(part.case === 'header' ? part.value.primaryKey.length : 0);
        return {};
      },
    });
    const queries = [1, 2].map(() => ({ principalId: newId('user'), projectId: newId('project') }));
    await grpcPeer(DirectoryService, dial(world.grpcAddress, sharingSigner)).getStanding(
      { queries },
      asService(callFor(person)),
    );
    const local = localPeer(DirectoryService, { server: () => world.local, issuer: 'sharing', audience: 'identity' });
    await local.getStanding({ queries }, asService(callFor(person)));
    expect(asked).toEqual([2, 2]);
    async function* parts(): AsyncGenerator<MessageInitShape<typeof LoadTableRequestSchema>> {
      yield { part: { case: 'header', value: { tableId: newId('table'), format: 1, primaryKey: ['a', 'b'] } } };
    }
    for (const { loadTable } of world.ways) {
      if (!loadTable) continue;
      const { reason, message } = await failureOf(loadTable(parts()));
      expect([reason, message]).toEqual(['INVALID_FIELD', expect.stringContaining('header.primary_key: has 2 items')]);
    }
    expect(asked).toEqual([2, 2]);
  });
});

describe('forwarding', () => {
  let world: World;
  let producer: { made: number; isOver: boolean };
  let front: AsyncDisposable & { readonly address: string };
  const channels = new AsyncDisposableStack();

  beforeAll(async () => {
    world = await openWorld({
      createProject: async ({ name }) => {
        if (name === 'taken') throw new Refusal('name_taken', 'it has the name', { name, owner: 'prj_7' });
        if (name === 'broken') throw new Error('hunter2');
        return { project: { name } };
      },
      exportTable: async function* () {
        const mine = producer;
        try {
          for (; mine.made < 200; mine.made++) yield { chunk: new Uint8Array(128 * 1024) };
        } finally {
          mine.isOver = true;
        }
      },
      loadTable: async (requests) => ({ rowCount: BigInt((await readAll(requests)).length) }),
    });
    const { channel } = channels.use(openChannel(world.grpcAddress));
    const dialled = { channel, signer: gatewaySigner, audience: 'identity' } as const;
    const connect = mountConnect({
      service: 'gateway',
      log,
      authenticate: () => person,
      routes: [
        service(ProjectService, forward(ProjectService, grpcPeer(ProjectService, dialled))),
        service(LoadService, forward(LoadService, grpcPeer(LoadService, dialled))),
      ],
    });
    front = await serveHttp({ host: '127.0.0.1', port: 0, connect, fallback: (_, response) => void response.end() });
  });
  beforeEach(() => {
    producer = { made: 0, isOver: false };
  });
  afterAll(async () => {
    await front[Symbol.asyncDispose]();
    await channels.disposeAsync();
    await world[Symbol.asyncDispose]();
  });

  const clientOf = <S extends typeof ProjectService | typeof LoadService>(desc: S) =>
    createClient(desc, createConnectTransport({ baseUrl: front.address, httpVersion: '2' }));

  it('passes answers, streams and uploads on', async () => {
    expect((await clientOf(ProjectService).createProject({ name: 'x' })).project?.name).toBe('x');
    expect(await readAll(clientOf(LoadService).exportTable(anExport))).toHaveLength(200);
    const parts = async function* () {
      yield { part: { case: 'header' as const, value: { format: anExport.format } } };
      yield { part: { case: 'chunk' as const, value: new Uint8Array(3) } };
    };
    expect((await clientOf(LoadService).loadTable(parts())).rowCount).toBe(2n);
  });

  it('passes a refusal on as it came, every field of it', async () => {
    const projects = clientOf(ProjectService);
    expect(await failureOf(projects.createProject({ name: 'taken' }))).toEqual({
      code: Code.ALREADY_EXISTS,
      reason: 'NAME_TAKEN',
      message: 'it has the name',
      facts: { name: 'taken', owner: 'prj_7' },
    });
    const description = 'x'.repeat(2_001);
    const refused = await projects.createProject({ name: '', description }).catch((thrown: unknown) => thrown);
    expect(badFieldsOf(refused)).toEqual(['name', 'description']);
  });

  it('tells nothing of a fault of the peer', async () => {
    const failure = await failureOf(clientOf(ProjectService).createProject({ name: 'broken' }));
    expect(failure.code).toBe(Code.INTERNAL);
    expect(failure.message).not.toContain('hunter2');
  });

  it('ends the producer behind when the reader in front leaves', async () => {
    const leaving = new AbortController();
    const parts = clientOf(LoadService).exportTable(anExport, { signal: leaving.signal })[Symbol.asyncIterator]();
    await parts.next();
    leaving.abort();
    await until(() => producer.isOver, 'the producer has ended');
  });
});

it('background work acts as its service, and its call ends', async () => {
  const call = backgroundCall({ service: 'sharing', organization, timeoutMs: 30, method: 'sweep' });
  expect(call.actor).toEqual({ kind: 'service', service: 'sharing', organization });
  expect(() => call.fingerprint()).toThrow('no single request');
  await until(() => call.signal.aborted, 'its time is over');
  expect(clientReason(call.signal.reason)).toBeUndefined();
});
