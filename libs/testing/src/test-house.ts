import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DescService } from '@bufbuild/protobuf';
import { type Actor, type OrganizationId, type ServiceName, serviceNames } from '@easement/domain';
import {
  assertionSigner,
  assertionVerifier,
  type Dial,
  dialRemote,
  issuersOf,
  keysInFolder,
  loadOrCreateKeys,
  newRequestId,
  type Outgoing,
  type Peer,
  type Routes,
  serveGrpc,
} from '@easement/rpc';
import { pino } from 'pino';
import { type Client, clientOf } from './client.ts';

/** The rest of the house around one service under test: real servers in this process, and callers that prove who they are. */
export type TestHouse = AsyncDisposable & {
  /** Where every service of the house has left its public key. */
  readonly keysFolder: string;
  /** Serves as `service` on a port of its own, and answers its address. */
  readonly serve: (service: ServiceName, routes: Routes) => Promise<string>;
  /** What a person, a service account or the operator has of a service: its calls come by the gateway. */
  readonly clientFor: <S extends DescService>(who: Person | Operator, to: Target, desc: S) => Client<S>;
  /** The same with its streams: what is called, and what a call is made with. */
  readonly peerFor: <S extends DescService>(who: Person, to: Target, desc: S) => PersonalPeer<S>;
  /** How a service dials others at these addresses. */
  readonly dialAs: (caller: ServiceName, addresses: Partial<Record<ServiceName, string>>) => Dial;
  /** What a service has of another, as itself in one organization. */
  readonly clientAs: <S extends DescService>(
    caller: ServiceName,
    organization: OrganizationId,
    to: Target,
    desc: S,
  ) => Client<S>;
};

export type Person = Extract<Actor, { kind: 'principal' }>;
export type Operator = Extract<Actor, { kind: 'operator' }>;
export type Target = { readonly service: ServiceName; readonly address: string };

export type PersonalPeer<S extends DescService> = {
  readonly peer: Peer<S>;
  readonly call: (options?: Partial<Pick<Outgoing, 'requestId' | 'signal' | 'deadline'>>) => Outgoing;
};

const timeoutMs = 20_000;

export async function startTestHouse(): Promise<TestHouse> {
  await using own = new AsyncDisposableStack();
  const keysFolder = await mkdtemp(join(tmpdir(), 'easement-house-'));
  own.defer(() => rm(keysFolder, { recursive: true, force: true }));
  const keys = new Map<ServiceName, string>();
  for (const service of serviceNames) keys.set(service, await loadOrCreateKeys(keysFolder, service));

  const all = own.move();
  const dials = new Map<string, Dial>();
  const dialOf = (caller: ServiceName, { service, address }: Target): Dial => {
    const key = `${caller} ${address}`;
    const dial =
      dials.get(key) ??
      all.use(dialRemote(assertionSigner(keys.get(caller) ?? '', caller), { [service]: address })).dial;
    dials.set(key, dial);
    return dial;
  };

  return {
    keysFolder,
    clientFor: (who, to, desc) => clientOf(desc, dialOf('gateway', to)(to.service, desc), () => outgoing(who, 'actor')),
    peerFor: (who, to, desc) => ({
      peer: dialOf('gateway', to)(to.service, desc),
      call: (options) => ({ ...outgoing(who, 'actor'), ...options }),
    }),
    dialAs: (caller, addresses) => all.use(dialRemote(assertionSigner(keys.get(caller) ?? '', caller), addresses)).dial,
    clientAs: (caller, organization, to, desc) => {
      const actor = { kind: 'service', service: caller, organization } as const;
      return clientOf(desc, dialOf(caller, to)(to.service, desc), () => outgoing(actor, 'service'));
    },
    serve: async (service, routes) => {
      const authenticate = assertionVerifier({
        audience: service,
        publicKeys: keysInFolder(keysFolder),
        issuers: issuersOf[service],
      });
      const log = pino({ level: 'silent' });
      const server = await serveGrpc({ service, routes, host: '127.0.0.1', port: 0, authenticate, log });
      return all.use(server).address;
    },
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  };
}

function outgoing(actor: Actor, speakAs: Outgoing['speakAs']): Outgoing {
  return {
    actor,
    speakAs,
    requestId: newRequestId(),
    signal: AbortSignal.timeout(timeoutMs),
    deadline: Date.now() + timeoutMs,
    lane: { inTransaction: false },
  };
}
