import { fromJsonString } from '@bufbuild/protobuf';
import { type ExecuteRequest, ExecuteRequestSchema, type ExecuteResponse, QueryService } from '@easement/contracts';
import { invalidField, Refusal } from '@easement/domain';
import { defaultLimits, downloadPlainly, type HttpRequest, plainError, requestIdHeader } from '@easement/rpc';
import type { Door } from './door.ts';
import { rowsOf } from './rows-of.ts';
import { begin, finish, write } from './write.ts';

/**
 * `POST /sql`: a body as Execute takes it, answered line by line: the schema, each row, the statistics; at any point
 * instead an error, after which nothing comes. What fails before the first line has its status of HTTP too.
 */
export const postSql: Door = async ({ pipeline, caller, request, response, report }) => {
  const statement = readRequest(await readBody(request));
  const requestId = statement.requestId || (caller.headers(requestIdHeader) ?? '');
  const parts = downloadPlainly(pipeline, QueryService.method.execute, caller, { ...statement, requestId });
  const first = await parts.next();
  begin(response, 200, 'application/jsonl; charset=utf-8');
  try {
    if (!first.done) await write(response, linesOf(first.value));
    for await (const part of parts) await write(response, linesOf(part));
  } catch (thrown) {
    await write(response, `${JSON.stringify({ error: plainError(thrown, requestId, report).body })}\n`);
  }
  finish(response);
};

function linesOf({ part }: ExecuteResponse): string {
  switch (part.case) {
    case 'schema':
      return line({ schema: part.value.columns.map(({ name, type }) => ({ name, type })) });
    case 'batch':
      return rowsOf(part.value)
        .map((row) => line({ row }))
        .join('');
    case 'statistics':
      return line({
        statistics: {
          rowCount: String(part.value.rowCount),
          truncated: part.value.truncated,
          elapsedMs: String(part.value.elapsedMs),
          scannedBytes: String(part.value.scannedBytes),
        },
      });
    case undefined:
      return '';
  }
}

function line(value: object): string {
  return `${JSON.stringify(value)}\n`;
}

function readRequest(text: string): ExecuteRequest {
  try {
    return fromJsonString(ExecuteRequestSchema, text);
  } catch (error) {
    const why = error instanceof Error ? error.message : 'it is no JSON';
    throw invalidField('', `the body is not {"projectId": …, "statement": …}: ${why}`);
  }
}

async function readBody(request: HttpRequest): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  const limit = defaultLimits.messageBytes;
  for await (const chunk of request as AsyncIterable<Uint8Array>) {
    bytes += chunk.length;
    if (bytes > limit) {
      throw new Refusal('message_too_large', `the body is larger than the limit of ${limit} bytes; send less at once`, {
        limit_bytes: String(limit),
      });
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
