import { Code } from '@easement/contracts';
import { type Actor, Refusal } from '@easement/domain';
import { assertMayCall, describeActor } from './actor.ts';
import { type Headers, requestIdHeader } from './headers.ts';
import { timeoutFor } from './limits.ts';
import type { Mounted, Pipeline } from './pipeline.ts';
import { clientReason } from './received-error.ts';
import { toRpcError } from './refusals.ts';
import { checkRequestId, isRequestId, newRequestId } from './request-id.ts';
import { RpcError } from './rpc-error.ts';
import { logCall, logFault } from './telemetry.ts';

/** What a transport knows of a call as it arrives. */
export type Caller = {
  readonly headers: Headers;
  /** How long the caller waits, in milliseconds; undefined if it does not say. */
  readonly timeoutMs: number | undefined;
  /** Tells who acts where the transport knows it by itself (in process). */
  readonly authenticate?: () => Actor;
};

/** One call under way: opened as it arrives, ended once. */
export type Run = {
  readonly pipeline: Pipeline;
  readonly method: Mounted;
  readonly caller: Caller;
  readonly controller: AbortController;
  readonly deadline: number;
  readonly lane: { inTransaction: boolean };
  readonly startedAt: number;
  /** Called with the reason when the caller leaves, the deadline passes or the server stops. */
  readonly abortListeners: Set<(reason: unknown) => void>;
  requestId: string;
  /** What the caller called the call in its header: its own request id, if a service calls. */
  correlationId: string;
  actor: Actor | undefined;
  timer: NodeJS.Timeout | undefined;
  isEnded: boolean;
};

/** Opens the books on a call: its deadline runs from now, and it counts as under way until `endRun` or `failRun`. */
export function openRun(pipeline: Pipeline, method: Mounted, caller: Caller): Run {
  const timeoutMs = timeoutFor(pipeline.limits, method.rules, caller.timeoutMs);
  const run: Run = {
    pipeline,
    method,
    caller,
    controller: new AbortController(),
    deadline: Date.now() + timeoutMs,
    lane: { inTransaction: false },
    startedAt: performance.now(),
    abortListeners: new Set(),
    requestId: '',
    correlationId: '',
    actor: undefined,
    timer: undefined,
    isEnded: false,
  };
  if (timeoutMs > 0) run.timer = setTimeout(passDeadline, timeoutMs, run);
  else passDeadline(run);
  pipeline.runs.add(run);
  return run;
}

/** Finds out who acts and whether they may call this at all. Who is nobody learns nothing else of what is wrong. */
export async function admit(run: Run): Promise<void> {
  const { pipeline, method, caller } = run;
  const given = caller.headers(requestIdHeader);
  run.requestId = given !== undefined && isRequestId(given) ? given : newRequestId();
  run.correlationId = run.requestId;
  const arrival = {
    method: method.name,
    requestId: run.requestId,
    signal: run.controller.signal,
    deadline: run.deadline,
  };
  const actor = caller.authenticate ? caller.authenticate() : pipeline.authenticate(caller.headers, arrival);
  run.actor = actor instanceof Promise ? await orAborted(run, actor) : actor;
  if (given !== undefined) checkRequestId(given);
  assertMayCall(run.actor, method.name, method.callers);
}

/** Settles as `work` does, but no later than the call's end: the deadline holds even if a handler does not look at it. */
export function orAborted<T>(run: Run, work: Promise<T>): Promise<T> {
  const { signal } = run.controller;
  return new Promise((resolve, reject) => {
    if (signal.aborted) reject(signal.reason);
    run.abortListeners.add(reject);
    work.then(resolve, reject).finally(() => run.abortListeners.delete(reject));
  });
}

export function abortRun(run: Run, reason: unknown): void {
  if (run.isEnded || run.controller.signal.aborted) return;
  run.controller.abort(reason);
  for (const listener of run.abortListeners) listener(reason);
}

/** The caller went away, or its deadline passed and the transport told it so: nobody reads the answer. */
export function leaveRun(run: Run): void {
  if (run.isEnded) return;
  if (Date.now() >= run.deadline) passDeadline(run);
  else abortRun(run, callerLeft());
}

export function callerLeft(): RpcError {
  return new RpcError(Code.CANCELLED, 'the caller left before the answer');
}

function passDeadline(run: Run): void {
  abortRun(run, new RpcError(Code.DEADLINE_EXCEEDED, 'the deadline of the call has passed'));
}

/** Why a stopping server ends a call that it cannot finish. */
export function stopping({ service }: Pipeline): Refusal {
  const message = `${service} is stopping; repeat the call with the same request id`;
  return new Refusal('peer_unavailable', message, { part: service });
}

/** Closes the books with what goes to the caller instead of an answer. */
export function failRun(run: Run, thrown: unknown): RpcError {
  const { signal } = run.controller;
  const { log } = run.pipeline;
  const isAftermath = signal.aborted && !(thrown instanceof Refusal);
  const error = toRpcError(isAftermath ? signal.reason : thrown, run.requestId, (fault) =>
    logFault(log, fault, run.requestId, run.method.name),
  );
  endRun(run, error);
  return error;
}

/** Closes the books: one line in the log, one count in the metrics. */
export function endRun(run: Run, error?: RpcError): void {
  if (run.isEnded) return;
  run.isEnded = true;
  clearTimeout(run.timer);
  run.pipeline.runs.delete(run);
  const end = {
    method: run.method.name,
    caller: describeActor(run.actor),
    requestId: run.requestId,
    correlationId: run.correlationId,
    code: error?.code ?? Code.OK,
    reason: clientReason(error)?.toUpperCase() ?? '',
    milliseconds: performance.now() - run.startedAt,
  };
  run.pipeline.metrics?.(end);
  logCall(run.pipeline.log, end);
}
