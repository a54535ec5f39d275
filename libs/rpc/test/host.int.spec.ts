import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DirectoryService, ProjectService } from '@easement/contracts';
import { newId } from '@easement/domain';
import {
  asService,
  backgroundCall,
  type Built,
  type Handlers,
  type Hosting,
  hostService,
  internal,
  onBehalf,
  service,
  type Site,
} from '../src/index.ts';

const organization = newId('organization');
let keysFolder: string;

beforeAll(async () => {
  keysFolder = await mkdtemp(join(tmpdir(), 'host-'));
});

afterAll(() => rm(keysFolder, { recursive: true }));

const hosting = (peers: Hosting['peers'] = {}): Hosting => ({
  host: '127.0.0.1',
  port: 0,
  operationsPort: 0,
  keysFolder,
  logLevel: 'silent',
  peers,
});

/** The operations port of a service that has not started is known to none but who chose it. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

const readiness = async (port: number): Promise<number> => (await fetch(`http://127.0.0.1:${port}/readyz`)).status;
const callAs = (caller: 'sharing' | 'catalog') =>
  backgroundCall({ service: caller, organization, timeoutMs: 5_000, method: 'test' });

/** What identity-service would be; `routes` alone differ from spec to spec. */
const directory = (getStanding: Handlers<typeof DirectoryService>['getStanding']) => [
  internal(DirectoryService, { getStanding } as Handlers<typeof DirectoryService>, ['sharing']),
];

it('is ready when all is built, not before', async () => {
  const { promise: migrated, resolve: migrate } = Promise.withResolvers<void>();
  const { promise: built, resolve: building } = Promise.withResolvers<Site>();
  const host = { ...hosting(), operationsPort: await freePort() };
  const starting = hostService('identity', host, async (site): Promise<Built> => {
    building(site);
    await migrated;
    return { routes: [], ready: () => true };
  });
  await built;
  const alive = await fetch(`http://127.0.0.1:${host.operationsPort}/livez`);
  expect([alive.status, await readiness(host.operationsPort)]).toEqual([200, 503]);
  migrate();
  await using hosted = await starting;
  expect(await readiness(hosted.operationsPort)).toBe(200);
});

it('is as ready as what was built says', async () => {
  let isReady: boolean | Promise<boolean> = false;
  await using hosted = await hostService('identity', hosting(), async () => ({ routes: [], ready: () => isReady }));
  expect(await readiness(hosted.operationsPort)).toBe(503);
  isReady = Promise.resolve(true);
  expect(await readiness(hosted.operationsPort)).toBe(200);
  isReady = Promise.reject(new Error('no database'));
  expect(await readiness(hosted.operationsPort)).toBe(503);
});

it('services find one another by the folder of keys, and each says who it is', async () => {
  const actors: unknown[] = [];
  const routes = directory(async (_, { actor }) => {
    actors.push(actor);
    return { standings: [] };
  });
  await using identity = await hostService('identity', hosting(), async () => ({ routes, ready: () => true }));
  const dials: Site['dial'][] = [];
  const keep = async ({ dial }: Site): Promise<Built> => {
    dials.push(dial);
    return { routes: [], ready: () => true };
  };
  await using _sharing = await hostService('sharing', hosting({ identity: identity.address }), keep);
  await using _catalog = await hostService('catalog', hosting({ identity: identity.address }), keep);
  const [bySharing, byCatalog] = dials.map((dial) => dial('identity', DirectoryService));
  await bySharing?.getStanding({ queries: [] }, asService(callAs('sharing')));
  expect(actors).toEqual([{ kind: 'service', service: 'sharing', organization }]);
  await expect(byCatalog?.getStanding({ queries: [] }, asService(callAs('catalog')))).rejects.toMatchObject({
    reason: 'missing_role',
  });
  expect((await readdir(keysFolder)).sort()).toEqual([
    ...['catalog.key', 'catalog.pub', 'identity.key', 'identity.pub', 'sharing.key', 'sharing.pub'],
  ]);
});

it('a service of its own way to authenticate needs no assertions', async () => {
  const authenticate = () => ({ kind: 'principal' as const, principal: newId('user'), organization });
  const handlers = { getProject: async () => ({}) } as unknown as Handlers<typeof ProjectService>;
  const build = async (): Promise<Built> => ({
    routes: [service(ProjectService, handlers)],
    ready: () => true,
    authenticate,
  });
  await using gateway = await hostService('gateway', hosting(), build);
  let dial: Site['dial'] | undefined;
  await using _caller = await hostService('query', hosting({ gateway: gateway.address }), async (site) => {
    ({ dial } = site);
    return { routes: [], ready: () => true };
  });
  const projects = dial?.('gateway', ProjectService);
  expect(await projects?.getProject({ projectId: newId('project') }, onBehalf(callAs('sharing')))).toBeDefined();
});

it('when it stops it is not ready at once, lets calls finish, and only then ends what was built', async () => {
  const happened: string[] = [];
  const { promise: released, resolve: release } = Promise.withResolvers<void>();
  const { promise: begun, resolve: begin } = Promise.withResolvers<void>();
  const routes = directory(async () => {
    begin();
    await released;
    happened.push('answered');
    return { standings: [] };
  });
  const identity = await hostService('identity', hosting(), async ({ own }) => {
    own.defer(() => void happened.push('database closed'));
    return { routes, ready: () => true };
  });
  let dial: Site['dial'] | undefined;
  await using _sharing = await hostService('sharing', hosting({ identity: identity.address }), async (site) => {
    ({ dial } = site);
    return { routes: [], ready: () => true };
  });
  const answer = dial?.('identity', DirectoryService).getStanding({ queries: [] }, asService(callAs('sharing')));
  await begun;
  const stopped = identity[Symbol.asyncDispose]();
  expect(await readiness(identity.operationsPort)).toBe(503);
  release();
  await answer;
  await stopped;
  expect(happened).toEqual(['answered', 'database closed']);
  await expect(readiness(identity.operationsPort)).rejects.toThrow('fetch failed');
});

it('what could not be built is ended, the opened first part of it included', async () => {
  const ended: string[] = [];
  const host = { ...hosting(), operationsPort: await freePort() };
  const starting = hostService('identity', host, async ({ own }) => {
    own.defer(() => void ended.push('database'));
    throw new Error('the migration failed');
  });
  await expect(starting).rejects.toThrow('the migration failed');
  expect(ended).toEqual(['database']);
  await expect(readiness(host.operationsPort)).rejects.toThrow('fetch failed');
});
