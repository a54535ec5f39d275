import type { Call } from './handler.ts';

/** A call to a peer, as one call's handler makes it. */
export type Outgoing = Pick<Call, 'actor' | 'requestId' | 'signal' | 'deadline' | 'lane'> & {
  /** Whether the peer is told of the actor, or of the service itself in the actor's organization. */
  readonly speakAs: 'actor' | 'service';
};

/** Calls a peer for whoever called: the peer answers what that actor may have. */
export function onBehalf({ actor, requestId, signal, deadline, lane }: Call): Outgoing {
  return { actor, requestId, signal, deadline, lane, speakAs: 'actor' };
}

/** Calls a peer as the service itself, in the organization of the actor: what internal RPCs demand. */
export function asService({ actor, requestId, signal, deadline, lane }: Call): Outgoing {
  return { actor, requestId, signal, deadline, lane, speakAs: 'service' };
}
