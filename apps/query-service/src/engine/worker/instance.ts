import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';
import type { WorkerSettings } from './settings.ts';
import { literal } from './sql-text.ts';

/** A fresh database in memory, not locked yet. */
export type Instance = { readonly connection: DuckDBConnection; readonly close: () => void };

/** Makes an instance that loads no extension and keeps to the limits. It may still open files: see `lockDown`. */
export async function createInstance(settings: WorkerSettings): Promise<Instance> {
  const instance = await DuckDBInstance.create(':memory:', {
    memory_limit: `${settings.memoryBytes}B`,
    threads: String(settings.threads),
    temp_directory: settings.spillFolder,
    max_temp_directory_size: `${settings.spillBytes}B`,
    autoload_known_extensions: 'false',
    autoinstall_known_extensions: 'false',
    allow_community_extensions: 'false',
  });
  const connection = await instance.connect();
  for (const [name, value] of sessionSettings(settings)) await connection.run(`SET ${name} = ${value}`);
  return {
    connection,
    close: () => {
      // A result that nobody read to its end is still being made.
      connection.interrupt();
      connection.closeSync();
      instance.closeSync();
    },
  };
}

function sessionSettings({ spillFolder }: WorkerSettings): [string, string][] {
  return [
    // What tells an error about a value from one about a name.
    ['errors_as_json', 'true'],
    ['TimeZone', "'UTC'"],
    ['home_directory', literal(spillFolder)],
    ['secret_directory', literal(`${spillFolder}/secrets`)],
    ['allow_persistent_secrets', 'false'],
  ];
}

/**
 * Wall 2: from here on the instance opens these files and no others, and nothing can change that. The order matters:
 * DuckDB takes the list of files only before access is closed, and the lock last. Spilling goes on in its own folder.
 */
export async function lockDown(connection: DuckDBConnection, paths: readonly string[]): Promise<void> {
  await connection.run(`SET allowed_paths = [${paths.map(literal).join(', ')}]`);
  await connection.run('SET enable_external_access = false');
  await connection.run('SET lock_configuration = true');
}
