import type { DuckDBConnection } from '@duckdb/node-api';
import { runExport } from '../rows/run-export.ts';
import { runInfer } from '../rows/run-infer.ts';
import { runLoad } from '../rows/run-load.ts';
import { runDescribe } from '../rows/run-describe.ts';
import { runStore } from '../rows/run-store.ts';
import { parseStatement, rewriteStatement } from '../sql/parse-statement.ts';
import type { SqlTree } from '../sql/read-tree.ts';
import { createInstance, lockDown, type Instance } from './instance.ts';
import type { JobKind, Jobs } from './protocol.ts';
import { runSelect } from './run-select.ts';
import type { WorkerSettings } from './settings.ts';

/** An instance that waits for a job, and how to get the one for the job after it. */
export type Prepared = { readonly instance: Instance; readonly next: (settings: WorkerSettings) => Promise<Prepared> };

type Work = AsyncGenerator<Jobs[JobKind]['event'], Jobs[JobKind]['result']>;

/** A parser is locked with no file at all and kept; what reads rows is used once. */
export async function prepare(settings: WorkerSettings): Promise<Prepared> {
  const instance = await createInstance(settings);
  if (settings.role === 'rows') {
    const next = (known: WorkerSettings) => {
      instance.close();
      return prepare(known);
    };
    return { instance, next };
  }
  await lockDown(instance.connection, []);
  const kept: Prepared = { instance, next: async () => kept };
  return kept;
}

/** Does a job. Its name and its content come together from the pool, which types them. */
export function perform({ instance }: Prepared, name: JobKind, job: Jobs[JobKind]['job']): Work {
  const work = works[name] as (instance: Instance, job: Jobs[JobKind]['job']) => Work;
  return work(instance, job);
}

const works: {
  readonly [K in JobKind]: (
    instance: Instance,
    job: Jobs[K]['job'],
  ) => AsyncGenerator<Jobs[K]['event'], Jobs[K]['result']>;
} = {
  parse: once(({ connection }, { text }) => parseStatement(treesOf(connection), text)),
  rewrite: once(({ connection }, { text, ...how }) => rewriteStatement(treesOf(connection), text, how)),
  select: runSelect,
  infer: once(runInfer),
  load: runLoad,
  describe: once(runDescribe),
  store: once(runStore),
  export: once(runExport),
};

/** A job that reports nothing on the way. */
function once<Job, Result>(work: (instance: Instance, job: Job) => Promise<Result>) {
  return async function* (instance: Instance, job: Job): AsyncGenerator<never, Result> {
    return await work(instance, job);
  };
}

function treesOf(connection: DuckDBConnection): SqlTree {
  return {
    serialize: (text) =>
      ask(connection, 'SELECT json_serialize_sql($1::VARCHAR, skip_null := true, skip_default := true)', text),
    deserialize: (tree) => ask(connection, 'SELECT json_deserialize_sql($1::JSON)', tree),
  };
}

async function ask(connection: DuckDBConnection, sql: string, text: string): Promise<string> {
  const reader = await connection.runAndReadAll(sql, [text]);
  return String(reader.getRows()[0]?.[0]);
}
