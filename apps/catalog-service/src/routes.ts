import {
  BucketService,
  CatalogClosingService,
  FunctionService,
  HistoryService,
  HoldService,
  InventoryService,
  MetadataService,
  ObjectService,
  TableService,
  UsageService,
  VersionService,
  ViewService,
} from '@easement/contracts';
import { followFeed } from '@easement/persistence';
import { feedRoute, internal, type Routes, service } from '@easement/rpc';
import { createAlias } from './aliases/create-alias.ts';
import { createBucket } from './buckets/create-bucket.ts';
import { deleteBucket } from './buckets/delete-bucket.ts';
import { getBucket } from './buckets/get-bucket.ts';
import { listBuckets } from './buckets/list-buckets.ts';
import { updateBucket } from './buckets/update-bucket.ts';
import { closeProject } from './closing/close-project.ts';
import { reopenProject } from './closing/reopen-project.ts';
import type { Deps } from './deps.ts';
import { createFunction } from './functions/create-function.ts';
import { deleteFunction } from './functions/delete-function.ts';
import { getFunction } from './functions/get-function.ts';
import { listFunctions } from './functions/list-functions.ts';
import { replaceFunction } from './functions/replace-function.ts';
import { listTableOperations } from './history/list-table-operations.ts';
import { listHolds } from './holds/list-holds.ts';
import { placeHold } from './holds/place-hold.ts';
import { releaseHold } from './holds/release-hold.ts';
import { renameName } from './holds/rename-name.ts';
import { deleteMetadata } from './metadata/delete-metadata.ts';
import { listMetadata } from './metadata/list-metadata.ts';
import { setMetadata } from './metadata/set-metadata.ts';
import { listObjects } from './objects/list-objects.ts';
import { lookUpNames } from './objects/look-up-names.ts';
import { lookUpObjects } from './objects/look-up-objects.ts';
import { listCurrentFiles } from './reconcile/list-current-files.ts';
import { listKnownProjects } from './reconcile/list-known-projects.ts';
import { lookUpHolds } from './reconcile/look-up-holds.ts';
import { addColumn } from './tables/add-column.ts';
import { createTable } from './tables/create-table.ts';
import { deleteTable } from './tables/delete-table.ts';
import { dropColumn } from './tables/drop-column.ts';
import { getTable } from './tables/get-table.ts';
import { listTables } from './tables/list-tables.ts';
import { renameColumn } from './tables/rename-column.ts';
import { updateTable } from './tables/update-table.ts';
import { getProjectUsage } from './usage/get-project-usage.ts';
import { commitVersion } from './versions/commit-version.ts';
import { getVersions } from './versions/get-versions.ts';
import { listFiles } from './versions/list-files.ts';
import { recallCommit } from './versions/recall-commit.ts';
import { createView } from './views/create-view.ts';
import { deleteView } from './views/delete-view.ts';
import { getView } from './views/get-view.ts';
import { listViews } from './views/list-views.ts';
import { replaceView } from './views/replace-view.ts';
import { updateView } from './views/update-view.ts';

/** What this service answers, and to whom: a missing RPC does not compile. */
export function createRoutes(deps: Deps): Routes {
  return [...publicRoutes(deps), ...internalRoutes(deps)];
}

function publicRoutes(deps: Deps): Routes {
  return [
    service(BucketService, {
      createBucket: createBucket(deps),
      getBucket: getBucket(deps),
      listBuckets: listBuckets(deps),
      updateBucket: updateBucket(deps),
      deleteBucket: deleteBucket(deps),
    }),
    service(TableService, {
      createTable: createTable(deps),
      getTable: getTable(deps),
      listTables: listTables(deps),
      updateTable: updateTable(deps),
      deleteTable: deleteTable(deps),
      addColumn: addColumn(deps),
      renameColumn: renameColumn(deps),
      dropColumn: dropColumn(deps),
      createAlias: createAlias(deps),
    }),
    service(ViewService, {
      createView: createView(deps),
      replaceView: replaceView(deps),
      updateView: updateView(deps),
      getView: getView(deps),
      listViews: listViews(deps),
      deleteView: deleteView(deps),
    }),
    service(FunctionService, {
      createFunction: createFunction(deps),
      replaceFunction: replaceFunction(deps),
      getFunction: getFunction(deps),
      listFunctions: listFunctions(deps),
      deleteFunction: deleteFunction(deps),
    }),
    service(MetadataService, {
      setMetadata: setMetadata(deps),
      listMetadata: listMetadata(deps),
      deleteMetadata: deleteMetadata(deps),
    }),
    service(HistoryService, { listTableOperations: listTableOperations(deps) }),
    service(UsageService, { getProjectUsage: getProjectUsage(deps) }),
  ];
}

function internalRoutes(deps: Deps): Routes {
  return [
    feedRoute((from) => followFeed(deps.db, from), ['sharing', 'query']),
    internal(
      HoldService,
      {
        placeHold: placeHold(deps),
        releaseHold: releaseHold(deps),
        listHolds: listHolds(deps),
        renameName: renameName(deps),
      },
      ['sharing'],
    ),
    internal(
      VersionService,
      {
        commitVersion: commitVersion(deps),
        recallCommit: recallCommit(deps),
        getVersions: getVersions(deps),
        listFiles: listFiles(deps),
      },
      ['query'],
    ),
    internal(
      ObjectService,
      { lookUpObjects: lookUpObjects(deps), lookUpNames: lookUpNames(deps), listObjects: listObjects(deps) },
      ['sharing', 'query', 'gateway'],
    ),
    internal(CatalogClosingService, { closeProject: closeProject(deps), reopenProject: reopenProject(deps) }, [
      'identity',
      'sharing',
    ]),
    internal(
      InventoryService,
      {
        lookUpHolds: lookUpHolds(deps),
        listKnownProjects: listKnownProjects(deps),
        listCurrentFiles: listCurrentFiles(deps),
      },
      ['sharing', 'query'],
    ),
  ];
}
