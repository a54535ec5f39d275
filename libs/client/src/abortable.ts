/** A signal that follows the caller's, if any, and can be aborted by itself: generated clients end a stream by nothing else. */
export function abortable(outer?: AbortSignal): { readonly signal: AbortSignal; readonly abort: () => void } {
  const own = new AbortController();
  return { signal: outer ? AbortSignal.any([outer, own.signal]) : own.signal, abort: () => own.abort() };
}
