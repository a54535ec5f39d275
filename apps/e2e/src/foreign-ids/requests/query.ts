import type { MessageInitShape } from '@bufbuild/protobuf';
import { FileService, Format, type LoadHeaderSchema, LoadMode, LoadService, QueryService } from '@easement/contracts';
import { requests, type Requests } from './requests.ts';

const queries = QueryService.method;
const loads = LoadService.method;

export const ofQuery: readonly Requests[] = [
  requests(queries.execute, ({ home }) => ({ projectId: home, statement: 'SELECT 1' })),
  requests(
    queries.preview,
    ({ home, table }) => ({ tableId: table, projectId: home }),
    ({ table }) => ({ tableId: table }),
  ),
  requests(queries.cancelQuery, ({ query }) => ({ queryId: query })),

  requests(
    loads.loadTable,
    ({ table }) => header({ tableId: table }),
    ({ table }) => header({ tableId: table, mode: LoadMode.REPLACE }),
    ({ bucket }) => header({ bucketId: bucket, name: 't' }),
    ({ bucket }) => header({ bucketId: bucket, name: 'loaded', create: true }),
  ),
  requests(
    loads.exportTable,
    ({ home, table }) => ({ tableId: table, projectId: home, format: Format.CSV }),
    ({ table }) => ({ tableId: table, format: Format.CSV }),
  ),

  requests(FileService.method.checkFiles, ({ vacant }) => ({ organizationId: vacant })),
];

function header(value: MessageInitShape<typeof LoadHeaderSchema>) {
  return { part: { case: 'header', value: { ...value, format: Format.CSV } } as const };
}
