import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { LoadService, ProjectService } from '@easement/contracts';
import { newId, Refusal } from '@easement/domain';
import { readConfig, startService } from '../src/index.ts';
import { openSurroundings, type Surroundings } from './running.ts';
import { fake } from './services.ts';

const projectId = newId('project');
const getProject = `/${ProjectService.typeName}/GetProject`;
const rows = `/tables/${newId('table')}/rows`;

/** Holds the calls of a test until it lets them go on. */
let gate: PromiseWithResolvers<void>;
let begun: number;
let surroundings: Surroundings;

beforeAll(async () => {
  surroundings = await openSurroundings([
    fake(ProjectService, {
      getProject: async (asked) => {
        begun++;
        await gate.promise;
        return { project: { id: asked.projectId, name: 'analytics' } };
      },
      createProject: () => Promise.reject(new Refusal('name_taken', 'taken', { name: 'x' })),
    }),
    fake(LoadService, {
      exportTable: async function* () {
        begun++;
        yield { chunk: Buffer.from('a,b\n') };
        await gate.promise;
        yield { chunk: Buffer.from('1,2\n') };
      },
    }),
  ]);
});

beforeEach(() => {
  gate = Promise.withResolvers();
  begun = 0;
});

afterAll(() => surroundings[Symbol.asyncDispose]());

const start = () => startService(readConfig({ ...surroundings.variables, EASEMENT_LOG_LEVEL: 'silent' }));
const headers = () => ({
  authorization: `Bearer ${surroundings.directory.secret}`,
  'content-type': 'application/json',
});
const post = (address: string, path: string, body: object) =>
  fetch(`${address}${path}`, { method: 'POST', headers: headers(), body: JSON.stringify(body) });

async function untilBegun(count: number): Promise<void> {
  while (begun < count) await new Promise((resolve) => setTimeout(resolve, 5));
}

it('says that it lives and is ready, and counts its calls by method, code and reason', async () => {
  await using gateway = await start();
  const operations = `http://127.0.0.1:${gateway.operationsPort}`;
  const ask = async (path: string) => {
    const response = await fetch(`${operations}${path}`);
    return [response.status, await response.text()] as const;
  };
  expect((await ask('/livez'))[0]).toBe(200);
  expect((await ask('/readyz'))[0]).toBe(200);
  gate.resolve();
  await (await post(gateway.httpAddress, getProject, { projectId })).text();
  await (await post(gateway.httpAddress, `/${ProjectService.typeName}/CreateProject`, { name: 'x' })).text();
  await (await fetch(`${gateway.httpAddress}${rows}`)).text();
  const [, metrics] = await ask('/metrics');
  const counted = (method: string, code: string, reason: string) =>
    `easement_rpc_calls_total{method="${method}",code="${code}",reason="${reason}"} 1`;
  expect(metrics).toContain(counted(`${ProjectService.typeName}/GetProject`, 'OK', ''));
  expect(metrics).toContain(counted(`${ProjectService.typeName}/CreateProject`, 'ALREADY_EXISTS', 'NAME_TAKEN'));
  expect(metrics).toContain(counted(`${LoadService.typeName}/ExportTable`, 'UNAUTHENTICATED', 'BAD_TOKEN'));
});

it('lets calls and answers under way finish when it stops, and takes no more', async () => {
  const gateway = await start();
  const operations = `http://127.0.0.1:${gateway.operationsPort}`;
  const call = post(gateway.httpAddress, getProject, { projectId });
  const file = fetch(`${gateway.httpAddress}${rows}`, { headers: headers() });
  await untilBegun(2);
  const stopped = gateway[Symbol.asyncDispose]();
  expect((await fetch(`${operations}/readyz`)).status).toBe(503);
  setTimeout(gate.resolve, 200);
  expect(await (await call).json()).toMatchObject({ project: { name: 'analytics' } });
  expect(await (await file).text()).toBe('a,b\n1,2\n');
  await stopped;
  await expect(post(gateway.httpAddress, getProject, { projectId })).rejects.toThrow('fetch failed');
  await expect(fetch(`${operations}/livez`)).rejects.toThrow('fetch failed');
});

it('does not start where its port is taken, and leaves nothing behind', async () => {
  await using first = await start();
  const config = readConfig({ ...surroundings.variables, EASEMENT_LOG_LEVEL: 'silent' });
  const { port } = new URL(first.httpAddress);
  await expect(startService({ ...config, httpPort: Number(port) })).rejects.toThrow('EADDRINUSE');
});

describe('as a process', () => {
  const main = join(process.cwd(), 'apps/gateway/src/main.ts');
  const run = (variables: Readonly<Record<string, string>>): ChildProcess =>
    spawn(process.execPath, [main], { env: { ...variables }, stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = (child: ChildProcess) => new Promise<number | null>((resolve) => child.once('exit', resolve));

  it('says where it listens, answers, writes one line for each call and stops in peace', async () => {
    const child = run(surroundings.variables);
    const exit = ended(child);
    const lines: Record<string, unknown>[] = [];
    const address = await new Promise<string>((resolve) => {
      createInterface(child.stdout ?? process.stdin).on('line', (text) => {
        const line = JSON.parse(text) as Record<string, unknown>;
        lines.push(line);
        if (line['msg'] === 'serving HTTP') resolve(String(line['address']));
      });
    });
    gate.resolve();
    expect((await post(address, getProject, { projectId })).status).toBe(200);
    expect((await fetch(`${address}${rows}`, { headers: headers() })).status).toBe(200);
    child.kill('SIGTERM');
    expect(await exit).toBe(0);
    const calls = lines.filter(({ msg }) => msg === 'call');
    expect(calls.map(({ method, code, service }) => [service, method, code])).toEqual([
      ['gateway', `${ProjectService.typeName}/GetProject`, 'OK'],
      ['gateway', `${LoadService.typeName}/ExportTable`, 'OK'],
    ]);
  });

  it('says everything that is wrong with its configuration, and fails', async () => {
    const child = run({ EASEMENT_GATEWAY_PORT: 'x' });
    let said = '';
    child.stderr?.on('data', (bytes: Buffer) => (said += bytes.toString()));
    expect(await ended(child)).not.toBe(0);
    expect(said).toContain('EASEMENT_GATEWAY_PORT is "x"');
    expect(said).toContain('EASEMENT_KEYS_FOLDER is not set');
  });
});
