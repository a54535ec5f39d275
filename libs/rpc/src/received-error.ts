import { Code } from '@easement/contracts';
import { type Reason, reasons, Refusal } from '@easement/domain';
import { keepWireForm } from './refusals.ts';
import { errorInfoOf, RpcError } from './rpc-error.ts';

/** Which peer was called, for what, so that an error can say so. */
export type Callee = { readonly part: string; readonly method: string; readonly requestId: string };

/**
 * What a caller gets thrown for a peer's failure. A refusal stays the same refusal (and leaves as it came if it is
 * thrown on); a deadline or a cancellation stays what it is; a peer that cannot be reached is `peer_unavailable`.
 * Everything else is a fault of ours.
 */
export function toThrown(wire: RpcError, callee: Callee): Error {
  const info = errorInfoOf(wire);
  const reason = reasonOf(info?.reason);
  if (reason === 'bad_token' && info?.metadata['kind'] === 'assertion') return fault(wire, callee);
  if (reason && info) return keepWireForm(new Refusal(reason, wire.message, info.metadata), wire);
  if (wire.code === Code.DEADLINE_EXCEEDED || wire.code === Code.CANCELLED) return wire;
  if (wire.code === Code.UNAVAILABLE) return peerUnavailable(callee.part);
  if (wire.code === Code.RESOURCE_EXHAUSTED) {
    return new Refusal('message_too_large', `${callee.part} refused the size of the message: ${wire.message}`);
  }
  return fault(wire, callee);
}

export function peerUnavailable(part: string): Refusal {
  return new Refusal(
    'peer_unavailable',
    `${part} cannot be reached; repeat the call with the same request id, nothing will be done twice`,
    { part },
  );
}

/** The reason of a refusal as tests and clients see it, from whatever a peer or handler threw. */
export function clientReason(error: unknown): Reason | undefined {
  if (error instanceof Refusal) return error.reason;
  return error instanceof RpcError ? reasonOf(errorInfoOf(error)?.reason) : undefined;
}

function reasonOf(name: string | undefined): Reason | undefined {
  const lower = name?.toLowerCase();
  return reasons.find((reason) => reason === lower);
}

function fault(wire: RpcError, { part, method, requestId }: Callee): Error {
  const why = errorInfoOf(wire)?.reason ?? '';
  return new Error(
    `${part} failed ${method} with code ${wire.code} ${why}: ${wire.message}; its log has the rest under ${requestId}`,
  );
}
