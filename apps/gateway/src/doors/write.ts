import type { HttpResponse } from '@easement/rpc';

/** Writes no faster than the caller reads: resolves once there is room for more, or nobody there to read it. */
export function write(response: HttpResponse, chunk: string | Uint8Array): Promise<void> {
  return new Promise((resolve) => {
    const target: NodeJS.WritableStream = response;
    if (target.write(chunk) || response.destroyed) return resolve();
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
