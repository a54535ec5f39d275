/** What a worker process may use; the same for each job of its life. */
export type WorkerSettings = {
  /** A parser holds one instance for ever and never sees a file; the others get a fresh instance for each job. */
  readonly role: 'parser' | 'rows';
  /** What DuckDB may allocate. */
  readonly memoryBytes: number;
  /** What the whole process may occupy: some functions of DuckDB allocate past its own limit. */
  readonly residentBytes: number;
  readonly threads: number;
  /** What DuckDB may spill to disk. */
  readonly spillBytes: number;
  /** A folder of this process's own; spilled values lie there, so no other worker may know it. */
  readonly spillFolder: string;
};
