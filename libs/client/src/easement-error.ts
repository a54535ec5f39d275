import { Code, ConnectError } from '@connectrpc/connect';
import { BadRequestSchema, ErrorInfoSchema, ErrorReason, RequestInfoSchema } from '@easement/contracts';
import { connectionLoss } from './connection-loss.ts';

/** Why a call was refused: the names of `ErrorReason` in error_reason.proto, which says what each means. */
export type Reason = Exclude<keyof typeof ErrorReason, 'UNSPECIFIED'>;

/** One field of the request that does not hold what it must. */
export type Violation = { readonly field: string; readonly description: string };

/**
 * Every call that fails throws one of these. Branch on `reason`; where there is none, nobody refused the call but
 * something failed (a fault, a deadline, a connection), and `code` says which.
 */
export class EasementError extends Error {
  override readonly name = 'EasementError';
  readonly code: Code;
  readonly reason: Reason | undefined;
  /** What the refusal is about, for programs; error_reason.proto names the keys of each reason. */
  readonly facts: Readonly<Record<string, string>>;
  readonly violations: readonly Violation[];
  /** What to look for in the logs of the service; also the `request_id` to repeat a mutation with. */
  readonly requestId: string;

  constructor(what: ErrorParts, cause?: unknown) {
    super(what.message, { cause });
    this.code = what.code;
    this.reason = what.reason;
    this.facts = what.facts ?? {};
    this.violations = what.violations ?? [];
    this.requestId = what.requestId;
  }
}

export type ErrorParts = {
  readonly message: string;
  readonly code: Code;
  readonly requestId: string;
  readonly reason?: Reason | undefined;
  readonly facts?: Readonly<Record<string, string>>;
  readonly violations?: readonly Violation[];
};

/** The call that failed, as far as its error tells of it. */
export type FailedCall = { readonly requestId: string; readonly signal?: AbortSignal | undefined };

/** Reads what the server said out of whatever a transport threw. */
export function toEasementError(thrown: unknown, { requestId, signal }: FailedCall): EasementError {
  if (thrown instanceof EasementError) return thrown;
  const error = ConnectError.from(thrown);
  if (error.details.length === 0 && isBroken(error, signal)) {
    const why = connectionLoss(error) ?? 'it broke';
    return new EasementError(
      { message: `no connection to the server (${why})`, code: Code.Unavailable, requestId },
      error,
    );
  }
  const info = error.findDetails(ErrorInfoSchema).find(({ domain }) => domain === 'easement');
  const [badRequest] = error.findDetails(BadRequestSchema);
  const [requestInfo] = error.findDetails(RequestInfoSchema);
  const parts = {
    message: error.rawMessage,
    code: error.code,
    reason: info && toReason(info.reason),
    facts: info?.metadata ?? {},
    violations: badRequest?.fieldViolations.map(({ field, description }) => ({ field, description })) ?? [],
    requestId: requestInfo?.requestId ?? requestId,
  };
  return new EasementError(parts, error);
}

/** Whether the same call with the same request id may succeed if made again: nobody answered, or another came first. */
export function isRetryable({ code, reason }: Pick<EasementError, 'code' | 'reason'>): boolean {
  return reason ? reason === 'PEER_UNAVAILABLE' || reason === 'LOST_RACE' : code === Code.Unavailable;
}

/** Over HTTP/2 a connection that breaks looks as if the call was canceled, though nobody did. */
function isBroken(error: ConnectError, signal: AbortSignal | undefined): boolean {
  if (signal?.aborted || error.code === Code.DeadlineExceeded) return false;
  return error.code === Code.Canceled || connectionLoss(error) !== undefined;
}

function toReason(text: string): Reason | undefined {
  return isReason(text) ? text : undefined;
}

function isReason(text: string): text is Reason {
  return text !== 'UNSPECIFIED' && Object.hasOwn(ErrorReason, text);
}
