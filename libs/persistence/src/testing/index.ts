export { type MariaDb, sharedMariaDb, startMariaDb } from './mariadb.ts';
export { openRowCopier, type RowCopier } from './copy-rows.ts';
export { type HeldRow, holdRow } from './hold-row.ts';
export { hasMariaDb } from './mariadb-programs.ts';
export { stores } from './stores.ts';
export { emptyDatabase, type EmptyDatabase, testDatabase, type TestDatabase, testWork } from './test-database.ts';
export { type ColumnFact, describeColumns, expectedColumns } from './describe-columns.ts';
