import { createConnectTransport, Http2SessionManager } from '@connectrpc/connect-node';
import type { Connection, ConnectionOptions, Platform } from './connection.ts';
import { connectByFetch } from './fetch-connection.ts';

/** No message of a result is near this; a server gone wrong does not fill the memory. */
const readMaxBytes = 64 * 1024 * 1024;
const pingIntervalMs = 30_000;

export const platform: Platform = { connect };

function connect(options: ConnectionOptions): Connection {
  if (options.fetch) return connectByFetch(options);
  return options.httpVersion === '1.1' ? connectByHttp1(options) : connectByHttp2(options);
}

/** One connection for all calls, opened by the first. It keeps no process alive while no call is under way. */
function connectByHttp2({ baseUrl }: ConnectionOptions): Connection {
  const sessionManager = new Http2SessionManager(baseUrl, { pingIntervalMs });
  return {
    transport: createConnectTransport({ baseUrl, httpVersion: '2', sessionManager, readMaxBytes }),
    close: () => sessionManager.abort(),
  };
}

/** For a proxy on the way that speaks no HTTP/2: a connection for each call at a time. */
function connectByHttp1({ baseUrl }: ConnectionOptions): Connection {
  return {
    transport: createConnectTransport({ baseUrl, httpVersion: '1.1', readMaxBytes }),
    close: () => undefined,
  };
}
