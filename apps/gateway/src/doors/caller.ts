import type { HttpRequest, HttpResponse, PlainCaller } from '@easement/rpc';

/** Who asks through a plain door, and a signal that aborts when they go away. */
export function callerOf(request: HttpRequest, response: HttpResponse): PlainCaller {
  const left = new AbortController();
  const target: NodeJS.WritableStream = response;
  target.once('close', () => left.abort(new Error('the caller is gone')));
  return {
    headers: (name) => {
      const value = request.headers[name];
      return typeof value === 'string' ? value : value?.[0];
    },
    headerBytes: request.rawHeaders.reduce((sum, text) => sum + text.length, 0),
    signal: left.signal,
  };
}
