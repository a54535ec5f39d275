/** What Node and undici call a connection that failed or broke; ERR_HTTP2 covers a server that went away politely. */
const lost = /^(ECONN|EPIPE|EHOST|ENET|ENOTFOUND|EAI_|ETIMEDOUT|ERR_HTTP2_|ERR_STREAM_PREMATURE_CLOSE|UND_ERR_)/;

/**
 * Answers the system's word for it if `thrown` comes of a connection that failed or broke, looking down the causes. By
 * shape, since errors of another realm (a test runner's, a frame's) are no instances of this one's Error.
 */
export function connectionLoss(thrown: unknown): string | undefined {
  let error = thrown;
  for (let depth = 0; depth < 8 && typeof error === 'object' && error !== null; depth++) {
    const { code, cause } = error as { readonly code?: unknown; readonly cause?: unknown };
    if (typeof code === 'string' && lost.test(code)) return code;
    error = cause;
  }
  return undefined;
}
