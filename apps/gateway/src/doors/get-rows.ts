import { Format, LoadService } from '@easement/contracts';
import { downloadPlainly } from '@easement/rpc';
import type { Door } from './door.ts';
import { chosen, readQuery } from './query-text.ts';
import { begin, finish, write } from './write.ts';

const formats = { csv: Format.CSV, parquet: Format.PARQUET };
const types: Readonly<Record<Format, string>> = {
  [Format.UNSPECIFIED]: 'application/octet-stream',
  [Format.CSV]: 'text/csv; charset=utf-8',
  [Format.PARQUET]: 'application/vnd.apache.parquet',
};

/**
 * `GET /tables/{table_id}/rows`: answers the file. What is refused before the first byte is an error body; a failure
 * later breaks the answer off, so that a part is never taken for the whole.
 */
export const getRows: Door = async ({ pipeline, tableId, url, caller, response }) => {
  const query = readQuery(url, ['format', 'project_id']);
  const format = chosen(query, 'format', formats, Format.CSV);
  const request = { tableId, projectId: query('project_id') ?? '', format };
  const chunks = downloadPlainly(pipeline, LoadService.method.exportTable, caller, request);
  const first = await chunks.next();
  begin(response, 200, types[format]);
  try {
    if (!first.done) await write(response, first.value.chunk);
    for await (const { chunk } of chunks) await write(response, chunk);
    finish(response);
  } catch {
    response.destroy();
  }
};
