import { join } from 'node:path';
import type { ServiceName } from '@easement/domain';
import type { Ports } from './ports.ts';

export type Environment = Readonly<Record<string, string>>;
export type Environments = Readonly<Record<ServiceName, Environment>>;

export type Site = {
  readonly ports: Ports;
  /** Takes the keys and the rows. */
  readonly folder: string;
  /** A database URL for each service that has one. */
  readonly databases: Readonly<Record<'identity' | 'catalog' | 'sharing', string>>;
  /** Where a service is found, if at more than its port. */
  readonly addressOf?: (service: ServiceName) => string;
};

/** What an operator tells each service who runs them on one machine. */
export function environmentsOf({ ports, folder, databases, addressOf }: Site): Environments {
  const find = addressOf ?? ((service: ServiceName) => `127.0.0.1:${ports.grpc[service]}`);
  const told = (service: ServiceName, peers: readonly ServiceName[], more: Environment): Environment => {
    const own = `EASEMENT_${service.toUpperCase()}`;
    return {
      EASEMENT_KEYS_FOLDER: join(folder, 'keys'),
      [`${own}_PORT`]: String(ports.grpc[service]),
      [`${own}_OPERATIONS_PORT`]: String(ports.operations[service]),
      ...Object.fromEntries(peers.map((peer) => [`EASEMENT_${peer.toUpperCase()}_ADDRESS`, find(peer)])),
      ...Object.fromEntries(Object.entries(more).map(([name, value]) => [`${own}_${name}`, value])),
    };
  };
  return {
    identity: told('identity', ['catalog', 'sharing'], { DATABASE_URL: databases.identity }),
    catalog: told('catalog', ['identity', 'sharing', 'query'], { DATABASE_URL: databases.catalog }),
    sharing: told('sharing', ['identity', 'catalog'], { DATABASE_URL: databases.sharing }),
    query: told('query', ['identity', 'catalog', 'sharing'], {
      DATA_FOLDER: join(folder, 'data'),
      SPILL_FOLDER: join(folder, `spill-${ports.grpc.query}`),
      WORKERS: '1',
      LOAD_WORKERS: '1',
      // Many readers read in one project.
      STATEMENTS_PER_PROJECT: '64',
      TRANSFERS_PER_PROJECT: '64',
    }),
    gateway: told('gateway', ['identity', 'catalog', 'sharing', 'query'], {
      HTTP_PORT: String(ports.http),
      // Specs and benchmarks call as fast as they can.
      REQUESTS_PER_SECOND: '1000000',
      REQUEST_BURST: '1000000',
    }),
  };
}
