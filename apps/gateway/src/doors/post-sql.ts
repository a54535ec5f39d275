import { type ExecuteRequest, ExecuteRequestSchema, QueryService } from '@easement/contracts';
import { bodyOf, downloadPlainly, plainError, readPlainJson, requestIdHeader } from '@easement/rpc';
import type { Door, Visit } from './door.ts';
import { readQuery } from './query-text.ts';
import { errorLine, linesOf } from './sql-lines.ts';
import { answerJson, begin, finish, write } from './write.ts';

/**
 * `POST /sql`: a body as Execute takes it, answered line by line: the schema, each row, the statistics; at any point
 * instead an error, after which nothing comes. What fails before the first line has its status of HTTP and is the error
 * body of Connect, which holds itself as `error` too: who reads lines finds it where all errors are.
 */
export const postSql: Door = async (visit) => {
  const { pipeline, caller, response, report } = visit;
  const parts = downloadPlainly(pipeline, QueryService.method.execute, caller, () => requestOf(visit));
  let hasBegun = false;
  try {
    for await (const part of parts) {
      if (!hasBegun) begin(response, 200, 'application/jsonl; charset=utf-8');
      hasBegun = true;
      await write(response, linesOf(part));
    }
    finish(response);
  } catch (thrown) {
    const { status, body } = plainError(thrown, report);
    if (hasBegun) finish(response, errorLine(body));
    else answerJson(response, status, { ...body, error: body });
  }
};

async function requestOf({ pipeline, query, caller, request, response }: Visit): Promise<ExecuteRequest> {
  readQuery(query, []);
  const asked = await readPlainJson(pipeline, ExecuteRequestSchema, bodyOf(request, response));
  asked.requestId ||= caller.headers(requestIdHeader) ?? '';
  return asked;
}
