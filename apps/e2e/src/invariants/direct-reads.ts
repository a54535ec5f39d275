import Sqlite from 'better-sqlite3';
import { readDatabaseUrl } from '@easement/persistence';
import mysql from 'mysql2/promise';

export type Value = string | number | null;
export type Rows<C extends string> = Readonly<Record<C, Value>>[];

/** A database as it lies there, read beside the service that owns it: what the service says of it is not asked. */
export type DirectReads = AsyncDisposable & {
  readonly select: <C extends string>(
    columns: readonly C[],
    rest: string,
    params: readonly string[],
  ) => Promise<Rows<C>>;
};

export function openDirectReads(url: string): DirectReads {
  const place = readDatabaseUrl(url);
  return place.dialect === 'sqlite' ? readSqlite(place.file) : readMysql(url);
}

function readMysql(url: string): DirectReads {
  const pool = mysql.createPool({ uri: url, connectionLimit: 4 });
  return {
    select: async (columns, rest, params) => {
      const [rows] = await pool.query<mysql.RowDataPacket[]>(statement(columns, rest), [...params]);
      return rows.map((row) => toRow(columns, row));
    },
    [Symbol.asyncDispose]: () => pool.end(),
  };
}

function readSqlite(file: string): DirectReads {
  const database = new Sqlite(file, { readonly: true });
  return {
    select: async (columns, rest, params) => {
      const rows = database.prepare(statement(columns, rest)).all(...params) as Record<string, unknown>[];
      return rows.map((row) => toRow(columns, row));
    },
    [Symbol.asyncDispose]: async () => void database.close(),
  };
}

function statement(columns: readonly string[], rest: string): string {
  return `SELECT ${columns.join(', ')} ${rest}`;
}

/** Ids and keys come as bytes from MySQL. */
function toRow<C extends string>(columns: readonly C[], row: Readonly<Record<string, unknown>>): Rows<C>[number] {
  const valueOf = (value: unknown): Value => {
    if (value instanceof Uint8Array || Buffer.isBuffer(value)) return Buffer.from(value).toString('utf8');
    return typeof value === 'number' || typeof value === 'string' ? value : null;
  };
  return Object.fromEntries(columns.map((column) => [column, valueOf(row[column])])) as Rows<C>[number];
}
