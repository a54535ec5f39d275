/** Aborts when the process is asked to stop (SIGTERM, SIGINT). A second ask ends it at once, as it would have without us. */
export function untilSignal(): AbortSignal {
  const controller = new AbortController();
  for (const name of ['SIGTERM', 'SIGINT'] as const) {
    process.once(name, () => controller.abort(new Error(`stopped by ${name}`)));
  }
  return controller.signal;
}
