import type { HttpResponse } from '@easement/rpc';

/** What every answer says until somebody says otherwise: it is for this caller alone, and is what it says it is. */
export function setCarefulHeaders(response: HttpResponse): void {
  response.setHeader('cache-control', 'no-store');
  response.setHeader('x-content-type-options', 'nosniff');
}
