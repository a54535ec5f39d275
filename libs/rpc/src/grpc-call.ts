import type { DescMethod } from '@bufbuild/protobuf';
import { Code } from '@easement/contracts';
import type { ServiceName } from '@easement/domain';
import { type Channel, Metadata, type StatusObject } from '@grpc/grpc-js';
import type { Signer } from './assertion-signer.ts';
import { grpcPath } from './grpc-definition.ts';
import { fromStatus } from './grpc-status.ts';
import { assertionHeader, requestIdHeader } from './headers.ts';
import { methodName } from './method-name.ts';
import type { Outgoing } from './outgoing.ts';
import { abortedBy, assertOutsideTransaction, peerDeadline, speakerOf } from './peer.ts';
import { peerUnavailable, toThrown } from './received-error.ts';

/** Where a peer is and as whom it is called. */
export type Dialled = { readonly channel: Channel; readonly signer: Signer; readonly audience: ServiceName };

type WireCall = ReturnType<Channel['createCall']>;

/** One call on the wire: bytes out, bytes in, and one end. */
export type GrpcCall = {
  readonly wire: WireCall;
  /** Settles at the end of the call: with what to throw, or with undefined if all went well. */
  readonly ended: Promise<Error | undefined>;
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
  outgoing.signal.throwIfAborted();
  const assertion = await signer.sign(speakerOf(outgoing, signer.issuer), audience);
  const wire = channel.createCall(grpcPath(method), Infinity, null, null, null);
  const end = Promise.withResolvers<Error | undefined>();
  const stop = (error: Error): void => {
    end.resolve(error);
    wire.cancelWithStatus(Code.CANCELLED, 'the caller left');
  };
  const onAbort = (): void => stop(abortedBy(outgoing.signal));
  const left = peerDeadline(outgoing) - Date.now();
  const timer = setTimeout(() => stop(peerUnavailable(audience)), left + (outgoing.deadline - Date.now() - left) / 2);
  outgoing.signal.addEventListener('abort', onAbort, { once: true });
  wire.start(headersFor(outgoing, assertion, left), {
    onReceiveMetadata: () => undefined,
    onReceiveMessage: onMessage,
    onReceiveStatus: (status) => {
      clearTimeout(timer);
      outgoing.signal.removeEventListener('abort', onAbort);
      end.resolve(errorOf(status, { part: audience, method: name, requestId: outgoing.requestId }));
    },
  });
  return { wire, ended: end.promise, cancel: () => stop(new Error('nobody reads the answer any more')) };
}

function headersFor({ requestId }: Outgoing, assertion: string, timeoutMs: number): Metadata {
  const metadata = new Metadata();
  metadata.set(assertionHeader, assertion);
  metadata.set(requestIdHeader, requestId);
  metadata.set('grpc-timeout', `${Math.max(1, Math.ceil(timeoutMs))}m`);
  return metadata;
}

function errorOf({ code, details, metadata }: StatusObject, callee: Parameters<typeof toThrown>[1]): Error | undefined {
  return code === Code.OK ? undefined : toThrown(fromStatus(code, details, metadata), callee);
}
