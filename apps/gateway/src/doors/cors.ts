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
const exposedHeaders = 'grpc-status, grpc-message, grpc-status-details-bin, allow';
const day = '86400';

/**
 * Lets pages of the configured origins call; all others get no such header, so their browsers refuse them. Answers true
 * where the request was only the browser's question.
 */
export function answerCors(allowed: readonly string[], request: HttpRequest, response: HttpResponse): boolean {
  const { origin } = request.headers;
  const isQuestion = request.method === 'OPTIONS' && request.headers['access-control-request-method'] !== undefined;
  if (origin !== undefined && allowed.includes(origin)) {
    response.setHeader('access-control-allow-origin', origin);
    response.setHeader('vary', 'origin');
    response.setHeader('access-control-expose-headers', exposedHeaders);
    if (isQuestion) {
      response.setHeader('access-control-allow-methods', 'GET, POST, PUT');
      response.setHeader('access-control-allow-headers', allowedHeaders);
      response.setHeader('access-control-max-age', day);
    }
  }
  if (!isQuestion) return false;
  response.statusCode = 204;
  finish(response);
  return true;
}
