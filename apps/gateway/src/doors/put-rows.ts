import { create, type MessageInitShape, toJson } from '@bufbuild/protobuf';
import {
  CsvOptionsSchema,
  Format,
  LoadMode,
  LoadService,
  type LoadTableRequestSchema,
  LoadTableResponseSchema,
} from '@easement/contracts';
import { invalidField } from '@easement/domain';
import { requestIdHeader, uploadPlainly } from '@easement/rpc';
import type { Door } from './door.ts';
import { chosen, type QueryText, readQuery } from './query-text.ts';
import { answerJson } from './write.ts';

/** The largest chunk that LoadTable takes, in bytes. */
const chunkBytes = 1_048_576;
const formats = { csv: Format.CSV, parquet: Format.PARQUET };
const modes = { append: LoadMode.APPEND, replace: LoadMode.REPLACE };
const switches = { true: true, false: false };

/** `PUT /tables/{table_id}/rows`: the body is the file; answers what LoadTable answers. */
export const putRows: Door = async ({ pipeline, tableId, url, caller, request, response }) => {
  const query = readQuery(url, ['format', 'mode', 'header', 'delimiter', 'null_text']);
  const header = {
    tableId,
    format: chosen(query, 'format', formats, formatOf(caller.headers('content-type'))),
    mode: chosen(query, 'mode', modes, LoadMode.APPEND),
    csv: csvOptions(query),
    requestId: caller.headers(requestIdHeader) ?? '',
  };
  const answer = await uploadPlainly(pipeline, LoadService.method.loadTable, caller, parts(header, request));
  answerJson(response, 200, toJson(LoadTableResponseSchema, answer));
};

type Part = MessageInitShape<typeof LoadTableRequestSchema>;
type Header = Extract<Part['part'], { case: 'header' }>['value'];

async function* parts(header: Header, body: AsyncIterable<Uint8Array>): AsyncGenerator<Part> {
  yield { part: { case: 'header', value: header } };
  for await (const bytes of body) {
    for (let from = 0; from < bytes.length; from += chunkBytes) {
      yield { part: { case: 'chunk', value: bytes.subarray(from, from + chunkBytes) } };
    }
  }
}

function csvOptions(query: QueryText) {
  const nullText = query('null_text');
  return create(CsvOptionsSchema, {
    header: chosen(query, 'header', switches, true),
    delimiter: query('delimiter') ?? '',
    ...(nullText === undefined ? {} : { nullText }),
  });
}

function formatOf(contentType: string | undefined): Format {
  if (contentType?.startsWith('text/csv')) return Format.CSV;
  if (contentType?.startsWith('application/vnd.apache.parquet')) return Format.PARQUET;
  throw invalidField('format', 'the format of the file is not given; add ?format=csv or ?format=parquet');
}
