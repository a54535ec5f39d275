import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Database } from '../database.ts';
import type { Dialect } from '../database-url.ts';
import { createTables } from '../migration.ts';
import { type DatabaseOptions, openDatabase } from '../open-database.ts';
import type { AnyTable } from '../table.ts';
import type { Work } from '../work.ts';
import { sharedMariaDb } from './mariadb.ts';

export type EmptyDatabase = AsyncDisposable & { readonly url: string };
export type TestDatabase = AsyncDisposable & { readonly url: string; readonly db: Database };

/** A database with nothing in it, for a service to migrate; removed when disposed of, after the service. */
export async function emptyDatabase(store: Dialect): Promise<EmptyDatabase> {
  if (store === 'sqlite') {
    const folder = await mkdtemp(join(tmpdir(), 'easement-sqlite-'));
    return {
      url: `sqlite:${join(folder, 'test.db')}`,
      [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
    };
  }
  const server = await sharedMariaDb();
  const name = `test_${randomBytes(8).toString('hex')}`;
  return { url: await server.createSchema(name), [Symbol.asyncDispose]: () => server.dropSchema(name) };
}

/** An open database of its own with `tables`, made by `migrations` or, without any, as they stand. */
export async function testDatabase(
  store: Dialect,
  { tables, ...options }: { readonly tables: readonly AnyTable[] } & Partial<Omit<DatabaseOptions, 'url' | 'tables'>>,
): Promise<TestDatabase> {
  const { url, ...empty } = await emptyDatabase(store);
  const db = await openDatabase({ url, tables, migrations: [createTables(1, tables)], ...options });
  return {
    url,
    db,
    [Symbol.asyncDispose]: async () => {
      await db[Symbol.asyncDispose]();
      await empty[Symbol.asyncDispose]();
    },
  };
}

/** Work for a test: ends with `signal`, or never. */
export function testWork(signal: AbortSignal = new AbortController().signal): Work {
  return { signal, lane: { inTransaction: false } };
}
