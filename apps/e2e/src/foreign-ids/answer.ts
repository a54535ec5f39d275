import { Buffer } from 'node:buffer';

/** What a call came to. */
export type Answer = {
  /** `ANSWERED`, or the reason it was refused with; the code where nobody refused it but something failed. */
  readonly outcome: string;
  /** All that the caller gets, to the byte. */
  readonly text: string;
};

export const answered = 'ANSWERED';

/** Two answers are alike if nothing but the id tells them apart. */
export function withoutId({ outcome, text }: Answer, id: string): Answer {
  return { outcome, text: text.replaceAll(id, '<id>') };
}

/** Every byte as one character, so that ids in it can be found. */
export function legible(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('latin1');
}

/** Headers that differ from call to call whatever is asked. */
const fleeting = new Set(['date']);

export function steadyHeaders(headers: Iterable<readonly [string, string]>): (readonly [string, string])[] {
  return [...headers].filter(([name]) => !fleeting.has(name));
}
