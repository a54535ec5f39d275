import { QueryFailedError } from 'typeorm';
import { type AnyTable, columnsOf } from './table.ts';

/** What a driver's error means for the transaction it ended. */
export type Failure = 'duplicate' | 'conflict' | 'lost' | 'other';

const failures: ReadonlyMap<unknown, Failure> = new Map<unknown, Failure>(
  Object.entries({
    SQLITE_CONSTRAINT_UNIQUE: 'duplicate',
    SQLITE_CONSTRAINT_PRIMARYKEY: 'duplicate',
    ER_DUP_ENTRY: 'duplicate',
    SQLITE_BUSY: 'conflict',
    SQLITE_BUSY_SNAPSHOT: 'conflict',
    SQLITE_BUSY_RECOVERY: 'conflict',
    SQLITE_LOCKED: 'conflict',
    ER_LOCK_DEADLOCK: 'conflict',
    ER_LOCK_WAIT_TIMEOUT: 'conflict',
    // MariaDB, when another transaction changed the row between the snapshot and the lock.
    ER_CHECKREAD: 'conflict',
    PROTOCOL_CONNECTION_LOST: 'lost',
    PROTOCOL_ENQUEUE_AFTER_FATAL_ERROR: 'lost',
    ER_CON_COUNT_ERROR: 'lost',
    ER_SERVER_SHUTDOWN: 'lost',
    ER_CONNECTION_KILLED: 'lost',
    ECONNREFUSED: 'lost',
    ECONNRESET: 'lost',
    ENOTFOUND: 'lost',
    EAI_AGAIN: 'lost',
    EHOSTUNREACH: 'lost',
    ENETUNREACH: 'lost',
    EPIPE: 'lost',
    ETIMEDOUT: 'lost',
  } as const),
);

export function failureOf(error: unknown): Failure {
  return failures.get(driverError(error)['code']) ?? 'other';
}

/** Whether a unique key refused the statement. On MySQL as on SQLite, the transaction goes on. */
export function isDuplicate(error: unknown): boolean {
  return failureOf(error) === 'duplicate';
}

/**
 * Which key of `table` refused the statement: the name of one of its `uniques`, or `primary`; undefined if the error is
 * anything else.
 */
export function duplicateKey<U extends string>(
  error: unknown,
  table: AnyTable & { readonly uniques: Readonly<Record<U, unknown>> },
): U | 'primary' | undefined {
  if (!isDuplicate(error)) return undefined;
  const { message } = driverError(error);
  const text = typeof message === 'string' ? message : '';
  return (text.includes('UNIQUE constraint failed: ') ? keyByColumns(text, table) : keyByName(text, table)) as
    U | 'primary' | undefined;
}

/** SQLite names the columns: `UNIQUE constraint failed: link.organization_id, link.share_id`. */
function keyByColumns(message: string, table: AnyTable): string | undefined {
  const failed = message.slice(message.indexOf(': ') + 2);
  const names = (columns: readonly string[]) =>
    columns.map((column) => `${table.name}.${column}`).join(', ') === failed;
  if (names(table.primary)) return 'primary';
  return Object.keys(table.uniques).find((unique) => names(columnsOf(table.uniques[unique] ?? [])));
}

/** MySQL names the key, with the table before it from version 8 on: `… for key 'link.link_one_live'`. */
function keyByName(message: string, table: AnyTable): string | undefined {
  const key = /for key '(?:[^'.]+\.)?([^'.]+)'$/.exec(message)?.[1];
  if (key === 'PRIMARY') return 'primary';
  return Object.keys(table.uniques).find((unique) => indexName(table, unique) === key);
}

/** SQLite's indexes share one name space, so each carries its table's name. */
export function indexName(table: Pick<AnyTable, 'name'>, index: string): string {
  return `${table.name}_${index}`;
}

/** Takes the values of rows out of a driver's error, which would otherwise end in a log. */
export function withoutValues(error: unknown): unknown {
  for (const one of [error, driverError(error)]) {
    if (!(one instanceof Error)) continue;
    for (const field of ['sql', 'parameters']) if (field in one) Object.assign(one, { [field]: undefined });
    for (const field of ['message', 'sqlMessage', 'stack']) maskEntry(one as unknown as Record<string, unknown>, field);
  }
  return error;
}

/** MySQL: `Duplicate entry 'org_1-secret' for key …`. */
function maskEntry(error: Record<string, unknown>, field: string): void {
  const text = error[field];
  if (typeof text === 'string') error[field] = text.replace(/Duplicate entry '.*' for key/s, 'Duplicate entry for key');
}

function driverError(error: unknown): Record<string, unknown> {
  const inner: unknown = error instanceof QueryFailedError ? error.driverError : error;
  return typeof inner === 'object' && inner !== null ? (inner as Record<string, unknown>) : {};
}
