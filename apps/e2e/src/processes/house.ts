import { type ServiceName, serviceNames } from '@easement/domain';
import type { Environments } from './environments.ts';
import { type Launch, type ServiceProcess, startProcess } from './service-process.ts';

export type HousePlan = {
  /** The folder with `apps` in it. */
  readonly root: string;
  readonly environments: Environments;
  /** The program of Node, unless it is the one that runs this. */
  readonly node?: string;
  /** Options of Node itself. */
  readonly nodeOptions?: readonly string[];
  readonly userOf?: (service: ServiceName) => Launch['user'];
};

/** All services, each in a process of its own. */
export type ProcessHouse = AsyncDisposable & {
  /** The present process of a service. */
  readonly process: (service: ServiceName) => ServiceProcess;
  /** Starts a service again that has ended, and waits until it is ready. */
  readonly start: (service: ServiceName) => Promise<void>;
};

/** Starts all at once, as a machine does that boots, and answers when all are ready. */
export async function startHouse(plan: HousePlan): Promise<ProcessHouse> {
  const processes = new Map<ServiceName, ServiceProcess>();
  const find = (service: ServiceName): ServiceProcess => {
    const found = processes.get(service);
    if (!found) throw new Error(`${service} was never started`);
    return found;
  };
  const start = async (service: ServiceName): Promise<void> => {
    const started = startProcess(launchOf(service, plan));
    processes.set(service, started);
    await started.untilReady();
  };
  const stopAll = async (): Promise<void> => {
    await Promise.all([...processes.values()].map((one) => one[Symbol.asyncDispose]()));
  };
  try {
    await Promise.all(serviceNames.map(start));
  } catch (error) {
    await stopAll();
    throw error;
  }
  return { process: find, start, [Symbol.asyncDispose]: stopAll };
}

function launchOf(service: ServiceName, { root, node, environments, nodeOptions = [], userOf }: HousePlan): Launch {
  const environment = environments[service];
  const port = environment[`EASEMENT_${service.toUpperCase()}_OPERATIONS_PORT`] ?? '';
  const user = userOf?.(service);
  return {
    command: [...nodeOptions, entryOf(service)],
    cwd: root,
    environment,
    operationsUrl: `http://127.0.0.1:${port}`,
    ...(node === undefined ? {} : { node }),
    ...(user ? { user } : {}),
  };
}

/** The `main.ts` of a service, from the root of the project. */
export function entryOf(service: ServiceName): string {
  return `apps/${service === 'gateway' ? service : `${service}-service`}/src/main.ts`;
}
