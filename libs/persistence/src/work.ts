/** What the database needs to know of the call, or of the background job, that it works for. */
export type Work = {
  /** Waiting, retrying and statements end when it aborts. */
  readonly signal: AbortSignal;
  /** Set while a transaction is open, so that a second one, or a call to a peer, is caught. */
  readonly lane: { inTransaction: boolean };
};

/** Where the database says what no caller hears. Facts first, as pino takes them; no value of a row is among them. */
export type Log = {
  readonly info: (facts: object, message: string) => void;
  readonly warn: (facts: object, message: string) => void;
  readonly error: (facts: object, message: string) => void;
};

export const silent: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** Work that no caller waits for: it ends with `signal`, and after `timeoutMs` at the latest. */
export function backgroundWork(signal: AbortSignal, timeoutMs: number): Work {
  return { signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]), lane: { inTransaction: false } };
}
