import { IncomingMessage, type ServerResponse } from 'node:http';
import type { Http2ServerRequest, Http2ServerResponse } from 'node:http2';
import type { UniversalServerRequest, UniversalServerResponse } from '@connectrpc/connect/protocol';
import { universalRequestFromNodeRequest, universalResponseToNodeResponse } from '@connectrpc/connect-node';

export type HttpRequest = IncomingMessage | Http2ServerRequest;
export type HttpResponse = ServerResponse | Http2ServerResponse;

/** How long a client may go on sending what was refused already. */
const lingerMs = 10_000;

/** Brings a request of Node into the form of Connect's handlers and their answer back. Never rejects. */
export async function exchange(
  request: HttpRequest,
  response: HttpResponse,
  answer: (asked: UniversalServerRequest) => Promise<UniversalServerResponse>,
): Promise<void> {
  try {
    const asked = universalRequestFromNodeRequest(request, response, undefined, undefined);
    if (request instanceof IncomingMessage) asked.body = readAside(request, response);
    await universalResponseToNodeResponse(await answer(asked), response);
  } catch {
    // The caller left while we wrote, or sent no host: the run, if there is one, has told the log.
    if (response.headersSent) {
      response.destroy();
    } else {
      response.statusCode = 400;
      response.end();
    }
  }
}

/**
 * Reads a body of HTTP/1.1 such that stopping half-way does not cut the connection: the answer to a refused upload would
 * be lost with it. What still comes after the answer is read and thrown away, for a while.
 */
export function readAside(request: IncomingMessage, response: HttpResponse): AsyncIterable<Uint8Array> {
  response.once('finish', () => {
    if (request.complete) return;
    const { socket } = request;
    const timer = setTimeout(() => socket.destroy(), lingerMs);
    const settle = (): void => {
      clearTimeout(timer);
      socket.off('close', settle);
    };
    // Node no longer tells a request of its socket's end once it is answered.
    socket.once('close', settle);
    request.once('end', settle).resume();
  });
  return request.iterator({ destroyOnReturn: false }) as AsyncIterable<Uint8Array>;
}
