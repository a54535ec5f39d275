import type { HttpRequest, HttpResponse } from '@easement/rpc';
import { finish } from './write.ts';

const allowedHeaders = [
  'authorization',
  'content-type',
  'connect-protocol-version',
  'connect-timeout-ms',
  'easement-request-id',
  'grpc-timeout',
  'x-grpc-web',
  'x-user-agent',
].join(', ');
const exposedHeaders = 'grpc-status, grpc-message, grpc-status-details-bin, content-disposition, allow';
const day = '86400';

/**
 * Lets pages of the configured origins call; all others get no such header, so their browsers refuse them. Answers true
 * where the request was only the browser's question.
 */
export function answerCors(allowed: readonly string[], request: HttpRequest, response: HttpResponse): boolean {
  const isQuestion = request.method === 'OPTIONS' && request.headers['access-control-request-method'] !== undefined;
  for (const [name, value] of corsHeaders(allowed, request.headers.origin, isQuestion)) response.setHeader(name, value);
  if (!isQuestion) return false;
  response.statusCode = 204;
  finish(response);
  return true;
}

/** What a browser is told that comes from a page of `origin`. */
export function corsHeaders(
  allowed: readonly string[],
  origin: string | undefined,
  isQuestion: boolean,
): readonly (readonly [name: string, value: string])[] {
  if (allowed.length === 0) return [];
  // A cache on the way must not give one origin's answer to another.
  const always = [['vary', 'origin']] as const;
  if (origin === undefined || !allowed.includes(origin)) return always;
  const admitted = [...always, ['access-control-allow-origin', origin]] as const;
  if (!isQuestion) return [...admitted, ['access-control-expose-headers', exposedHeaders]];
  return [
    ...admitted,
    ['access-control-allow-methods', 'GET, POST, PUT'],
    ['access-control-allow-headers', allowedHeaders],
    ['access-control-max-age', day],
  ];
}
