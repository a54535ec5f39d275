import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type ServiceName, serviceNames } from '@easement/domain';
import { emptyDatabase, stores } from '@easement/persistence/testing';
import { type Answer, type Caller, connectJson } from '../src/processes/connect-json.ts';
import { choosePorts } from '../src/processes/ports.ts';
import { environmentsOf } from '../src/processes/environments.ts';
import { type ProcessHouse, startHouse } from '../src/processes/house.ts';

/** Everything that an operator has who starts the services one by one. */
describe.each(stores)('services in processes of their own, on %s', (store) => {
  const own = new AsyncDisposableStack();
  let house: ProcessHouse;
  let folder = '';
  let url = '';
  let operatorToken = '';
  let ownerToken = '';
  let projectId = '';

  const post: Caller['post'] = (...request) => connectJson(url).post(...request);
  const call: Caller['call'] = (...request) => connectJson(url).call(...request);
  const getCaller = (): Promise<Answer> => call('easement.identity.v1.PrincipalService/GetCaller', ownerToken, {});
  const ask = async (service: ServiceName, path: string): Promise<{ status: number; text: string }> => {
    const response = await fetch(`${house.process(service).operationsUrl}${path}`);
    return { status: response.status, text: await response.text() };
  };

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'easement-processes-'));
    own.defer(() => rm(folder, { recursive: true, force: true }));
    const ports = await choosePorts();
    const database = async (): Promise<string> => own.use(await emptyDatabase(store)).url;
    const databases = { identity: await database(), catalog: await database(), sharing: await database() };
    const environments = environmentsOf({ ports, folder, databases });
    house = own.use(await startHouse({ root: process.cwd(), environments }));
    url = `http://127.0.0.1:${ports.http}`;
    operatorToken = (await readFile(join(folder, 'keys/operator.token'), 'utf8')).trim();
    const created = await call('easement.identity.v1.OrganizationService/CreateOrganization', operatorToken, {
      name: 'Meridian',
      ownerEmail: 'owner@meridian.example',
    });
    ownerToken = created.body['ownerToken'] as string;
    const made = await call('easement.identity.v1.ProjectService/CreateProject', ownerToken, { name: 'operations' });
    projectId = (made.body['project'] as { id: string }).id;
  }, 120_000);

  afterAll(() => own.disposeAsync(), 60_000);

  it.each([...serviceNames])('%s says that it lives, that it is ready, and what it has counted', async (service) => {
    expect(await ask(service, '/livez')).toEqual({ status: 200, text: 'alive' });
    expect(await ask(service, '/readyz')).toEqual({ status: 200, text: 'ready' });
    expect((await ask(service, '/metrics')).text).toContain('# TYPE easement_rpc_calls_total counter');
  });

  it('tell through the gateway who calls, over Connect as JSON', async () => {
    expect(await getCaller()).toMatchObject({
      status: 200,
      body: { principal: { email: 'owner@meridian.example' }, organizationRole: 'ORGANIZATION_ROLE_OWNER' },
    });
    const stranger = await call('easement.identity.v1.PrincipalService/GetCaller', 'no-token', {});
    expect(stranger).toMatchObject({ status: 401, body: { code: 'unauthenticated' } });
  });

  it('leave their keys and the token of the operator to their owner alone', async () => {
    const modes = await Promise.all(
      ['operator.token', ...serviceNames.map((name) => `${name}.key`)].map(async (name) => {
        const { mode } = await stat(join(folder, 'keys', name));
        return (mode & 0o777).toString(8);
      }),
    );
    expect(new Set(modes)).toEqual(new Set(['600']));
  });

  it('reach one another: a statement passes through all of them', async () => {
    const response = await post('sql', ownerToken, { projectId, statement: "SELECT 'here' AS answer" });
    expect((await response.text()).split('\n')).toContain('{"row":["here"]}');
  });

  it('finish what they have begun when they are stopped, and take nothing new', async () => {
    const rows = 50_000;
    const statement = `SELECT range AS id, repeat('x', 1000) AS pad FROM range(${rows})`;
    const reader = linesOf(await post('sql', ownerToken, { projectId, statement }));
    const first = await reader.next();
    expect(first.value).toContain('schema');
    const stopping = house.process('query').stop();
    await until(async () => (await ask('query', '/readyz').catch(() => ({ status: 0 }))).status !== 200);
    const late = await post('sql', ownerToken, { projectId, statement: 'SELECT 1' });
    expect(await late.text()).toContain('PEER_UNAVAILABLE');
    let seen = 0;
    for await (const line of reader) seen += line.startsWith('{"row"') ? 1 : 0;
    expect(seen).toBe(rows);
    await stopping;
    await house.start('query');
    await until(async () => (await post('sql', ownerToken, { projectId, statement: 'SELECT 1' })).ok);
  }, 60_000);

  it('go on while a key is replaced, and sign with the new one from their next start', async () => {
    const keyOf = (): Promise<string> => readFile(join(folder, 'keys/gateway.key'), 'utf8');
    const before = await keyOf();
    execFileSync(process.execPath, ['tools/rotate-keys.ts', join(folder, 'keys'), 'gateway']);
    expect(await keyOf()).not.toBe(before);
    expect(await getCaller()).toMatchObject({ status: 200 });
    await house.process('gateway').stop();
    await house.start('gateway');
    expect(await getCaller()).toMatchObject({ status: 200 });
  }, 60_000);

  it('end well within their grace when they are asked to, and know everything when they start again', async () => {
    const before = await getCaller();
    await Promise.all(serviceNames.map((service) => house.process(service).stop()));
    await Promise.all(serviceNames.map((service) => house.start(service)));
    expect(await getCaller()).toEqual(before);
  }, 120_000);

  it('write one line of JSON a call, and no token in any', async () => {
    const written = serviceNames.map((service) => house.process(service).output()).join('');
    const lines = written.split('\n').filter((line) => line.startsWith('{'));
    const calls = lines.map((line) => JSON.parse(line) as Record<string, unknown>).filter(({ msg }) => msg === 'call');
    expect(calls).toContainEqual(
      expect.objectContaining({
        service: 'gateway',
        method: 'easement.identity.v1.PrincipalService/GetCaller',
        code: 'OK',
        request_id: expect.any(String),
        caller: expect.any(String),
        ms: expect.any(Number),
      }),
    );
    expect(written).not.toContain(operatorToken);
    expect(written).not.toContain(ownerToken);
  });
});

async function* linesOf(response: Response): AsyncGenerator<string> {
  if (!response.body) throw new Error('the answer has no body');
  let rest = '';
  for await (const bytes of response.body.pipeThrough(new TextDecoderStream())) {
    const lines = (rest + bytes).split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
}

async function until(isSo: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 20_000;
  while (!(await isSo())) {
    if (Date.now() > deadline) throw new Error('what was waited for did not come about within 20 s');
    await sleep(20);
  }
}
