import type { DescMethod } from '@bufbuild/protobuf';
import { Code } from '@easement/contracts';
import type { ServiceName } from '@easement/domain';
import { type Channel, Metadata, type StatusObject } from '@grpc/grpc-js';
import type { Signer } from './assertion-signer.ts';
import { grpcPath } from './grpc-definition.ts';
import { fromStatus } from './grpc-status.ts';
import { breakOff, giveUp } from './grpc-give-up.ts';
import { createWaiter, type Waiter } from './grpc-wait.ts';
import { assertionHeader, requestIdHeader } from './headers.ts';
import { methodName } from './method-name.ts';
import type { Outgoing } from './outgoing.ts';
import { abortedBy, assertOutsideTransaction, peerDeadline, speakerOf } from './peer.ts';
import { peerUnavailable, toThrown } from './received-error.ts';
import { RpcError } from './rpc-error.ts';

/** Where a peer is and as whom it is called. */
export type Dialled = { readonly channel: Channel; readonly signer: Signer; readonly audience: ServiceName };

type WireCall = ReturnType<Channel['createCall']>;

/** One call on the wire: bytes out, bytes in, and one end. */
export type GrpcCall = {
  readonly wire: WireCall;
  readonly waiter: Waiter;
  /** Says that all requests are sent. Until then the call is an upload under way, and ends as one that is broken off. */
  readonly halfClose: () => void;
  readonly cancel: () => void;
};

/**
 * Starts a call and sees to its end. The peer is told to end in time for us to answer, and where it is silent until then
 * it counts as unavailable: a peer that hangs costs its callers their time, not their answer.
 */
export async function startGrpcCall(
  { channel, signer, audience }: Dialled,
  method: DescMethod,
  outgoing: Outgoing,
  onMessage: (bytes: Buffer) => void,
): Promise<GrpcCall> {
  const name = methodName(method);
  assertOutsideTransaction(outgoing, name);
  const assertion = await signer.sign(speakerOf(outgoing, signer.issuer), audience);
  if (outgoing.signal.aborted) throw abortedBy(outgoing.signal);
  if (Date.now() >= outgoing.deadline) throw outOfTime();
  const wire = channel.createCall(grpcPath(method), Infinity, null, null, null);
  const waiter = createWaiter();
  let isUploading = true;
  const stop = (error: Error): void => {
    waiter.end(error);
    if (isUploading) breakOff(wire);
    else giveUp(wire);
    isUploading = false;
  };
  const watch = watchCall(outgoing, audience, stop);
  wire.start(headersFor(outgoing, assertion), {
    onReceiveMetadata: watch.hear,
    onReceiveMessage: onMessage,
    onReceiveStatus: (status) => {
      isUploading = false;
      watch.end();
      waiter.end(errorOf(status, { part: audience, method: name, requestId: outgoing.requestId }));
    },
  });
  const halfClose = (): void => {
    isUploading = false;
    wire.halfClose();
  };
  return { wire, waiter, halfClose, cancel: () => stop(new Error('nobody reads the answer any more')) };
}

/** Stops the call when its caller leaves, or when the peer, which was told of the deadline, has let it pass. */
function watchCall(
  outgoing: Outgoing,
  audience: ServiceName,
  stop: (error: Error) => void,
): { readonly hear: () => void; readonly end: () => void } {
  let isHeard = false;
  const onAbort = (): void => stop(abortedBy(outgoing.signal));
  // Half-way between the peer's deadline and ours: late enough for its own answer, early enough for ours.
  const last = (peerDeadline(outgoing) + outgoing.deadline) / 2;
  const timer = setTimeout(() => stop(isHeard ? outOfTime() : peerUnavailable(audience)), last - Date.now());
  outgoing.signal.addEventListener('abort', onAbort, { once: true });
  return {
    hear: () => {
      isHeard = true;
    },
    end: () => {
      clearTimeout(timer);
      outgoing.signal.removeEventListener('abort', onAbort);
    },
  };
}

function outOfTime(): RpcError {
  return new RpcError(Code.DEADLINE_EXCEEDED, 'the deadline of the call has passed');
}

function headersFor(outgoing: Outgoing, assertion: string): Metadata {
  const timeoutMs = Math.min(99_999_999, Math.max(1, Math.ceil(peerDeadline(outgoing) - Date.now())));
  const metadata = new Metadata();
  metadata.set(assertionHeader, assertion);
  metadata.set(requestIdHeader, outgoing.requestId);
  metadata.set('grpc-timeout', `${timeoutMs}m`);
  return metadata;
}

function errorOf({ code, details, metadata }: StatusObject, callee: Parameters<typeof toThrown>[1]): Error | undefined {
  return code === Code.OK ? undefined : toThrown(fromStatus(code, details, metadata), callee);
}
