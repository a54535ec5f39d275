import { type AddressInfo, createServer, type Socket } from 'node:net';
import type { DescMethod, DescService } from '@bufbuild/protobuf';
import { DirectoryService } from '@easement/contracts';
import { serviceNames, type ServiceName } from '@easement/domain';
import {
  assertionVerifier,
  type Call,
  type Handlers,
  internal,
  issuersOf,
  keysInFolder,
  type LocalServer,
  type Routes,
  serveGrpc,
  serveLocal,
  service,
} from '@easement/rpc';
import { pino } from 'pino';
import { everyService, internalServices, serverOf } from './every-service.ts';
import { loadRules } from '../src/public-services.ts';

/** What a spec has one service do; RPCs that it does not name answer nothing, and succeed. */
export type Fake = { readonly desc: DescService; readonly handlers: Readonly<Record<string, unknown>> };

export function fake<S extends DescService>(desc: S, handlers: Partial<Handlers<S>>): Fake {
  return { desc, handlers };
}

/** One call as it reached a service behind the gateway. */
export type Reached = { readonly method: string; readonly call: Call };

type AnyHandler = (request: unknown, call: Call) => unknown;

/** The routes of one service of Easement: all that the contract has, faked. */
export function fakeRoutes(part: ServiceName, fakes: readonly Fake[], reached: Reached[]): Routes {
  return everyService
    .filter((desc) => serverOf(desc) === part)
    .map((desc) => {
      const given = fakes.filter((each) => each.desc === desc).flatMap((each) => Object.entries(each.handlers));
      const byName = new Map(given as [string, AnyHandler][]);
      const handlers = Object.fromEntries(
        desc.methods.map((method) => [
          method.localName,
          told(byName.get(method.localName) ?? nothing(method), reached),
        ]),
      ) as Handlers<typeof desc>;
      const rules = desc.typeName.endsWith('.LoadService') ? loadRules : {};
      return internalServices.includes(desc) ? internal(desc, handlers, serviceNames) : service(desc, handlers, rules);
    });
}

function told(handler: AnyHandler, reached: Reached[]): AnyHandler {
  return (request, call) => {
    if (!call.method.startsWith(DirectoryService.typeName)) reached.push({ method: call.method, call });
    return handler(request, call);
  };
}

function nothing({ methodKind }: DescMethod): AnyHandler {
  if (methodKind === 'server_streaming') return async function* () {};
  return async (request) => {
    if (methodKind === 'client_streaming') for await (const _ of request as AsyncIterable<unknown>);
    return {};
  };
}

export type Listening = AsyncDisposable & { readonly address: string };

const log = pino({ level: 'silent' });

/** Serves a fake over gRPC, as the real service would: it believes those whose public keys are in the folder. */
export function listen(part: ServiceName, routes: Routes, keysFolder: string): Promise<Listening> {
  const publicKeys = keysInFolder(keysFolder);
  const authenticate = assertionVerifier({ audience: part, publicKeys, issuers: issuersOf[part] });
  return serveGrpc({ service: part, routes, host: '127.0.0.1', port: 0, authenticate, log });
}

/** Serves a fake within the process. */
export function mount(part: ServiceName, routes: Routes): LocalServer {
  return serveLocal({ service: part, routes, issuers: issuersOf[part], log });
}

/** A port that takes connections and never says a word. */
export async function freeze(): Promise<Listening> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => void sockets.add(socket.on('error', () => undefined)));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    address: `127.0.0.1:${port}`,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
