import { DefinitionService, FileService, LoadService, QueryService } from '@easement/contracts';
import { hourMs, type Routes, service } from '@easement/rpc';
import { describeFunction } from './definitions/describe-function.ts';
import { describeView } from './definitions/describe-view.ts';
import type { Deps } from './deps.ts';
import { checkFiles } from './files/check-files.ts';
import { exportTable } from './loads/export-table.ts';
import { loadTable } from './loads/load-table.ts';
import { cancelQuery } from './queries/cancel-query.ts';
import { execute } from './queries/execute.ts';
import { preview } from './queries/preview.ts';

/** What query-service answers. */
export function routes(deps: Deps): Routes {
  return [
    service(QueryService, {
      execute: execute(deps),
      preview: preview(deps),
      cancelQuery: cancelQuery(deps),
    }),
    service(
      LoadService,
      { loadTable: loadTable(deps), exportTable: exportTable(deps) },
      { loadTable: { timeoutMs: hourMs }, exportTable: { timeoutMs: hourMs } },
    ),
    // For people, and through catalog-service alone: the gateway does not pass it on.
    service(DefinitionService, { describeView: describeView(deps), describeFunction: describeFunction(deps) }),
    service(FileService, { checkFiles: checkFiles(deps) }),
  ];
}
