import { create, type MessageInitShape } from '@bufbuild/protobuf';
import {
  type CsvOptions,
  CsvOptionsSchema,
  type LoadHeaderSchema,
  LoadMode,
  LoadService,
  type LoadTableRequestSchema,
  LoadTableResponseSchema,
} from '@easement/contracts';
import { invalidField } from '@easement/domain';
import { bodyOf, requestIdHeader, toPlainJson, uploadPlainly } from '@easement/rpc';
import type { Door, Visit } from './door.ts';
import { formatOf, formats } from './file-format.ts';
import { chosen, type QueryText, readQuery } from './query-text.ts';
import { answerJson } from './write.ts';

/** The largest chunk that LoadTable takes, in bytes. */
const chunkBytes = 1_048_576;
const keys = ['format', 'mode', 'header', 'delimiter', 'null_text', 'validate_only'];
const modes = { append: LoadMode.APPEND, replace: LoadMode.REPLACE };
const switches = { true: true, false: false };

type Part = MessageInitShape<typeof LoadTableRequestSchema>;
type Header = MessageInitShape<typeof LoadHeaderSchema>;

/** `PUT /tables/{table_id}/rows`: the body is the file; answers what LoadTable answers. */
export const putRows: Door = async (visit) => {
  const { pipeline, caller, request, response } = visit;
  const answer = await uploadPlainly(pipeline, LoadService.method.loadTable, caller, async () =>
    parts(headerOf(visit), bodyOf(request, response)),
  );
  answerJson(response, 200, toPlainJson(LoadTableResponseSchema, answer));
};

function headerOf({ tableId, query: text, caller }: Visit): Header {
  const query = readQuery(text, keys);
  const format = chosen(query, 'format', formats) ?? formatOf(caller.headers('content-type'));
  if (format === undefined) {
    throw invalidField('format', 'the format of the file is not given; add ?format=csv or ?format=parquet');
  }
  return {
    tableId,
    format,
    mode: chosen(query, 'mode', modes) ?? LoadMode.APPEND,
    csv: csvOptions(query),
    requestId: caller.headers(requestIdHeader) ?? '',
    validateOnly: chosen(query, 'validate_only', switches) ?? false,
  };
}

function csvOptions(query: QueryText): CsvOptions {
  const nullText = query('null_text');
  return create(CsvOptionsSchema, {
    header: chosen(query, 'header', switches) ?? true,
    delimiter: query('delimiter') ?? '',
    ...(nullText === undefined ? {} : { nullText }),
  });
}

async function* parts(header: Header, body: AsyncIterable<Uint8Array>): AsyncGenerator<Part> {
  yield { part: { case: 'header', value: header } };
  for await (const bytes of body) {
    for (let from = 0; from < bytes.length; from += chunkBytes) {
      yield { part: { case: 'chunk', value: bytes.subarray(from, from + chunkBytes) } };
    }
  }
}
