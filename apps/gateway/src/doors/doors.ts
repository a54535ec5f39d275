import {
  type ConnectMount,
  type HttpRequest,
  type HttpResponse,
  newRequestId,
  plainError,
  requestIdHeader,
} from '@easement/rpc';
import type { Logger } from 'pino';
import { callerOf } from './caller.ts';
import type { Door } from './door.ts';
import { getRows } from './get-rows.ts';
import { postSql } from './post-sql.ts';
import { putRows } from './put-rows.ts';
import { answerJson } from './write.ts';

const rows = /^\/tables\/([^/]+)\/rows$/;

/**
 * The plain doors for those who cannot stream over Connect: browsers, curl. They call the same RPCs through the same
 * pipeline, and a refusal is the error body that Connect would send.
 */
export function plainDoors(
  { pipeline }: ConnectMount,
  log: Logger,
): (request: HttpRequest, response: HttpResponse) => void {
  return (request, response) => {
    const requestId = header(request) ?? newRequestId();
    const report = (fault: unknown): void => log.error({ request_id: requestId, err: fault }, 'fault');
    visit(pipeline, request, response, report).catch((thrown: unknown) => {
      if (response.headersSent) return void response.destroy();
      const { status, body } = plainError(thrown, requestId, report);
      answerJson(response, status, body);
    });
  };
}

async function visit(
  pipeline: ConnectMount['pipeline'],
  request: HttpRequest,
  response: HttpResponse,
  report: (fault: unknown) => void,
): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://gateway');
  const tableId = rows.exec(url.pathname)?.[1] ?? '';
  const methods = methodsAt(url.pathname);
  const door = methods[request.method ?? ''];
  if (!door) {
    const known = Object.keys(methods).join(', ');
    if (known === '') return answerJson(response, 404, { code: 'not_found', message: `nothing is at ${url.pathname}` });
    response.setHeader('allow', known);
    return answerJson(response, 405, { code: 'unimplemented', message: `${url.pathname} takes ${known} alone` });
  }
  await door({ pipeline, url, tableId, caller: callerOf(request, response), request, response, report });
}

function methodsAt(path: string): Readonly<Record<string, Door>> {
  if (rows.test(path)) return { PUT: putRows, GET: getRows };
  return path === '/sql' ? { POST: postSql } : {};
}

function header({ headers }: HttpRequest): string | undefined {
  const value = headers[requestIdHeader];
  return typeof value === 'string' && value !== '' ? value : undefined;
}
