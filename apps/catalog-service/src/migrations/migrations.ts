import {
  type AnyTable,
  createTables,
  extendTables,
  feedTables,
  type Migration,
  requestTable,
} from '@easement/persistence';
import { bucketTable } from '../buckets/bucket.table.ts';
import { projectGuardTable } from '../closing/project-guard.table.ts';
import { holdTable } from '../holds/hold.table.ts';
import { metadataTable } from '../metadata/metadata.table.ts';
import { nameTable } from '../names/name.table.ts';
import { dataTable } from '../tables/data-table.table.ts';
import { tableColumnTable } from '../tables/table-column.table.ts';
import { dataFileTable } from '../versions/data-file.table.ts';
import { operationTable } from '../versions/operation.table.ts';

const first = [
  requestTable,
  projectGuardTable,
  nameTable,
  bucketTable,
  dataTable,
  tableColumnTable,
  dataFileTable,
  operationTable,
  metadataTable,
  holdTable,
];

export const tables: readonly AnyTable[] = [...first, ...feedTables];

/** Forward only; a released one never changes. */
export const migrations: readonly Migration[] = [
  createTables(1, first),
  extendTables(2, [bucketTable, dataTable]),
  createTables(3, feedTables),
];
