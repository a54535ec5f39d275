import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ServiceName, serviceNames } from '@easement/domain';
import { emptyDatabase } from '@easement/persistence/testing';
import type { Store } from '../constellation.ts';
import { openTruth, type TruthReader } from '../invariants/read-truth.ts';
import { type Environments, environmentsOf } from '../processes/environments.ts';
import { startHouse } from '../processes/house.ts';
import { choosePorts, choosePortsOfTwo } from '../processes/ports.ts';

/** Every service in processes of its own: two of each on MySQL, one on the embedded store, which is a process a file. */
export type Replicas = AsyncDisposable & {
  /** The HTTP address of each gateway. */
  readonly doors: readonly string[];
  readonly operatorToken: string;
  readonly truth: TruthReader;
  /** What all processes have written about a call. */
  readonly logOf: (requestId: string) => string[];
};

export async function startReplicas(store: Store): Promise<Replicas> {
  await using own = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), 'easement-races-'));
  own.defer(() => rm(folder, { recursive: true, force: true }));
  const database = async (): Promise<string> => own.use(await emptyDatabase(store)).url;
  const databases = { identity: await database(), catalog: await database(), sharing: await database() };
  const sites = store === 'mysql' ? await choosePortsOfTwo() : [await choosePorts()];
  const addressOf = (service: ServiceName): string =>
    `ipv4:${sites.map(({ grpc }) => `127.0.0.1:${grpc[service]}`).join(',')}`;
  const starting = sites.map((ports) =>
    startHouse({ root: process.cwd(), environments: quiet(environmentsOf({ ports, folder, databases, addressOf })) }),
  );
  // All that have started are disposed of, also where another could not.
  for (const one of await Promise.allSettled(starting)) if (one.status === 'fulfilled') own.use(one.value);
  const houses = await Promise.all(starting);
  const truth = own.use(await openTruth(databases));
  const operatorToken = (await readFile(join(folder, 'keys/operator.token'), 'utf8')).trim();
  const all = own.move();
  return {
    doors: sites.map(({ http }) => `http://127.0.0.1:${http}`),
    operatorToken,
    truth,
    logOf: (requestId) =>
      houses
        .flatMap((house) => serviceNames.map((service) => house.process(service).output()))
        .flatMap((output) => output.split('\n').filter((line) => line.includes(requestId))),
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  };
}

/** A line for each of some ten thousand calls helps nobody. */
function quiet(environments: Environments): Environments {
  const told = Object.entries(environments).map(([service, one]) => [service, { ...one, EASEMENT_LOG_LEVEL: 'error' }]);
  return Object.fromEntries(told) as Environments;
}
