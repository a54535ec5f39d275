import Sqlite from 'better-sqlite3';
import mysql from 'mysql2/promise';
import { readDatabaseUrl } from '../database-url.ts';

type Value = string | number | bigint | Buffer | null;
type Row = Readonly<Record<string, Value>>;

/** What makes a copy another thing than its original: at least whatever is unique. */
export type Change = (nth: number) => Readonly<Record<string, string>>;

/** A service's database, reached past the service: for bulk that would take hours through the API. */
export type RowCopier = AsyncDisposable & {
  /** Makes `count` copies of the one row that `where` finds, each with a change of its own. */
  readonly copy: (
    table: string,
    where: Readonly<Record<string, string>>,
    count: number,
    change: Change,
  ) => Promise<void>;
};

type Raw = AsyncDisposable & {
  readonly select: (sql: string, params: Value[]) => Promise<Row[]>;
  readonly insert: (sql: string, rows: Value[][]) => Promise<void>;
};

const atOnce = 1_000;

export async function openRowCopier(url: string): Promise<RowCopier> {
  const raw = await openRaw(url);
  return {
    copy: async (table, where, count, change) => {
      const names = Object.keys(where);
      const found = `SELECT * FROM \`${table}\` WHERE ${names.map((name) => `\`${name}\` = ?`).join(' AND ')}`;
      const [row, ...others] = await raw.select(found, Object.values(where));
      if (!row || others.length > 0)
        throw new Error(`${table} has ${others.length + (row ? 1 : 0)} such rows, not one`);
      const columns = Object.keys(row);
      const into = `INSERT INTO \`${table}\` (${columns.map((name) => `\`${name}\``).join(', ')}) VALUES `;
      for (let from = 0; from < count; from += atOnce) {
        const size = Math.min(atOnce, count - from);
        const copies = Array.from({ length: size }, (_, nth): Row => ({ ...row, ...change(from + nth) }));
        await raw.insert(
          into,
          copies.map((copy) => columns.map((name) => copy[name] ?? null)),
        );
      }
    },
    [Symbol.asyncDispose]: () => raw[Symbol.asyncDispose](),
  };
}

async function openRaw(url: string): Promise<Raw> {
  const where = readDatabaseUrl(url);
  if (where.dialect === 'sqlite') return openSqlite(where.file);
  const { host, port, user, password, schema } = where;
  const connection = await mysql.createConnection({
    host,
    port,
    user,
    password,
    database: schema,
    // As texts, so that what is read is what is written.
    dateStrings: true,
    supportBigNumbers: true,
    bigNumberStrings: true,
  });
  return {
    select: async (sql, params) => (await connection.query(sql, params))[0] as Row[],
    insert: async (sql, rows) => {
      await connection.query(`${sql}?`, [rows]);
    },
    [Symbol.asyncDispose]: () => connection.end(),
  };
}

function openSqlite(file: string): Raw {
  const db = new Sqlite(file, { timeout: 30_000 });
  // Numbers beyond what a double holds stay what they are.
  db.defaultSafeIntegers();
  return {
    select: async (sql, params) => db.prepare(sql).all(...params) as Row[],
    insert: async (sql, rows) => {
      const statement = db.prepare(`${sql}(${rows[0]?.map(() => '?').join(', ') ?? ''})`);
      db.transaction(() => rows.forEach((row) => statement.run(...row)))();
    },
    [Symbol.asyncDispose]: async () => {
      db.close();
    },
  };
}
