import { type ExportTableResponse, Format, LoadService } from '@easement/contracts';
import { downloadPlainly, type HttpResponse } from '@easement/rpc';
import type { Door } from './door.ts';
import { files, formats } from './file-format.ts';
import { chosen, readQuery } from './query-text.ts';
import { begin, breakOff, finish, write } from './write.ts';

/**
 * `GET /tables/{table_id}/rows`: answers the file. What is refused before the first byte is an error body; a failure
 * later breaks the answer off, so that a part is never taken for the whole.
 */
export const getRows: Door = async ({ pipeline, tableId, query: text, caller, response }) => {
  let format: Format = Format.CSV;
  const chunks = downloadPlainly(pipeline, LoadService.method.exportTable, caller, async () => {
    const query = readQuery(text, ['format', 'project_id']);
    format = chosen(query, 'format', formats) ?? Format.CSV;
    return { tableId, projectId: query('project_id') ?? '', format };
  });
  const first = await chunks.next();
  const { type, suffix } = files[format];
  response.setHeader('content-disposition', `attachment; filename="${tableId}${suffix}"`);
  begin(response, 200, type);
  await writeFile(response, first, chunks);
};

async function writeFile(
  response: HttpResponse,
  first: IteratorResult<ExportTableResponse, void>,
  rest: AsyncIterable<ExportTableResponse>,
): Promise<void> {
  try {
    if (!first.done) await write(response, first.value.chunk);
    for await (const { chunk } of rest) await write(response, chunk);
    finish(response);
  } catch {
    // The log has why: the caller cannot be told any more.
    breakOff(response);
  }
}
