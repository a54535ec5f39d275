import type {
  DescMethodClientStreaming,
  DescMethodServerStreaming,
  DescMethodUnary,
  DescService,
  MessageInitShape,
  MessageShape,
} from '@bufbuild/protobuf';
import type { Actor, ServiceName } from '@easement/domain';
import type { Outgoing } from './outgoing.ts';

/** Calls one RPC of a peer. Throws the peer's refusal as a Refusal, `peer_unavailable` if it cannot be reached. */
export type PeerMethod<Method> =
  Method extends DescMethodUnary<infer I, infer O>
    ? (request: MessageInitShape<I>, call: Outgoing) => Promise<MessageShape<O>>
    : Method extends DescMethodServerStreaming<infer I, infer O>
      ? (request: MessageInitShape<I>, call: Outgoing) => AsyncIterable<MessageShape<O>>
      : Method extends DescMethodClientStreaming<infer I, infer O>
        ? (requests: AsyncIterable<MessageInitShape<I>>, call: Outgoing) => Promise<MessageShape<O>>
        : never;

/** A service of another part of Easement, in another process or in this one: who calls cannot tell. */
export type Peer<S extends DescService> = { readonly [K in keyof S['method']]: PeerMethod<S['method'][K]> };

/** Whom the peer is told of. */
export function speakerOf({ actor, speakAs }: Outgoing, service: ServiceName): Actor {
  if (speakAs === 'actor') return actor;
  return { kind: 'service', service, organization: actor.kind === 'operator' ? undefined : actor.organization };
}

/** A peer may be slow, and a transaction holds locks: asking it from inside one is a fault. */
export function assertOutsideTransaction({ lane }: Outgoing, method: string): void {
  if (lane.inTransaction) throw new Error(`${method} was called inside a transaction; ask peers first, then write`);
}

/** Why a call was given up, whatever its signal was aborted with. */
export function abortedBy({ reason }: AbortSignal): Error {
  return reason instanceof Error ? reason : new Error('the call was given up', { cause: reason });
}

/** How long before the caller's own deadline a peer's silence is told: a caller that hears of it can still be answered. */
export function peerDeadline({ deadline }: Outgoing): number {
  const left = deadline - Date.now();
  return deadline - Math.min(500, Math.max(0, left * 0.2));
}
