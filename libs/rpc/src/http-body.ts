import { IncomingMessage, type ServerResponse } from 'node:http';
import type { Http2ServerRequest, Http2ServerResponse } from 'node:http2';
import { callerLeft } from './run.ts';

export type HttpRequest = IncomingMessage | Http2ServerRequest;
export type HttpResponse = ServerResponse | Http2ServerResponse;

/** How long a client may go on sending what was refused already. */
const lingerMs = 10_000;

/**
 * The body of a request to its true end: one that was broken off is no shorter file, but throws. Whoever stops half-way,
 * or never begins to read, can still answer.
 */
export function bodyOf(request: HttpRequest, response: HttpResponse): AsyncGenerator<Uint8Array, void> {
  const target: NodeJS.WritableStream = response;
  target.once('finish', () => drain(request));
  return read(request);
}

async function* read(request: HttpRequest): AsyncGenerator<Uint8Array, void> {
  yield* request.iterator({ destroyOnReturn: false }) as AsyncIterable<Uint8Array>;
  if (isBrokenOff(request)) throw callerLeft();
}

function isBrokenOff(request: HttpRequest): boolean {
  return request instanceof IncomingMessage ? !request.complete : request.stream.closed;
}

/**
 * Reads and throws away what still comes after the answer, for a while: to cut off who is still sending would lose the
 * answer on its way.
 */
function drain(request: HttpRequest): void {
  if (request.readableEnded) return;
  // Node no longer tells a request of its connection's end once it is answered.
  const connection = request instanceof IncomingMessage ? request.socket : request.stream;
  const timer = setTimeout(() => connection.destroy(), lingerMs);
  const settle = (): void => {
    clearTimeout(timer);
    connection.off('close', settle);
  };
  connection.once('close', settle);
  request.once('end', settle).resume();
}
