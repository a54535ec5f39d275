import { Refusal } from '@easement/domain';
import type { MethodRules } from './handler.ts';

/** What every server holds its callers to. */
export type Limits = {
  /** Of one message, in bytes. */
  readonly messageBytes: number;
  /** The deadline of a call that names none. */
  readonly defaultTimeoutMs: number;
  /** Longer deadlines are cut to this. */
  readonly longestTimeoutMs: number;
  /** How long a stopping server waits for the calls it has begun. */
  readonly drainMs: number;
};

export const defaultLimits: Limits = {
  messageBytes: 4 * 1024 * 1024,
  defaultTimeoutMs: 30_000,
  longestTimeoutMs: 60_000,
  drainMs: 10_000,
};

/** The deadline of loads and exports, and of streams that follow something. */
export const hourMs = 3_600_000;

/** How long a call may take, in milliseconds from now. */
export function timeoutFor(limits: Limits, rules: MethodRules | undefined, asked: number | undefined): number {
  const longest = rules?.timeoutMs ?? (rules?.endless ? hourMs : limits.longestTimeoutMs);
  const usual = rules?.timeoutMs ?? (rules?.endless ? hourMs : Math.min(limits.defaultTimeoutMs, longest));
  return Math.min(asked ?? usual, longest);
}

export function messageTooLarge(limit: number, bytes?: number): Refusal {
  const size = bytes === undefined ? 'the message' : `a message of ${bytes} bytes`;
  const facts = { limit_bytes: String(limit), ...(bytes === undefined ? {} : { bytes: String(bytes) }) };
  return new Refusal(
    'message_too_large',
    `${size} is larger than the limit of ${limit} bytes; send less at once`,
    facts,
  );
}
