import { clone, type DescMessage, type DescService, type Message } from '@bufbuild/protobuf';
import type { Actor, ServiceName } from '@easement/domain';
import { actorOf, assertMaySpeak, badAssertion, claimsOf } from './assertion.ts';
import { answerStream, answerUnary, answerUpload, type Read } from './answer.ts';
import { requestIdHeader } from './headers.ts';
import type { LocalServer } from './local-serve.ts';
import { makeMessage } from './message.ts';
import { methodName } from './method-name.ts';
import type { Outgoing } from './outgoing.ts';
import { abortedBy, assertOutsideTransaction, type Peer, peerDeadline, speakerOf } from './peer.ts';
import type { Mounted } from './pipeline.ts';
import { peerUnavailable, toThrown } from './received-error.ts';
import { RpcError } from './rpc-error.ts';
import { admit, failRun, leaveRun, openRun, type Run } from './run.ts';

export type LocalDial = {
  /** The service, which may still be starting when the peer is made. */
  readonly server: () => LocalServer | undefined;
  /** The service that calls. */
  readonly issuer: ServiceName;
  readonly audience: ServiceName;
};

/**
 * A service in this process, behind the interceptors and limits of a remote one. Messages are made, validated and cloned,
 * so that neither side sees the other change one; what does not happen is serialization.
 */
export function localPeer<S extends DescService>(desc: S, dial: LocalDial): Peer<S> {
  return Object.fromEntries(
    desc.methods.map((method) => [method.localName, caller(dial, methodName(method), method.methodKind)]),
  ) as Peer<S>;
}

function caller(dial: LocalDial, method: string, kind: string): unknown {
  switch (kind) {
    case 'unary':
      return (request: object, outgoing: Outgoing) =>
        settle(dial, method, outgoing, (run) => answerUnary(run, reader(run, request)));
    case 'client_streaming':
      return (requests: AsyncIterable<object>, outgoing: Outgoing) =>
        settle(dial, method, outgoing, (run) => answerUpload(run, readers(run, requests)));
    case 'server_streaming':
      return (request: object, outgoing: Outgoing) => download(dial, method, outgoing, request);
    default:
      throw new Error(`${method} streams both ways, which no peer offers`);
  }
}

async function settle(
  dial: LocalDial,
  method: string,
  outgoing: Outgoing,
  answer: (run: Run) => Promise<Message>,
): Promise<Message> {
  const run = start(dial, method, outgoing);
  const onAbort = (): void => leaveRun(run);
  outgoing.signal.addEventListener('abort', onAbort, { once: true });
  try {
    await admit(run);
    return copy(run.method.desc.output, await answer(run));
  } catch (thrown) {
    throw received(dial, run, outgoing, thrown);
  } finally {
    outgoing.signal.removeEventListener('abort', onAbort);
  }
}

async function* download(
  dial: LocalDial,
  method: string,
  outgoing: Outgoing,
  request: object,
): AsyncGenerator<Message, void, undefined> {
  const run = start(dial, method, outgoing);
  const onAbort = (): void => leaveRun(run);
  outgoing.signal.addEventListener('abort', onAbort, { once: true });
  try {
    await admit(run);
    for await (const answer of answerStream(run, reader(run, request))) yield copy(run.method.desc.output, answer);
  } catch (thrown) {
    throw received(dial, run, outgoing, thrown);
  } finally {
    outgoing.signal.removeEventListener('abort', onAbort);
  }
}

function start({ server, issuer, audience }: LocalDial, name: string, outgoing: Outgoing): Run {
  assertOutsideTransaction(outgoing, name);
  if (outgoing.signal.aborted) throw abortedBy(outgoing.signal);
  const running = server();
  if (!running || running.isStopping) throw peerUnavailable(audience);
  return openRun(running.pipeline, mounted(running, name), {
    headers: (header) => (header === requestIdHeader ? outgoing.requestId : undefined),
    timeoutMs: peerDeadline(outgoing) - Date.now(),
    authenticate: () => believe(running, issuer, outgoing, name),
  });
}

/** What a verifier would make of the assertion that a call on the wire carries. */
function believe({ issuers }: LocalServer, issuer: ServiceName, outgoing: Outgoing, method: string): Actor {
  const rights = issuers[issuer];
  if (!rights) throw badAssertion();
  const actor = actorOf(issuer, rights, claimsOf(speakerOf(outgoing, issuer)));
  assertMaySpeak(rights, actor, method);
  return actor;
}

function mounted({ pipeline }: LocalServer, name: string): Mounted {
  const found = pipeline.byName.get(name);
  if (!found) throw new Error(`${name} is not served by ${pipeline.service}; mount it or call another service`);
  return found;
}

function received({ audience }: LocalDial, run: Run, outgoing: Outgoing, thrown: unknown): Error {
  if (outgoing.signal.aborted) return abortedBy(outgoing.signal);
  const wire = thrown instanceof RpcError ? thrown : failRun(run, thrown);
  return toThrown(wire, { part: audience, method: run.method.name, requestId: outgoing.requestId });
}

function reader({ method }: Run, request: object): Read {
  return () => copy(method.desc.input, makeMessage(method.desc.input, request));
}

async function* readers(run: Run, requests: AsyncIterable<object>): AsyncGenerator<Read, void, undefined> {
  for await (const request of requests) yield reader(run, request);
}

function copy(desc: DescMessage, message: Message): Message {
  return clone(desc, message);
}
