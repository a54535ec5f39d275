import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ServiceName, serviceNames } from '@easement/domain';
import { emptyDatabase } from '@easement/persistence/testing';
import type { Store } from '../constellation.ts';
import { openTruth, type TruthReader } from '../invariants/read-truth.ts';
import { environmentsOf } from '../processes/environments.ts';
import { choosePorts } from '../processes/ports.ts';
import { type SeamedProcess, startSeamedProcess } from './seamed-process.ts';

/** All services in processes of their own that may be killed, and started again on the same stores. */
export type KillHouse = AsyncDisposable & {
  readonly door: string;
  readonly operatorToken: string;
  readonly truth: TruthReader;
  readonly process: (service: ServiceName) => SeamedProcess;
  /** Kills the service and starts it again; resolves when it is ready. */
  readonly restart: (service: ServiceName) => Promise<void>;
  /** Lets all services think that it is so much later. */
  readonly beAhead: (ms: number) => void;
};

export async function startKillHouse(store: Store, root = process.cwd()): Promise<KillHouse> {
  await using own = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), 'easement-kills-'));
  own.defer(() => rm(folder, { recursive: true, force: true }));
  const database = async (): Promise<string> => own.use(await emptyDatabase(store)).url;
  const databases = { identity: await database(), catalog: await database(), sharing: await database() };
  const ports = await choosePorts();
  const environments = environmentsOf({ ports, folder, databases });
  const processes = new Map<ServiceName, SeamedProcess>();
  own.defer(async () => {
    await Promise.all([...processes.values()].map((one) => one.kill()));
  });
  const start = async (service: ServiceName): Promise<void> => {
    const environment = { ...environments[service], EASEMENT_LOG_LEVEL: 'error' };
    const started = startSeamedProcess(service, environment, root);
    processes.set(service, started);
    await started.untilReady;
  };
  const find = (service: ServiceName): SeamedProcess => {
    const found = processes.get(service);
    if (!found) throw new Error(`${service} was never started`);
    return found;
  };
  await Promise.all(serviceNames.map(start));
  const truth = own.use(await openTruth(databases));
  const operatorToken = (await readFile(join(folder, 'keys/operator.token'), 'utf8')).trim();
  const all = own.move();
  return {
    door: `http://127.0.0.1:${ports.http}`,
    operatorToken,
    truth,
    process: find,
    restart: async (service) => {
      await find(service).kill();
      await start(service);
    },
    beAhead: (ms) => {
      for (const one of processes.values()) one.beAhead(ms);
    },
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  };
}
