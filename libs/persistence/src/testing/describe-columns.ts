import { codeColumn, nullable } from '../column.ts';
import type { Database } from '../database.ts';
import type { Dialect } from '../database-url.ts';
import { query } from '../query.ts';
import type { AnyTable } from '../table.ts';
import type { ReadTx } from '../transaction.ts';
import { testWork } from './test-database.ts';

export type ColumnFact = {
  readonly table: string;
  readonly name: string;
  readonly type: string;
  /** `none` where bytes are compared. */
  readonly collation: string;
};

/** What the store itself says of every column of the schema. */
export async function describeColumns(db: Database): Promise<ColumnFact[]> {
  return await db.read(testWork(), (tx) => (tx.dialect === 'mysql' ? describeMysql(tx) : describeSqlite(tx)));
}

/** What every column of `tables` should be: what is a key is compared byte by byte, and no text folds case or accents. */
export function expectedColumns(store: Dialect, tables: readonly AnyTable[]): ColumnFact[] {
  return tables.flatMap((table) =>
    Object.entries(table.columns).map(([name, column]) => {
      const type = column[store];
      return { table: table.name, name, type, collation: collationOf(store, column.keyable, type) };
    }),
  );
}

/** Text that is no key may pad when it is compared, but must not fold. */
function collationOf(store: Dialect, isKey: boolean, type: string): string {
  if (store === 'sqlite') return 'BINARY';
  return isKey || !/char|text/.test(type) ? 'none' : 'utf8mb4_bin';
}

async function describeMysql(tx: ReadTx): Promise<ColumnFact[]> {
  const sql = `SELECT table_name AS t, column_name AS n, column_type AS c, collation_name AS l
    FROM information_schema.columns WHERE table_schema = DATABASE()`;
  const rows = await query(tx, { t: codeColumn(), n: codeColumn(), c: codeColumn(), l: nullable(codeColumn()) }, sql);
  return rows.map(({ t, n, c, l }) => ({
    table: t,
    name: n,
    type: c.replace(/^(bigint|tinyint)\(\d+\)/, '$1'),
    collation: l ?? 'none',
  }));
}

async function describeSqlite(tx: ReadTx): Promise<ColumnFact[]> {
  const sql = `SELECT m.name AS t, c.name AS n, c.type AS c, m.sql AS s
    FROM sqlite_schema m, pragma_table_xinfo(m.name) c WHERE m.type = 'table'`;
  const rows = await query(tx, { t: codeColumn(), n: codeColumn(), c: codeColumn(), s: codeColumn() }, sql);
  return rows.map(({ t, n, c, s }) => ({
    table: t,
    name: n,
    type: c,
    collation: /collate/i.test(s) ? 'other' : 'BINARY',
  }));
}
