import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { exporter, type ExportTable } from './export-table.ts';
import { rowWriter, type RowWriter } from './store-query.ts';
import { openWorkFolder } from './files/work-folder.ts';
import { loader, type Loader } from './load-file.ts';
import { selector, type Selector } from './run-statement.ts';
import { startPool, type PoolOptions, type WorkerPool } from './worker/worker-pool.ts';

/** What one kind of worker may use. */
export type WorkerLimits = Pick<
  PoolOptions,
  'size' | 'waiting' | 'memoryBytes' | 'residentBytes' | 'threads' | 'spillBytes'
>;

export type EngineOptions = {
  /** The path of src/engine/worker/worker-main.ts: Node runs it in every worker. */
  readonly workerEntry: string;
  /** Absolute; holds `<organization>/<table>/<file>.parquet`, and what is being made in folders that begin with a dot. */
  readonly dataFolder: string;
  /** Absolute; where statements spill to disk. */
  readonly spillFolder: string;
  /** Run statements, those that change rows among them. */
  readonly statements: WorkerLimits;
  /** Load, infer and export, which may take an hour: apart, so that they never keep statements waiting. */
  readonly loads: WorkerLimits;
  /** What a compressed upload may expand to, on the disk of the data. */
  readonly expandedBytes: number;
  /** An unprivileged user for the statements' workers, who can read the data folder and the sources. */
  readonly user?: PoolOptions['user'];
  readonly report: PoolOptions['report'];
};

export type PoolStatus = ReturnType<WorkerPool['status']>;

/** Everything about rows: DuckDB behind three walls, in processes of its own. Knows no RPC and asks no peer. */
export type Engine = AsyncDisposable &
  Selector &
  Loader &
  RowWriter &
  ExportTable & {
    /** A folder for uploads, on the disk of the data. */
    readonly uploadFolder: string;
    readonly status: () => { readonly statements: PoolStatus; readonly loads: PoolStatus };
  };

/** No call takes longer; what is older in a work folder was left behind by a crash. */
const longestCallMs = 2 * 60 * 60 * 1000;

/** One process reads all statements; the largest that is let in takes it half a second. */
const parserLimits: WorkerLimits = {
  size: 1,
  waiting: 256,
  memoryBytes: 512 * 1024 ** 2,
  residentBytes: 1536 * 1024 ** 2,
  threads: 1,
  spillBytes: 0,
};

/** Starts the workers and answers once they are warm. */
export async function startEngine(options: EngineOptions): Promise<Engine> {
  const { dataFolder, spillFolder, workerEntry: entry, expandedBytes, report, user } = options;
  assertPlain(dataFolder);
  const uploadFolder = join(dataFolder, '.uploads');
  const stagingFolder = join(dataFolder, '.staging');
  await mkdir(dataFolder, { recursive: true });
  await openWorkFolder(uploadFolder, longestCallMs);
  await openWorkFolder(stagingFolder, longestCallMs);
  await openWorkFolder(spillFolder, longestCallMs);
  const spillRoot = await mkdtemp(join(spillFolder, 'engine-'));
  // Another user finds its own folder below these, and nothing else.
  if (user) for (const folder of [spillFolder, spillRoot, stagingFolder]) await chmod(folder, 0o711);
  const launch = { entry, spillRoot, report };
  const parsers = startPool({ ...launch, ...parserLimits, role: 'parser' });
  const statements = startPool({ ...launch, ...options.statements, role: 'rows', user });
  const loads = startPool({ ...launch, ...options.loads, role: 'rows' });
  await Promise.all([parsers.warm(), statements.warm(), loads.warm()]);
  return {
    uploadFolder,
    status: () => ({ statements: statements.status(), loads: loads.status() }),
    ...selector({ parsers, statements, dataFolder }),
    ...loader({ loads, dataFolder, stagingFolder, expandedBytes }),
    ...rowWriter({ parsers, statements, user, dataFolder, stagingFolder }),
    ...exporter({ loads, dataFolder, stagingFolder }),
    [Symbol.asyncDispose]: async () => {
      await Promise.all([parsers, statements, loads].map((pool) => pool[Symbol.asyncDispose]()));
      await rm(spillRoot, { recursive: true, force: true });
    },
  };
}

/** DuckDB would read these characters as a pattern that matches other files too. */
function assertPlain(dataFolder: string): void {
  if (/^\/[^*?[\]]*$/.test(dataFolder)) return;
  throw new Error(`the data folder must be an absolute path without * ? [ ]: ${JSON.stringify(dataFolder)}`);
}
