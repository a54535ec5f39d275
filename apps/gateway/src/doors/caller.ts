import { Refusal } from '@easement/domain';
import type { HttpRequest, HttpResponse, PlainCaller } from '@easement/rpc';

/** Who asks through a plain door, for how long, and a signal that aborts when they go away. */
export function callerOf(request: HttpRequest, response: HttpResponse): PlainCaller {
  const left = new AbortController();
  response.once('close', () => {
    if (!response.writableFinished) left.abort(new Error('the caller left before the answer'));
  });
  const headers = (name: string): string | undefined => {
    const value = request.headers[name];
    return typeof value === 'string' ? value : value?.[0];
  };
  return { headers, timeoutMs: timeoutOf(headers('connect-timeout-ms')), signal: left.signal };
}

function timeoutOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (/^\d{1,10}$/.test(text)) return Number(text);
  throw new Refusal('invalid_field', `the header connect-timeout-ms is ${JSON.stringify(text)}, not milliseconds`, {
    field: 'connect-timeout-ms',
  });
}
