import { createConnectTransport } from '@connectrpc/connect-web';
import type { Connection, ConnectionOptions } from './connection.ts';
import { putByFetch, unreachable } from './put.ts';

type Fetch = typeof globalThis.fetch;

/** The way through fetch: for browsers, and wherever the caller brings its own. */
export function connectByFetch({ baseUrl, fetch = globalThis.fetch }: ConnectionOptions): Connection {
  const reaching = tellingApart(fetch);
  return {
    transport: createConnectTransport({ baseUrl, useBinaryFormat: true, fetch: reaching }),
    put: putByFetch(reaching),
    close: () => undefined,
  };
}

/** Fetch throws a TypeError when nobody is there, which looks like a fault of the program: says `unavailable` instead. */
function tellingApart(fetch: Fetch): Fetch {
  return async (input, init) => {
    try {
      return await fetch(input, init);
    } catch (error) {
      throw isTypeError(error) ? unreachable(error) : error;
    }
  };
}

/** By name, as a TypeError of another realm is no instance of this one's. */
function isTypeError(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'name' in error && error.name === 'TypeError';
}
