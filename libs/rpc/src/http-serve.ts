import { createServer as createHttp1, type RequestListener } from 'node:http';
import { createServer as createHttp2, type ServerHttp2Session } from 'node:http2';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import type { HttpRequest, HttpResponse } from './http-body.ts';
import type { ConnectMount } from './connect-mount.ts';
import { largestHeaders } from './limits.ts';

export type HttpServing = {
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  readonly connect: ConnectMount;
  /** Sees each request first, as for CORS; answers true if it has answered it. */
  readonly prepare?: (request: HttpRequest, response: HttpResponse) => boolean;
  /** Answers what is no RPC: pages, doors, 404. */
  readonly fallback: (request: HttpRequest, response: HttpResponse) => void;
};

export type HttpServer = AsyncDisposable & { readonly address: string; readonly port: number };

/** How a client that knows HTTP/2 beforehand begins to speak. */
const preface = 'PRI';
/** A connection that stays silent for so long is closed. */
const silenceMs = 10_000;
/** A connection on which nothing happens for so long is closed, a waiting call aside. */
const idleMs = 65_000;
/** How long answers that are written may take to leave a stopping server. */
const flushMs = 2_000;

/**
 * Serves HTTP/1.1 and h2c on one port, told apart by the first bytes. Disposing it takes no more connections, waits for
 * the calls under way and closes the connections.
 */
export async function serveHttp({ host, port, connect, prepare, fallback }: HttpServing): Promise<HttpServer> {
  const handle = (request: HttpRequest, response: HttpResponse): void => {
    if (prepare?.(request, response)) return;
    if (!connect.handle(request, response)) fallback(request, response);
  };
  const sockets = new Set<Socket>();
  const sessions = new Set<ServerHttp2Session>();
  const http1 = createHttp1(
    { maxHeaderSize: largestHeaders, headersTimeout: silenceMs, requestTimeout: 0, keepAliveTimeout: idleMs },
    handle as RequestListener,
  );
  const http2 = createHttp2(
    { settings: { maxConcurrentStreams: connect.pipeline.limits.streamsPerConnection } },
    handle,
  );
  http2.on('session', (session) => {
    sessions.add(session);
    session.setTimeout(idleMs, () => session.close());
    session.once('close', () => sessions.delete(session));
  });
  const listener = createServer((socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    sniff(socket, (isHttp2) => (isHttp2 ? http2 : http1).emit('connection', socket));
  });
  const bound = await listen(listener, host, port);
  // A server that does not listen itself would not look after the timeouts of its connections.
  http1.emit('listening');
  return {
    address: `http://${host}:${bound}`,
    port: bound,
    async [Symbol.asyncDispose]() {
      const closed = new Promise((resolve) => listener.close(resolve));
      for (const session of sessions) session.close();
      await connect[Symbol.asyncDispose]();
      const until = Date.now() + flushMs;
      while (sockets.size > 0 && Date.now() < until) {
        http1.closeIdleConnections();
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
      for (const socket of sockets) socket.destroy();
      http1.close();
      http2.close();
      await closed;
    },
  };
}

/** Looks at the first bytes of a connection and puts them back. */
function sniff(socket: Socket, found: (isHttp2: boolean) => void): void {
  const onError = (): void => void socket.destroy();
  socket.on('error', onError);
  socket.setTimeout(silenceMs, onError);
  let seen = Buffer.alloc(0);
  const onReadable = (): void => {
    const bytes = socket.read() as Buffer | null;
    if (bytes === null) return;
    seen = Buffer.concat([seen, bytes]);
    const text = seen.toString('latin1', 0, preface.length);
    if (text.length < preface.length && preface.startsWith(text)) return;
    socket.off('readable', onReadable).off('error', onError).off('timeout', onError).setTimeout(0);
    socket.unshift(seen);
    found(text === preface);
  };
  socket.on('readable', onReadable);
}

async function listen(server: Server, host: string, port: number): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
  return (server.address() as AddressInfo).port;
}
