import { Refusal } from '@easement/domain';
import type { ConfigReader } from './config-reader.ts';
import type { MethodRules } from './handler.ts';

/** What every server holds its callers to. */
export type Limits = {
  /** Of one message, in bytes. */
  readonly messageBytes: number;
  /** Of all headers of a call together, names and values, in bytes. */
  readonly headerBytes: number;
  /** Items of each list in a request of people; what services ask one another is held to the contract alone. */
  readonly listItems: number;
  /** Calls at a time on one connection of HTTP/2; what is beyond waits in the client. */
  readonly streamsPerConnection: number;
  /** The deadline of a call that names none. */
  readonly defaultTimeoutMs: number;
  /** Longer deadlines are cut to this. */
  readonly longestTimeoutMs: number;
  /** How long a stopping server waits for the calls it has begun. */
  readonly drainMs: number;
};

export const defaultLimits: Limits = {
  messageBytes: 4 * 1024 * 1024,
  headerBytes: 16 * 1024,
  listItems: 10_000,
  streamsPerConnection: 1_000,
  defaultTimeoutMs: 30_000,
  longestTimeoutMs: 60_000,
  drainMs: 10_000,
};

/** What Node takes of headers on HTTP/2: it breaks off larger ones by itself, without a reason. */
export const largestHeaders = 64 * 1024 - 1;

/** Reads `EASEMENT_MESSAGE_BYTES`, `_HEADER_BYTES`, `_LIST_ITEMS` and `_STREAMS_PER_CONNECTION`. */
export function readLimits(reader: ConfigReader): Partial<Limits> {
  const whole = (name: string, min: number, max: number, fallback: number): number =>
    reader.integer(`EASEMENT_${name}`, { min, max }, fallback);
  const { messageBytes, headerBytes, listItems, streamsPerConnection } = defaultLimits;
  return {
    messageBytes: whole('MESSAGE_BYTES', 1024 * 1024, 32 * 1024 * 1024, messageBytes),
    headerBytes: whole('HEADER_BYTES', 4 * 1024, largestHeaders, headerBytes),
    listItems: whole('LIST_ITEMS', 1, 10_000, listItems),
    streamsPerConnection: whole('STREAMS_PER_CONNECTION', 1, 100_000, streamsPerConnection),
  };
}

/** How many things a page of a list has: where the caller names no size, and at most. */
export type PageSizes = { readonly usual: number; readonly most: number };

/** Reads `EASEMENT_PAGE_SIZE` and `EASEMENT_LONGEST_PAGE`. */
export function readPageSizes(reader: ConfigReader): PageSizes {
  const most = reader.integer('EASEMENT_LONGEST_PAGE', { min: 1, max: 10_000 }, 1_000);
  return { usual: reader.integer('EASEMENT_PAGE_SIZE', { min: 1, max: most }, Math.min(50, most)), most };
}

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

export function headersTooLarge(limit: number, bytes: number): Refusal {
  return new Refusal(
    'message_too_large',
    `the headers of the call have ${bytes} bytes, more than the limit of ${limit}; send fewer or shorter ones`,
    { limit_bytes: String(limit), bytes: String(bytes) },
  );
}
