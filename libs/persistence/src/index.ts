export * from './actor-key.ts';
export * from './column.ts';
export { type DatabaseUrl, type Dialect, readDatabaseUrl } from './database-url.ts';
export { Database } from './database.ts';
export { duplicateKey, isDuplicate } from './driver-errors.ts';
export * from './every.ts';
export * from './guards.ts';
export { createTables, extendTables, type Migration, runSql } from './migration.ts';
export type { RepeatableCall } from './once.ts';
export { type DatabaseOptions, openDatabase } from './open-database.ts';
export * from './organizations.ts';
export * from './page-tokens.ts';
export * from './pages.ts';
export { execute, marks, query, type Shape, type Shaped } from './query.ts';
export * from './request-record.table.ts';
export * from './requests.ts';
export {
  countRows,
  deleteRows,
  findRow,
  findRows,
  insertRow,
  insertRows,
  updateRows,
  type Where,
} from './rows.ts';
export { type AnyTable, type Columns, type KeyOf, type Row, type RowOf, type Table, table } from './table.ts';
export { ReadTx, WriteTx } from './transaction.ts';
export { backgroundWork, type Log, silent, type Work } from './work.ts';
