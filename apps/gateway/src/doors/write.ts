import { constants, type Http2ServerResponse } from 'node:http2';
import type { HttpResponse } from '@easement/rpc';

/** Writes no faster than the caller reads: resolves once there is room for more, or nobody there to read it. */
export function write(response: HttpResponse, chunk: string | Uint8Array): Promise<void> {
  return new Promise((resolve) => {
    const target: NodeJS.WritableStream = response;
    if (isGone(response) || target.write(chunk) || isGone(response)) return resolve();
    const done = (): void => {
      target.off('drain', done).off('close', done);
      resolve();
    };
    target.on('drain', done).on('close', done);
  });
}

/** Answers `value` as JSON, whole. */
export function answerJson(response: HttpResponse, status: number, value: unknown): void {
  begin(response, status, 'application/json');
  finish(response, JSON.stringify(value));
}

/** Says what the answer will be; nothing is sent before the first write. */
export function begin(response: HttpResponse, status: number, contentType: string): void {
  response.statusCode = status;
  response.setHeader('content-type', contentType);
}

/** Ends the answer. */
export function finish(response: HttpResponse, text = ''): void {
  const target: NodeJS.WritableStream = response;
  target.end(text);
}

/** Ends the answer such that no reader takes what it has for the whole, not even one that reads until the connection ends. */
export function breakOff(response: HttpResponse): void {
  if (isHttp2(response)) response.stream.close(constants.NGHTTP2_INTERNAL_ERROR);
  else if (response.socket) response.socket.resetAndDestroy();
}

function isGone(response: HttpResponse): boolean {
  return isHttp2(response) ? response.stream.destroyed : response.destroyed;
}

export function isHttp2(response: HttpResponse): response is Http2ServerResponse {
  return 'stream' in response;
}
