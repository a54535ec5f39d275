import { type MessageInitShape } from '@bufbuild/protobuf';
import { type Client, createClient, type Interceptor, type Transport } from '@connectrpc/connect';
import { createConnectTransport, createGrpcWebTransport } from '@connectrpc/connect-node';
import {
  DirectoryService,
  type ExportTableRequestSchema,
  Format,
  LoadService,
  type LoadTableRequestSchema,
  ProjectService,
} from '@easement/contracts';
import { type Actor, newId } from '@easement/domain';
import { pino } from 'pino';
import {
  assertionHeader,
  assertionSigner,
  assertionVerifier,
  type Authenticator,
  backgroundCall,
  type Call,
  grpcPeer,
  type Handlers,
  hourMs,
  internal,
  keysFromText,
  type Limits,
  localPeer,
  type LocalServer,
  mountConnect,
  newKeyPair,
  onBehalf,
  openChannel,
  type Outgoing,
  type Peer,
  requestIdHeader,
  type Routes,
  serveGrpc,
  serveHttp,
  serveLocal,
  service,
} from '../src/index.ts';

export const organization = newId('organization');
export const user = newId('user');
export const person: Actor = { kind: 'principal', principal: user, organization };

const gatewayKeys = newKeyPair();
const sharingKeys = newKeyPair();
export const gatewaySigner = assertionSigner(gatewayKeys.privateKey, 'gateway');
export const sharingSigner = assertionSigner(sharingKeys.privateKey, 'sharing');
const issuers = { gateway: { speaksForPeople: true }, sharing: { speaksForPeople: false } };
const authenticate: Authenticator = assertionVerifier({
  audience: 'identity',
  publicKeys: keysFromText({ gateway: gatewayKeys.publicKey, sharing: sharingKeys.publicKey }),
  issuers,
});

/** What a test gives the handlers to do; each is absent from the services it does not name. */
export type Work = {
  readonly createProject?: Handlers<typeof ProjectService>['createProject'];
  readonly exportTable?: Handlers<typeof LoadService>['exportTable'];
  readonly loadTable?: Handlers<typeof LoadService>['loadTable'];
  readonly getStanding?: Handlers<typeof DirectoryService>['getStanding'];
  readonly limits?: Partial<Limits>;
  /** Makes exports end only when somebody leaves. */
  readonly isEndless?: boolean;
};

export function routesOf(work: Work): Routes {
  const load = { loadTable: work.loadTable, exportTable: work.exportTable } as Handlers<typeof LoadService>;
  return [
    service(ProjectService, { createProject: work.createProject } as Handlers<typeof ProjectService>),
    service(LoadService, load, { loadTable: { timeoutMs: hourMs }, exportTable: { endless: work.isEndless ?? false } }),
    internal(DirectoryService, { getStanding: work.getStanding } as Handlers<typeof DirectoryService>, ['sharing']),
  ];
}

/** How long a caller waits, and what lets it leave. */
export type Options = { readonly timeoutMs?: number; readonly signal?: AbortSignal; readonly requestId?: string };

/** One way to the handlers: the same three calls over each transport, and in process. */
export type Way = {
  readonly name: string;
  readonly createProject: (
    request: MessageInitShape<typeof ProjectService.method.createProject.input>,
    options?: Options,
  ) => Promise<{ project?: { name: string; description: string } | undefined }>;
  readonly exportTable: (
    request: MessageInitShape<typeof ExportTableRequestSchema>,
    options?: Options,
  ) => AsyncIterable<{ chunk: Uint8Array }>;
  /** Absent over gRPC-Web and HTTP/1.1, which cannot stream a request. */
  readonly loadTable?: (
    requests: AsyncIterable<MessageInitShape<typeof LoadTableRequestSchema>>,
    options?: Options,
  ) => Promise<{ rowCount: bigint }>;
};

export type World = AsyncDisposable & {
  readonly ways: readonly Way[];
  readonly grpcAddress: string;
  readonly httpAddress: string;
  readonly local: LocalServer;
  readonly lines: readonly LogLine[];
  /** Stops the servers, and leaves the clients to find out. */
  readonly stopServers: () => Promise<void>;
};

export type LogLine = Readonly<Record<string, unknown>>;

/** Serves `work` in every way there is, all at once. */
export async function openWorld(work: Work): Promise<World> {
  const clients = new AsyncDisposableStack();
  const servers = new AsyncDisposableStack();
  const lines: LogLine[] = [];
  const log = pino(
    { level: 'info', base: null },
    { write: (line: string) => void lines.push(JSON.parse(line) as LogLine) },
  );
  const serving = { service: 'identity' as const, routes: routesOf(work), log, limits: work.limits ?? {} };
  const listen = { host: '127.0.0.1', port: 0 };
  const grpc = servers.use(await serveGrpc({ ...serving, ...listen, authenticate }));
  const connect = mountConnect({ ...serving, authenticate });
  const fallback = (_: unknown, response: { statusCode: number; end: () => void }): void => {
    response.statusCode = 404;
    response.end();
  };
  const http = servers.use(await serveHttp({ ...listen, connect, fallback }));
  const local = servers.use(serveLocal({ ...serving, issuers }));
  const { channel } = clients.use(openChannel(grpc.address));
  const dialled = { channel, signer: gatewaySigner, audience: 'identity' as const };
  const dial = { server: () => local, issuer: 'gateway' as const, audience: 'identity' as const };
  return {
    grpcAddress: grpc.address,
    httpAddress: http.address,
    local,
    lines,
    ways: [
      peerWay('gRPC', grpcPeer(ProjectService, dialled), grpcPeer(LoadService, dialled)),
      peerWay('in process', localPeer(ProjectService, dial), localPeer(LoadService, dial)),
      ...connectWays(http.address),
    ],
    stopServers: () => servers.disposeAsync(),
    async [Symbol.asyncDispose]() {
      await clients.disposeAsync();
      await servers.disposeAsync();
    },
  };
}

/** A call as a handler of the gateway would hold it. */
export function callFor(actor: Actor, { timeoutMs = 10_000, signal, requestId }: Options = {}): Call {
  const call = backgroundCall({
    service: 'gateway',
    organization,
    timeoutMs,
    method: 'test',
    ...(signal ? { signal } : {}),
    ...(requestId ? { requestId } : {}),
  });
  return { ...call, actor };
}

function peerWay(name: string, projects: Peer<typeof ProjectService>, loads: Peer<typeof LoadService>): Way {
  const outgoing = (options?: Options): Outgoing => onBehalf(callFor(person, options));
  return {
    name,
    createProject: (request, options) => projects.createProject(request, outgoing(options)),
    exportTable: (request, options) => loads.exportTable(request, outgoing(options)),
    loadTable: (requests, options) => loads.loadTable(requests, outgoing(options)),
  };
}

function connectWays(baseUrl: string): Way[] {
  const interceptors: Interceptor[] = [
    (next) => async (request) => {
      request.header.set(assertionHeader, await gatewaySigner.sign(person, 'identity'));
      return await next(request);
    },
  ];
  const common = { baseUrl, interceptors, httpVersion: '2' as const };
  return [
    connectWay('Connect JSON over HTTP/1.1', createConnectTransport({ ...common, httpVersion: '1.1' }), false),
    connectWay('Connect binary over h2c', createConnectTransport({ ...common, useBinaryFormat: true }), true),
    connectWay('gRPC-Web', createGrpcWebTransport(common), false),
  ];
}

function connectWay(name: string, transport: Transport, streamsUp: boolean): Way {
  const projects = createClient(ProjectService, transport);
  const loads: Client<typeof LoadService> = createClient(LoadService, transport);
  const options = ({ requestId, ...rest }: Options = {}): object =>
    requestId === undefined ? rest : { ...rest, headers: { [requestIdHeader]: requestId } };
  return {
    name,
    createProject: (request, given) => projects.createProject(request, options(given)),
    exportTable: (request, given) => loads.exportTable(request, options(given)),
    ...(streamsUp ? { loadTable: (requests, given) => loads.loadTable(requests, options(given)) } : {}),
  };
}

export const anExport = { tableId: newId('table'), format: Format.CSV };

/** Reads a stream to its end. */
export async function readAll<T>(parts: AsyncIterable<T>): Promise<T[]> {
  const read: T[] = [];
  for await (const part of parts) read.push(part);
  return read;
}

/** Waits until `fact` holds, or fails after two seconds. */
export async function until(fact: () => boolean, what: string): Promise<void> {
  const end = Date.now() + 2_000;
  while (!fact()) {
    if (Date.now() > end) throw new Error(`still not after 2 s: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
