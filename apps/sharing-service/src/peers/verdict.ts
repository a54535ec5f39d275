import { type Reason, Refusal } from '@easement/domain';

const open: ReadonlySet<Reason> = new Set(['peer_unavailable', 'rate_limited', 'message_too_large', 'bad_token']);

/**
 * Whether it is decided, here or by a peer, that something will not be. Anything else, a peer out of reach or a deadline
 * among it, leaves open what happened: then nothing is undone, and a repeat or the sweeper finds out.
 */
export function isVerdict(error: unknown): error is Refusal {
  return error instanceof Refusal && !open.has(error.reason);
}
