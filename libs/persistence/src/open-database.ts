import { type DatabaseUrl, readDatabaseUrl } from './database-url.ts';
import { Database } from './database.ts';
import { failureOf } from './driver-errors.ts';
import { migrate } from './migrate.ts';
import type { Migration } from './migration.ts';
import { openMysqlStore, openPool } from './mysql-store.ts';
import { retryConflicts } from './retry.ts';
import { teachPlanner } from './sqlite-statistics.ts';
import { openSqliteStore, openWriter } from './sqlite-store.ts';
import type { Store } from './store.ts';
import type { AnyTable } from './table.ts';
import { type Log, silent } from './work.ts';

export type DatabaseOptions = {
  /** `sqlite:path/to/file.db` or `mysql://user:password@host:port/schema`. */
  readonly url: string;
  readonly tables: readonly AnyTable[];
  /** Numbered 1, 2, 3 …; those that the database lacks run now. */
  readonly migrations: readonly Migration[];
  /** MySQL connections for reads, and as many for writes. */
  readonly poolSize?: number;
  readonly log?: Log;
};

const openTimeoutMs = 60_000;

/**
 * Opens the database and brings its schema up to date, one process at a time; resolves when it can be used. Throws if
 * it cannot be reached, or if a newer version of the program has been there.
 */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  const log = options.log ?? silent;
  const url = readDatabaseUrl(options.url);
  const open = () => openStore(url, options, log);
  try {
    return new Database(await retryConflicts(AbortSignal.timeout(openTimeoutMs), open));
  } catch (error) {
    if (failureOf(error) !== 'lost' || url.dialect === 'sqlite') throw error;
    const where = `${url.host}:${url.port}`;
    throw new Error(`no MySQL server answers at ${where}; check the database URL, and that the server runs`, {
      cause: error,
    });
  }
}

async function openStore(url: DatabaseUrl, options: DatabaseOptions, log: Log): Promise<Store> {
  const { tables, migrations, poolSize = 10 } = options;
  const writer =
    url.dialect === 'sqlite'
      ? await openWriter(url.file, tables)
      : await openPool(url, tables, 'READ COMMITTED', poolSize);
  try {
    await migrate(writer, { dialect: url.dialect, migrations, log });
    if (url.dialect === 'sqlite') {
      await teachPlanner(writer, tables);
      return await openSqliteStore(url.file, tables, writer);
    }
    return await openMysqlStore(url, tables, { poolSize, writer, log });
  } catch (error) {
    await writer.destroy();
    throw error;
  }
}
