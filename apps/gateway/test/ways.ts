import {
  create,
  type DescMessage,
  type DescMethodServerStreaming,
  type DescMethodUnary,
  type MessageInitShape,
  type MessageShape,
} from '@bufbuild/protobuf';
import type { Transport } from '@connectrpc/connect';
import { createConnectTransport as createNodeTransport, Http2SessionManager } from '@connectrpc/connect-node';
import { createConnectTransport, createGrpcWebTransport } from '@connectrpc/connect-web';
import { requestIdHeader } from '@easement/rpc';
import { grpcWay } from './grpc-way.ts';
import type { House } from './house.ts';

/** How a caller calls. Without a token it is nobody. */
export type Options = {
  readonly token?: string | undefined;
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
  readonly requestId?: string;
};

/** One way to the gateway, as a client of its own kind takes it. */
export type Way = Disposable & {
  readonly name: string;
  readonly call: <I extends DescMessage, O extends DescMessage>(
    method: DescMethodUnary<I, O>,
    request: MessageInitShape<I>,
    options: Options,
  ) => Promise<MessageShape<O>>;
  readonly stream: <I extends DescMessage, O extends DescMessage>(
    method: DescMethodServerStreaming<I, O>,
    request: MessageInitShape<I>,
    options: Options,
  ) => AsyncIterable<MessageShape<O>>;
};

export const wayNames = ['Connect JSON over HTTP/1.1', 'Connect binary over HTTP/2', 'gRPC-Web', 'gRPC'] as const;
export type WayName = (typeof wayNames)[number];

export function openWay(name: WayName, house: House): Way {
  switch (name) {
    case 'Connect JSON over HTTP/1.1':
      return connectWay(name, createConnectTransport({ baseUrl: house.http }));
    case 'Connect binary over HTTP/2': {
      const sessionManager = new Http2SessionManager(house.http);
      const options = { baseUrl: house.http, httpVersion: '2' as const, useBinaryFormat: true, sessionManager };
      return connectWay(name, createNodeTransport(options), () => sessionManager.abort());
    }
    case 'gRPC-Web':
      return connectWay(name, createGrpcWebTransport({ baseUrl: house.http }));
    case 'gRPC':
      return grpcWay(house.grpc);
  }
}

/** The headers that say who calls, in lower case. */
export function headersOf({ token, requestId }: Options): Record<string, string> {
  return {
    ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    ...(requestId === undefined ? {} : { [requestIdHeader]: requestId }),
  };
}

function connectWay(name: string, transport: Transport, close: () => void = () => undefined): Way {
  return {
    name,
    call: async (method, request, options) => {
      const { signal, timeoutMs } = options;
      return (await transport.unary(method, signal, timeoutMs, headersOf(options), request)).message;
    },
    stream: async function* (method, request, options) {
      const { signal, timeoutMs } = options;
      const input = one(create(method.input, request));
      yield* (await transport.stream(method, signal, timeoutMs, headersOf(options), input)).message;
    },
    [Symbol.dispose]: close,
  };
}

async function* one<T>(message: T): AsyncGenerator<T> {
  yield message;
}
