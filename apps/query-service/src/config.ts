import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { configReader, type Hosting, readHosting, type Variables } from '@easement/rpc';
import type { Limits } from './deps.ts';
import type { WorkerLimits } from './engine/engine.ts';

export type Config = QueryOptions & { readonly hosting: Hosting };

export type QueryOptions = {
  /** Where the files of tables are, absolute; shared by all replicas. */
  readonly dataFolder: string;
  /** Where statements spill to disk, absolute; each replica's own. */
  readonly spillFolder: string;
  /** What Node runs in every worker process. */
  readonly workerEntry: string;
  /** Whom the workers of statements run as, if not as the service. */
  readonly workerUser?: { readonly uid: number; readonly gid: number } | undefined;
  readonly limits: Limits;
  readonly workers: { readonly statements: WorkerLimits; readonly loads: WorkerLimits };
};

const mib = 1024 * 1024;
const gib = 1024 * mib;

export const defaultLimits: Limits = {
  resultRows: 10_000_000,
  statementsPerProject: 8,
  transfersPerProject: 8,
  uploadBytes: 10 * gib,
  expandedBytes: 40 * gib,
};

/** `memoryBytes` is what DuckDB may allocate; a process may occupy half as much again before it is ended. */
export function workerLimits(size: number, memoryBytes: number, threads: number): WorkerLimits {
  return {
    size,
    threads,
    memoryBytes,
    residentBytes: memoryBytes + memoryBytes / 2 + gib / 2,
    spillBytes: 4 * memoryBytes,
    waiting: 64,
  };
}

/** Reads the whole configuration, and reports every problem at once. `workerEntry` is for `main.ts` to find. */
export function readConfig(variables: Variables, workerEntry: string): Config {
  const reader = configReader(variables);
  const whole = (name: string, fallback: number, max = Number.MAX_SAFE_INTEGER): number =>
    reader.integer(`EASEMENT_QUERY_${name}`, { min: 1, max }, fallback);
  const memoryBytes = whole('WORKER_MEMORY_MIB', gib / mib) * mib;
  const threads = whole('WORKER_THREADS', 2, 256);
  return reader.finish({
    hosting: readHosting(reader, 'query', ['identity', 'catalog', 'sharing']),
    dataFolder: resolve(reader.text('EASEMENT_QUERY_DATA_FOLDER')),
    spillFolder: resolve(reader.text('EASEMENT_QUERY_SPILL_FOLDER', join(tmpdir(), 'easement-spill'))),
    workerEntry,
    workerUser: reader.parsed('EASEMENT_QUERY_WORKER_USER', readUser, undefined),
    limits: {
      resultRows: whole('RESULT_ROWS', defaultLimits.resultRows),
      statementsPerProject: whole('STATEMENTS_PER_PROJECT', defaultLimits.statementsPerProject),
      transfersPerProject: whole('TRANSFERS_PER_PROJECT', defaultLimits.transfersPerProject),
      expandedBytes: whole('EXPANDED_BYTES', defaultLimits.expandedBytes),
      uploadBytes: whole('UPLOAD_BYTES', defaultLimits.uploadBytes),
    },
    workers: {
      statements: workerLimits(whole('WORKERS', 2, 256), memoryBytes, threads),
      loads: workerLimits(whole('LOAD_WORKERS', 1, 256), memoryBytes, threads),
    },
  });
}

/** As `chown` takes it, by numbers: a name might mean somebody else elsewhere. */
function readUser(text: string): QueryOptions['workerUser'] {
  const [, uid, gid] = /^(\d{1,10}):(\d{1,10})$/.exec(text) ?? [];
  if (uid === undefined || gid === undefined)
    throw new Error(`is ${JSON.stringify(text)}, not a user such as 1001:1001`);
  if (Number(uid) === 0) throw new Error('is root, who reads everything; name a user of its own');
  return { uid: Number(uid), gid: Number(gid) };
}
