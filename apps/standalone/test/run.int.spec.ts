import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClient } from '@easement/client';
import { type Options, readOptions } from '../src/options.ts';
import { runStandalone } from '../src/run.ts';

const root = process.cwd();
const workerEntry = join(root, 'apps/query-service/src/engine/worker/worker-main.ts');
const sampleFolder = join(root, 'apps/standalone/data');

/** Options on free ports, without a line of log. */
function quietly(folder: string, ...more: string[]): Options {
  const free = ['--http-port', '0', '--grpc-port', '0', '--operations-port', '0', '--log-level', 'silent'];
  const options = readOptions(['--data-folder', folder, ...free, ...more]);
  if ('help' in options) throw new Error('nobody asked for help');
  return options;
}

describe('the product in one process', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'easement-run-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('finishes a sample that was interrupted, and makes nothing twice', async () => {
    const partly = await mkdtemp(join(tmpdir(), 'easement-files-'));
    await copyFile(join(sampleFolder, 'airports.csv'), join(partly, 'airports.csv'));
    const broken = runStandalone(quietly(folder), { workerEntry, sampleFolder: partly }, () => undefined);
    await expect(broken).rejects.toThrow('routes.csv');
    await rm(partly, { recursive: true });
    const running = await runStandalone(quietly(folder), { workerEntry, sampleFolder }, () => undefined);
    try {
      const token = running.tokens?.['owner@meridian.example'] ?? '';
      const client = createClient({ baseUrl: running.httpAddress, token });
      const { projects } = await client.projects.listProjects({});
      const operations = projects.find(({ name }) => name === 'operations')?.id ?? '';
      const { objects } = await client.projectViews.listProjectObjects({ projectId: operations });
      expect(objects.map(({ name, rowCount }) => [name, Number(rowCount)])).toEqual([
        ['flights', 28_742],
        ['airports', 3_376],
        ['routes', 5_366],
        ['flights', 20_000],
      ]);
      client.close();
    } finally {
      await running[Symbol.asyncDispose]();
    }
  }, 60_000);

  it('starts without an organization where it is told so', async () => {
    const said: string[] = [];
    const running = await runStandalone(quietly(folder, '--empty'), { workerEntry, sampleFolder }, (text) =>
      said.push(text),
    );
    try {
      expect(running.tokens).toBeUndefined();
      expect(said.join('\n')).toContain('admin bootstrap');
      const client = createClient({ baseUrl: running.httpAddress, token: 'eas_nonsense', retry: { attempts: 1 } });
      await expect(client.principals.getCaller({})).rejects.toMatchObject({ reason: 'BAD_TOKEN' });
      client.close();
      expect((await fetch(`${running.operationsAddress}/readyz`)).status).toBe(200);
      expect(await (await fetch(`${running.operationsAddress}/metrics`)).text()).toContain('easement_rpc_calls_total');
    } finally {
      await running[Symbol.asyncDispose]();
    }
  }, 60_000);
});
