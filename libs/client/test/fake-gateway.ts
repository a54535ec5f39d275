import {
  createServer as createHttp1,
  type IncomingMessage,
  type RequestListener,
  type ServerResponse,
} from 'node:http';
import { createServer as createHttp2, type Http2ServerRequest } from 'node:http2';
import { type AddressInfo, type Server, type Socket } from 'node:net';
import { create } from '@bufbuild/protobuf';
import { Code, ConnectError, type ConnectRouter, createConnectRouter } from '@connectrpc/connect';
import { universalRequestFromNodeRequest, universalResponseToNodeResponse } from '@connectrpc/connect-node';
import { BadRequestSchema, ErrorInfoSchema } from '@easement/contracts';
import type { Reason } from '../src/index.ts';

type NodeRequest = IncomingMessage | Http2ServerRequest;
type NodeResponse = Parameters<typeof universalResponseToNodeResponse>[1];

/** A real Connect server that answers as the spec says, over HTTP/1.1 and HTTP/2 without TLS. */
export type FakeGateway = AsyncDisposable & { readonly http1: string; readonly http2: string };

export type Door = (request: IncomingMessage, response: ServerResponse) => void;

export async function startGateway(routes: (router: ConnectRouter) => void, door?: Door): Promise<FakeGateway> {
  const router = createConnectRouter({});
  routes(router);
  const handlers = new Map(router.handlers.map((handler) => [handler.requestPath, handler]));
  const adapter = (request: NodeRequest, response: NodeResponse) => {
    const handler = handlers.get(request.url ?? '');
    if (!handler) throw new Error(`the spec serves no ${String(request.url)}`);
    handler(universalRequestFromNodeRequest(request, response, undefined, undefined))
      .then((answer) => universalResponseToNodeResponse(answer, response))
      .catch(() => undefined);
  };
  const answer: RequestListener = (request, response) => {
    if (door && request.url?.startsWith('/tables/')) door(request, response);
    else adapter(request, response);
  };
  const http1 = await listen(createHttp1(answer));
  const http2 = await listen(createHttp2(adapter));
  return {
    http1: http1.url,
    http2: http2.url,
    [Symbol.asyncDispose]: async () => {
      await Promise.all([http1.close(), http2.close()]);
    },
  };
}

/** Closes connections too: idle ones would keep the server open. */
async function listen(server: Server): Promise<{ url: string; close: () => Promise<void> }> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      for (const socket of sockets) socket.destroy();
    });
  return { url: `http://127.0.0.1:${port}`, close };
}

/** What the gateway sends for a refusal. */
export function refusal(reason: Reason, code: Code, facts: Record<string, string> = {}): ConnectError {
  const info = {
    desc: ErrorInfoSchema,
    value: create(ErrorInfoSchema, { domain: 'easement', reason, metadata: facts }),
  };
  return new ConnectError(`refused: ${reason}`, code, undefined, [info]);
}

export function invalid(field: string, description: string): ConnectError {
  const error = refusal('INVALID_FIELD', Code.InvalidArgument, { field });
  error.details.push({
    desc: BadRequestSchema,
    value: create(BadRequestSchema, { fieldViolations: [{ field, description }] }),
  });
  return error;
}
