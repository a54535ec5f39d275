import { Code } from '@easement/contracts';
import type { Logger } from 'pino';
import { Counter, Histogram, type Registry } from 'prom-client';

export type CallEnd = {
  readonly method: string;
  readonly caller: string;
  readonly requestId: string;
  /** The request id of the call that this one serves, where that is another. */
  readonly correlationId: string;
  readonly code: Code;
  readonly reason: string;
  readonly milliseconds: number;
};

/** Told of the end of every call. */
export type RpcMetrics = (end: CallEnd) => void;

const seconds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];

/** Counts calls by method, code and reason, and their time by method, in `registry`. */
export function rpcMetrics(registry: Registry): RpcMetrics {
  const calls = new Counter({
    name: 'easement_rpc_calls_total',
    help: 'Calls answered, by method, status code and reason of refusal',
    labelNames: ['method', 'code', 'reason'],
    registers: [registry],
  });
  const times = new Histogram({
    name: 'easement_rpc_seconds',
    help: 'Time from the arrival of a call to its answer, streams to their end',
    labelNames: ['method'],
    buckets: seconds,
    registers: [registry],
  });
  return ({ method, code, reason, milliseconds }) => {
    calls.inc({ method, code: codeName(code), reason });
    times.observe({ method }, milliseconds / 1000);
  };
}

/** One line a call: never a token, never a row. */
export function logCall(log: Logger, end: CallEnd): void {
  const { method, caller, requestId, reason, milliseconds } = end;
  const correlation_id = end.correlationId === requestId ? undefined : end.correlationId;
  const ms = Math.round(milliseconds * 1000) / 1000;
  const line = {
    request_id: requestId,
    correlation_id,
    caller,
    method,
    code: codeName(end.code),
    reason: reason || undefined,
    ms,
  };
  if (end.code === Code.INTERNAL) log.error(line, 'call');
  else log.info(line, 'call');
}

/** A fault with its stack and causes, without the properties drivers attach: these hold parameters, hence rows. */
export function logFault(log: Logger, fault: unknown, requestId: string, method: string): void {
  log.error({ request_id: requestId, method, fault: describeFault(fault) }, 'fault');
}

function describeFault(fault: unknown, causes = 5): object {
  if (!(fault instanceof Error)) return { type: typeof fault };
  const { name, message, stack, cause } = fault;
  const code = 'code' in fault && typeof fault.code === 'string' ? fault.code : undefined;
  const told = cause !== undefined && causes > 0 ? describeFault(cause, causes - 1) : undefined;
  return { type: name, code, message, stack, cause: told };
}

const codeNames = new Map<Code, string>(Object.entries(Code).map(([name, code]) => [code, name]));

export function codeName(code: Code): string {
  return codeNames.get(code) ?? String(code);
}
