import {
  BucketService,
  FunctionService,
  HistoryService,
  MetadataService,
  ProjectViewService,
  Stage,
  TableService,
  UsageService,
  ViewService,
} from '@easement/contracts';
import type { Own } from '../scene.ts';
import { requests, type Requests } from './requests.ts';

const buckets = BucketService.method;
const tables = TableService.method;
const metadata = MetadataService.method;
const projectViews = ProjectViewService.method;
const views = ViewService.method;
const functions = FunctionService.method;

const column = { id: 'col_00000000000000000000000000', name: 'c', type: 'STRING', nullable: true };

/** What metadata can be of. */
const notable = [
  ({ bucket }: Own) => ({ object: { case: 'bucketId', value: bucket } as const }),
  ({ table }: Own) => ({ object: { case: 'tableId', value: table } as const }),
  (own: Own) => ({ object: { case: 'columnId', value: own.column } as const }),
  ({ link }: Own) => ({ object: { case: 'linkId', value: link } as const }),
];

export const ofCatalog: readonly Requests[] = [
  requests(buckets.createBucket, ({ home }) => ({ projectId: home, name: 'another', stage: Stage.OUT })),
  requests(buckets.getBucket, ({ bucket }) => ({ bucketId: bucket })),
  requests(buckets.listBuckets, ({ home }) => ({ projectId: home })),
  requests(buckets.updateBucket, ({ bucket }) => ({
    bucketId: bucket,
    name: 'renamed',
    updateMask: { paths: ['name'] },
  })),
  requests(buckets.deleteBucket, ({ bucket }) => ({ bucketId: bucket, force: true })),

  requests(tables.createTable, ({ bucket }) => ({ bucketId: bucket, name: 'another', columns: [column] })),
  requests(tables.getTable, ({ table }) => ({ tableId: table })),
  requests(
    tables.listTables,
    ({ bucket }) => ({ parent: { case: 'bucketId', value: bucket } as const }),
    ({ link }) => ({ parent: { case: 'linkId', value: link } as const }),
  ),
  requests(tables.updateTable, ({ table }) => ({
    tableId: table,
    name: 'renamed',
    updateMask: { paths: ['name'] },
  })),
  requests(tables.deleteTable, ({ table }) => ({ tableId: table })),
  requests(tables.addColumn, ({ table }) => ({ tableId: table, column })),
  requests(tables.renameColumn, ({ table }) => ({ tableId: table, column: 'b', newName: 'c' })),
  requests(tables.createAlias, ({ bucket, table }) => ({
    bucketId: bucket,
    name: 'alias',
    sourceTableId: table,
    filter: 'a = 1',
  })),
  requests(tables.dropColumn, ({ table }) => ({ tableId: table, column: 'b' })),

  requests(views.createView, ({ bucket }) => ({ bucketId: bucket, name: 'another', statement: 'SELECT a FROM t' })),
  requests(views.replaceView, ({ view }) => ({ viewId: view, statement: 'SELECT b FROM t' })),
  requests(views.updateView, ({ view }) => ({ viewId: view, name: 'renamed', updateMask: { paths: ['name'] } })),
  requests(views.getView, ({ view }) => ({ viewId: view })),
  requests(
    views.listViews,
    ({ bucket }) => ({ parent: { case: 'bucketId', value: bucket } as const }),
    ({ link }) => ({ parent: { case: 'linkId', value: link } as const }),
  ),
  requests(views.deleteView, ({ view }) => ({ viewId: view })),
  requests(functions.createFunction, ({ bucket }) => ({ bucketId: bucket, name: 'a function', expression: '1' })),
  requests(functions.replaceFunction, ({ function: functionId }) => ({ functionId, expression: '2' })),
  requests(functions.getFunction, ({ function: functionId }) => ({ functionId })),
  requests(functions.deleteFunction, ({ function: functionId }) => ({ functionId })),
  requests(
    functions.listFunctions,
    ({ bucket }) => ({ parent: { case: 'bucketId', value: bucket } as const }),
    ({ link }) => ({ parent: { case: 'linkId', value: link } as const }),
  ),

  requests(
    metadata.setMetadata,
    ...notable.map((object) => (own: Own) => ({ object: object(own), entries: [{ key: 'k', value: 'v' }] })),
  ),
  requests(metadata.listMetadata, ...notable.map((object) => (own: Own) => ({ object: object(own) }))),
  requests(metadata.deleteMetadata, ...notable.map((object) => (own: Own) => ({ object: object(own), keys: ['k'] }))),

  requests(HistoryService.method.listTableOperations, ({ table }) => ({ tableId: table })),
  requests(UsageService.method.getProjectUsage, ({ home }) => ({ projectId: home })),

  requests(projectViews.getProjectOverview, ({ home }) => ({ projectId: home })),
  requests(projectViews.listProjectObjects, ({ home }) => ({ projectId: home })),
];
