import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ServiceName } from '@easement/domain';
import { emptyDatabase, stores } from '@easement/persistence/testing';
import { connectJson } from '../src/processes/connect-json.ts';
import { environmentsOf } from '../src/processes/environments.ts';
import { type ProcessHouse, startHouse } from '../src/processes/house.ts';
import { choosePortsOfTwo } from '../src/processes/ports.ts';

const services = ['identity', 'catalog', 'sharing', 'query'] as const;

/** Replicas are for MySQL: the embedded store is one process a file. */
(stores.includes('mysql') ? describe : describe.skip)('two processes of every service, on one database each', () => {
  const own = new AsyncDisposableStack();
  const houses: ProcessHouse[] = [];
  const urls: string[] = [];
  let token = '';
  let projectId = '';
  let tableId = '';

  const countCalls = async (house: ProcessHouse, service: ServiceName): Promise<number> => {
    const metrics = await (await fetch(`${house.process(service).operationsUrl}/metrics`)).text();
    const counts = metrics.matchAll(/^easement_rpc_calls_total\{.*\} (\d+)$/gm);
    return [...counts].reduce((sum, [, count]) => sum + Number(count), 0);
  };
  const countRows = async (url: string): Promise<string> => {
    const statement = 'SELECT count(*) AS n FROM things.things';
    return await (await connectJson(url).post('sql', token, { projectId, statement })).text();
  };

  beforeAll(async () => {
    const folder = await mkdtemp(join(tmpdir(), 'easement-replicas-'));
    own.defer(() => rm(folder, { recursive: true, force: true }));
    const database = async (): Promise<string> => own.use(await emptyDatabase('mysql')).url;
    const databases = { identity: await database(), catalog: await database(), sharing: await database() };
    const sites = await choosePortsOfTwo();
    const addressOf = (service: ServiceName): string =>
      `ipv4:${sites.map(({ grpc }) => `127.0.0.1:${grpc[service]}`).join(',')}`;
    const starting = sites.map((ports) =>
      startHouse({ root: process.cwd(), environments: environmentsOf({ ports, folder, databases, addressOf }) }),
    );
    // All that have started are disposed of, also where another could not.
    for (const one of await Promise.allSettled(starting)) if (one.status === 'fulfilled') own.use(one.value);
    houses.push(...(await Promise.all(starting)));
    urls.push(...sites.map(({ http }) => `http://127.0.0.1:${http}`));

    const { call } = connectJson(urls[0] ?? '');
    const operator = (await readFile(join(folder, 'keys/operator.token'), 'utf8')).trim();
    const organization = { name: 'Meridian', ownerEmail: 'owner@meridian.example' };
    const made = await call('easement.identity.v1.OrganizationService/CreateOrganization', operator, organization);
    token = made.body['ownerToken'] as string;
    const idOf = async (rpc: string, body: object, thing: string): Promise<string> =>
      ((await call(rpc, token, body)).body[thing] as { id: string }).id;
    projectId = await idOf('easement.identity.v1.ProjectService/CreateProject', { name: 'operations' }, 'project');
    const bucket = { projectId, name: 'things', stage: 'STAGE_IN' };
    const bucketId = await idOf('easement.catalog.v1.BucketService/CreateBucket', bucket, 'bucket');
    const table = { bucketId, name: 'things', columns: [{ name: 'a', type: 'STRING' }] };
    tableId = await idOf('easement.catalog.v1.TableService/CreateTable', table, 'table');
  }, 180_000);

  afterAll(() => own.disposeAsync(), 60_000);

  it('start at once on empty databases, and believe what either has signed', async () => {
    for (const url of urls) {
      expect(await connectJson(url).call('easement.identity.v1.PrincipalService/GetCaller', token, {})).toMatchObject({
        status: 200,
        body: { principal: { email: 'owner@meridian.example' } },
      });
    }
  });

  it('read through one what was loaded through the other', async () => {
    const loaded = await fetch(`${urls[0] ?? ''}/tables/${tableId}/rows?format=csv&mode=append&header=true`, {
      method: 'PUT',
      headers: { authorization: `Bearer ${token}` },
      body: 'a\none\ntwo\nthree\n',
    });
    expect({ status: loaded.status, text: await loaded.text() }).toMatchObject({ status: 200 });
    for (const url of [...urls, ...urls]) expect(await countRows(url)).toContain('{"row":["3"]}');
  });

  it('share the calls', async () => {
    const counts = await Promise.all(houses.map((house) => countCalls(house, 'identity')));
    expect(Math.min(...counts)).toBeGreaterThan(0);
  });

  it('answer every call while one of each goes away', async () => {
    const [first] = houses;
    if (!first) throw new Error('nothing was started');
    let isOver = false;
    const failures: string[] = [];
    const calling = (async () => {
      while (!isOver) {
        const text = await countRows(urls[0] ?? '');
        if (!text.includes('{"row":["3"]}')) failures.push(text);
      }
    })();
    await Promise.all(services.map((service) => first.process(service).stop()));
    expect(await countRows(urls[0] ?? '')).toContain('{"row":["3"]}');
    isOver = true;
    await calling;
    expect(failures).toEqual([]);
  }, 60_000);
});
