import type { Facts, Reason } from '@easement/domain';
import type { InferJob, LoadJob, LoadProgress, LoadedFile, InferredColumn } from '../rows/load-job.ts';
import type { QueryJob, StoredQuery, StoreJob } from '../rows/store-job.ts';
import type { ExportJob } from '../rows/export-job.ts';
import type { Rewriting } from '../sql/parse-statement.ts';
import type { Statement } from '../sql/statement.ts';
import type { Batch, SchemaColumn } from './column-vector.ts';
import type { SelectJob, SelectSummary } from './select-job.ts';
import type { WorkerSettings } from './settings.ts';

/** What a worker can be asked, what it reports meanwhile, and what it answers at the end. */
export type Jobs = {
  readonly parse: { job: { text: string }; event: never; result: Statement };
  readonly rewrite: { job: { readonly text: string } & Rewriting; event: never; result: string };
  readonly select: { job: SelectJob; event: SelectEvent; result: SelectSummary };
  readonly infer: { job: InferJob; event: never; result: readonly InferredColumn[] };
  readonly load: { job: LoadJob; event: LoadProgress; result: LoadedFile };
  readonly describe: { job: QueryJob; event: never; result: readonly InferredColumn[] };
  readonly store: { job: StoreJob; event: never; result: StoredQuery };
  readonly export: { job: ExportJob; event: never; result: { byteCount: number } };
};
export type JobKind = keyof Jobs;

export type SelectEvent =
  | { readonly kind: 'schema'; readonly columns: readonly SchemaColumn[] }
  | { readonly kind: 'batch'; readonly batch: Batch };

/** From the service to a worker. `more` allows one more event to be sent: a worker that has no credit waits. */
export type ToWorker =
  | { readonly kind: 'settings'; readonly settings: WorkerSettings }
  | { readonly kind: 'job'; readonly name: JobKind; readonly job: Jobs[JobKind]['job']; readonly credit: number }
  | { readonly kind: 'more' };

/** From a worker to the service. After `done` a worker takes the next job; after the others it is ended. */
export type FromWorker =
  | { readonly kind: 'ready' }
  | { readonly kind: 'event'; readonly event: Jobs[JobKind]['event'] }
  | { readonly kind: 'done'; readonly result: Jobs[JobKind]['result'] }
  | {
      readonly kind: 'refused';
      readonly reason: Reason;
      readonly message: string;
      readonly facts: Facts;
      /** Whether nothing had run yet, so that the worker is as good as new. */
      readonly unharmed: boolean;
    }
  | { readonly kind: 'failed'; readonly message: string };
