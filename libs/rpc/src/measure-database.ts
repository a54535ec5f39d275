import type { ServiceName } from '@easement/domain';
import { Counter, Gauge, type Registry } from 'prom-client';

/** What a `Database` of libs/persistence tells of itself. */
type Status = { readonly read: Pool; readonly write: Pool; readonly retried: { readonly [cause: string]: number } };

type Pool = {
  readonly total: number;
  readonly busy: number;
  readonly waiting: number;
  readonly busySeconds: number;
  readonly waitingSeconds: number;
  readonly committed: number;
  readonly rolledBack: number;
};

type Databases = Map<ServiceName, () => Status>;

/** A registry takes a metric once, and the services of one process share a registry. */
const measured = new WeakMap<Registry, Databases>();

/** Shows in `registry` what the database of a service is busy with. Several services may share a registry. */
export function measureDatabase(registry: Registry, service: ServiceName, status: () => Status): void {
  const databases = measured.get(registry) ?? register(registry);
  databases.set(service, status);
}

function register(registry: Registry): Databases {
  const databases: Databases = new Map();
  measured.set(registry, databases);
  gaugePools(registry, databases);
  countPools(registry, databases);
  countRetries(registry, databases);
  return databases;
}

const poolLabels = ['service', 'pool'] as const;

function poolsOf(databases: Databases) {
  return [...databases].flatMap(([service, status]) => {
    const { read, write } = status();
    return Object.entries({ read, write }).map(([pool, told]) => ({ labels: { service, pool }, told }));
  });
}

function gaugePools(registry: Registry, databases: Databases): void {
  new Gauge({
    name: 'easement_database_connections',
    help: 'Connections to the database by pool and state; on SQLite the turns to read and to write',
    labelNames: [...poolLabels, 'state'],
    registers: [registry],
    collect() {
      for (const { labels, told } of poolsOf(databases)) {
        this.set({ ...labels, state: 'busy' }, told.busy);
        this.set({ ...labels, state: 'free' }, told.total - told.busy);
      }
    },
  });
  new Gauge({
    name: 'easement_database_waiting',
    help: 'Calls and background work that wait for a connection, by pool',
    labelNames: poolLabels,
    registers: [registry],
    collect() {
      for (const { labels, told } of poolsOf(databases)) this.set(labels, told.waiting);
    },
  });
}

function countPools(registry: Registry, databases: Databases): void {
  const sum = (name: string, help: string, of: (told: Pool) => number) =>
    new Counter({
      name,
      help,
      labelNames: poolLabels,
      registers: [registry],
      collect() {
        this.reset();
        for (const { labels, told } of poolsOf(databases)) this.inc(labels, of(told));
      },
    });
  sum(
    'easement_database_busy_seconds_total',
    'Time that connections were held, by pool, all of a pool together',
    ({ busySeconds }) => busySeconds,
  );
  sum(
    'easement_database_waiting_seconds_total',
    'Time spent waiting for a connection, by pool, all who waited together',
    ({ waitingSeconds }) => waitingSeconds,
  );
  new Counter({
    name: 'easement_database_transactions_total',
    help: 'Transactions by pool and outcome; one that ran again was rolled back each time before',
    labelNames: [...poolLabels, 'outcome'],
    registers: [registry],
    collect() {
      this.reset();
      for (const { labels, told } of poolsOf(databases)) {
        this.inc({ ...labels, outcome: 'committed' }, told.committed);
        this.inc({ ...labels, outcome: 'rolled_back' }, told.rolledBack);
      }
    },
  });
}

function countRetries(registry: Registry, databases: Databases): void {
  new Counter({
    name: 'easement_database_retries_total',
    help: 'Work that ran again, by cause: a deadlock or another conflict, or a connection that was lost',
    labelNames: ['service', 'cause'],
    registers: [registry],
    collect() {
      this.reset();
      for (const [service, status] of databases)
        for (const [cause, count] of Object.entries(status().retried)) this.inc({ service, cause }, count);
    },
  });
}
