/** What one call may set for itself. */
export type CallOptions = {
  /** Ends the call, which then throws with code `Canceled`. */
  readonly signal?: AbortSignal;
  /** The deadline, in milliseconds from now, over all attempts; the service caps it. */
  readonly timeoutMs?: number;
  readonly headers?: Readonly<Record<string, string>>;
};

/** What transports take as headers; the browser's type of that name is not known in Node. */
export type HeaderSource = ConstructorParameters<typeof Headers>[0];
