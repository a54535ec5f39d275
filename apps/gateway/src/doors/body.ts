import { constants } from 'node:http2';
import { IncomingMessage } from 'node:http';
import { type HttpRequest, type HttpResponse, readAside } from '@easement/rpc';
import { isHttp2 } from './write.ts';

/** The body of a request, read such that whoever stops half-way can still answer. */
export function bodyOf(request: HttpRequest, response: HttpResponse): AsyncIterable<Uint8Array> {
  if (request instanceof IncomingMessage) return readAside(request, response);
  if (isHttp2(response)) {
    const { stream } = response;
    // The caller would go on sending, and neither side would ever end the stream.
    stream.once('finish', () => {
      if (!request.complete) stream.close(constants.NGHTTP2_NO_ERROR);
    });
  }
  return request.iterator({ destroyOnReturn: false }) as AsyncIterable<Uint8Array>;
}
