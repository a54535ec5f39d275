import type { DescMessage, MessageInitShape, MessageShape } from '@bufbuild/protobuf';
import { createClient as createServiceClient, type Transport } from '@connectrpc/connect';
import type { ExportTableRequestSchema, LoadTableResponse } from '@easement/contracts';
// eslint-disable-next-line @nx/enforce-module-boundaries -- package.json chooses the file by platform, a path cannot
import { platform } from '#platform';
import type { CallOptions } from './call-options.ts';
import { exportTable } from './export-table.ts';
import { type AnyMethod, invoke } from './invoke.ts';
import type { Lines } from './lines.ts';
import { type LoadRequest, loadTable } from './load.ts';
import { preview, type PreviewRequest, type PreviewResult } from './preview.ts';
import { openQuery, type QueryRequest, type QueryResult } from './query.ts';
import { defaultRetry, type RetryPolicy } from './retry.ts';
import { type ServiceClients, services } from './services.ts';
import { type CallPolicy, steadyTransport } from './steady-transport.ts';

export type ClientOptions = {
  /** Where the gateway answers, such as `http://localhost:8080`. */
  readonly baseUrl: string;
  /** The secret of a token, or what answers it: asked before each attempt of a call, so that it may be renewed. */
  readonly token?: string | (() => string | undefined | Promise<string | undefined>) | undefined;
  /** Carries the calls instead of the platform's own way. */
  readonly fetch?: typeof globalThis.fetch | undefined;
  /** `2` unless told otherwise; in Node, where no `fetch` is given. */
  readonly httpVersion?: '1.1' | '2' | undefined;
  /** The deadline, in milliseconds, of calls that stream nothing and name none; 30 s unless told otherwise. */
  readonly timeoutMs?: number | undefined;
  readonly retry?: Partial<RetryPolicy> | undefined;
};

export type Client = ServiceClients & {
  /** Runs a statement; answers when its columns are known, and its rows stream. */
  readonly query: (request: QueryRequest, options?: CallOptions) => Promise<QueryResult>;
  /** Reads the first rows of a table. */
  readonly preview: (request: PreviewRequest, options?: CallOptions) => Promise<PreviewResult>;
  /** Loads a file into a table: all of it, or nothing. */
  readonly loadTable: (request: LoadRequest, options?: CallOptions) => Promise<LoadTableResponse>;
  /** Streams a table as a file. */
  readonly exportTable: (
    request: MessageInitShape<typeof ExportTableRequestSchema>,
    options?: CallOptions,
  ) => AsyncGenerator<Uint8Array, void, undefined>;
  /** Calls any method by its descriptor. */
  readonly invoke: <I extends DescMessage, O extends DescMessage>(
    method: AnyMethod<I, O>,
    requests: AsyncIterable<MessageInitShape<I>>,
    options?: CallOptions,
  ) => AsyncGenerator<MessageShape<O>, void, undefined>;
  /** What the typed clients call through: for libraries that take a Connect transport. */
  readonly transport: Transport;
  /** Closes the connection; calls under way break. A client that nobody uses keeps no process alive, closed or not. */
  readonly close: () => void;
};

/** Opens no connection yet: the first call does. */
export function createClient(options: ClientOptions): Client {
  const { token } = options;
  const baseUrl = options.baseUrl.replace(/\/+$/, '');
  const connection = platform.connect({ baseUrl, fetch: options.fetch, httpVersion: options.httpVersion });
  let isClosed = false;
  const policy: CallPolicy = {
    token: typeof token === 'function' ? token : () => token,
    retry: { ...defaultRetry, ...options.retry },
    timeoutMs: options.timeoutMs ?? 30_000,
    isClosed: () => isClosed,
  };
  const transport = steadyTransport(connection.transport, policy);
  const clients = serviceClients(transport);
  const lines: Lines = { baseUrl, connection, clients, policy };
  return {
    ...clients,
    query: (request, callOptions) => openQuery(clients, request, callOptions),
    preview: (request, callOptions) => preview(clients, request, callOptions),
    loadTable: (request, callOptions) => loadTable(lines, request, callOptions),
    exportTable: (request, callOptions) => exportTable(clients, request, callOptions),
    invoke: (method, requests, callOptions) => invoke(transport, method, requests, callOptions),
    transport,
    close: () => {
      isClosed = true;
      connection.close();
    },
  };
}

function serviceClients(transport: Transport): ServiceClients {
  const made = Object.entries(services).map(([name, desc]) => [name, createServiceClient(desc, transport)]);
  return Object.fromEntries(made) as ServiceClients;
}
