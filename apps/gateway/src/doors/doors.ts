import {
  type ConnectMount,
  type HttpRequest,
  type HttpResponse,
  logFault,
  plainError,
  type Report,
} from '@easement/rpc';
import type { Logger } from 'pino';
import { callerOf } from './caller.ts';
import type { Door } from './door.ts';
import { getRows } from './get-rows.ts';
import { postSql } from './post-sql.ts';
import { putRows } from './put-rows.ts';
import { answerJson, breakOff, finish } from './write.ts';

const rows = /^\/tables\/([^/]+)\/rows$/;
const atRows = new Map<string, Door>([
  ['GET', getRows],
  ['PUT', putRows],
]);
const atSql = new Map<string, Door>([['POST', postSql]]);
const nowhere = new Map<string, Door>();

/**
 * The plain doors for those who cannot stream over Connect: browsers, curl. They call the same RPCs through the same
 * pipeline, and a refusal is the error body that Connect would send.
 */
export function plainDoors(
  { pipeline }: ConnectMount,
  log: Logger,
): (request: HttpRequest, response: HttpResponse) => void {
  return (request, response) => {
    const [path = '', ...query] = (request.url ?? '').split('?');
    const doors = doorsAt(path);
    const door = doors.get(request.method ?? '');
    if (!door) return answerNoDoor(request, response, path, [...doors.keys()]);
    const report: Report = (fault, requestId) => logFault(log, fault, requestId, `${request.method} ${path}`);
    const tableId = rows.exec(path)?.[1] ?? '';
    const caller = callerOf(request, response);
    const visit = { pipeline, query: new URLSearchParams(query.join('?')), tableId, caller, request, response, report };
    door(visit).catch((thrown: unknown) => {
      const { status, body } = plainError(thrown, report);
      if (response.headersSent) breakOff(response);
      else answerJson(response, status, body);
    });
  };
}

function doorsAt(path: string): ReadonlyMap<string, Door> {
  if (rows.test(path)) return atRows;
  return path === '/sql' ? atSql : nowhere;
}

function answerNoDoor(request: HttpRequest, response: HttpResponse, path: string, methods: readonly string[]): void {
  if (methods.length === 0) {
    return answerJson(response, 404, { code: 'unimplemented', message: `nothing is at ${path}` });
  }
  const allow = [...methods, 'OPTIONS'].join(', ');
  response.setHeader('allow', allow);
  if (request.method !== 'OPTIONS') {
    return answerJson(response, 405, { code: 'unimplemented', message: `${path} takes ${allow} alone` });
  }
  response.statusCode = 204;
  finish(response);
}
