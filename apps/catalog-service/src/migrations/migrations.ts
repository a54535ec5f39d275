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
import { functionTable } from '../functions/sql-function.table.ts';
import { holdTable } from '../holds/hold.table.ts';
import { metadataTable } from '../metadata/metadata.table.ts';
import { nameTable } from '../names/name.table.ts';
import { dataTable } from '../tables/data-table.table.ts';
import { tableColumnTable } from '../tables/table-column.table.ts';
import { viewDependencyTable } from '../views/view-dependency.table.ts';
import { viewTable } from '../views/view.table.ts';
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

const definitions = [viewTable, viewDependencyTable, functionTable];

export const tables: readonly AnyTable[] = [...first, ...feedTables, ...definitions];

/** Forward only; a released one never changes. */
export const migrations: readonly Migration[] = [
  createTables(1, first),
  extendTables(2, [bucketTable, dataTable]),
  createTables(3, feedTables),
  createTables(4, definitions),
  extendTables(5, [bucketTable]),
];
