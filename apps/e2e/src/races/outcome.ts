import { EasementError } from '@easement/client';

/** How one call ended, as its caller saw it, and between which moments it was under way. */
export type Outcome = {
  /** `done`, the reason of the refusal, or what failed. */
  readonly text: string;
  /** What was answered, where it was. */
  readonly answer?: unknown;
  /** Where it failed: what the logs know the call by. */
  readonly requestId?: string;
  readonly began: number;
  readonly ended: number;
};

/** Makes the call `delayMs` from now and waits for its end, whichever it is. */
export async function outcomeAfter(delayMs: number, call: () => Promise<unknown>): Promise<Outcome> {
  if (delayMs > 0) await new Promise((resolve) => setTimeout(resolve, delayMs));
  const began = performance.now();
  const end = await call().then(
    (answer) => ({ text: 'done', answer }),
    (error: unknown) => ({
      text: textOf(error),
      ...(error instanceof EasementError && { requestId: error.requestId }),
    }),
  );
  return { ...end, began, ended: performance.now() };
}

export function isDone({ text }: Outcome): boolean {
  return text === 'done';
}

/** Whether the one was answered before the other was asked, so that the other must know of it. */
export function isBefore(one: Outcome, other: Outcome): boolean {
  return one.ended < other.began;
}

function textOf(error: unknown): string {
  if (!(error instanceof EasementError)) return `thrown: ${String(error)}`;
  return error.reason ?? `code ${error.code}: ${error.message}`;
}
