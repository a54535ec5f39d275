import type { Answer } from '../answer.ts';

/** How the rules answer. A refusal holds the facts that the rules settle; what it leaves out, they leave open. */
export type Refused = {
  readonly ok: false;
  /** More than one where the rules do not say which comes first. */
  readonly reasons: readonly string[];
  readonly facts: Readonly<Record<string, string | readonly string[]>>;
  /** Whether the message itself is wrong, which is told before an earlier request of the same id is looked for. */
  readonly isMessage: boolean;
  /** What has happened all the same, in a service that was asked before the one that said no. */
  readonly also?: () => void;
};

/** Stands in an answer where the rules leave open which of them it is. */
export type OneOf = { readonly oneOf: readonly string[] };
export type Granted = {
  readonly ok: true;
  /** Does what was asked for, and answers what the caller is shown. */
  readonly apply: () => unknown;
  /** What asking to validate only tells; undefined where the rules leave it open. */
  readonly impact: { readonly projects: readonly string[]; readonly links: readonly string[] } | undefined;
};
export type Verdict = Refused | Granted;

export function refuse(reason: string | readonly string[], facts: Refused['facts'] = {}): Refused {
  return { ok: false, reasons: typeof reason === 'string' ? [reason] : reason, facts, isMessage: false };
}

/** §8: a message that holds what it may not. */
export function invalid(): Refused {
  return { ...refuse('INVALID_FIELD'), isMessage: true };
}

export function grant(apply: () => unknown, impact?: Granted['impact']): Granted {
  return { ok: true, apply, impact };
}

/** The codes of the contract's table of refusals. */
const codes: Readonly<Record<string, string>> = {
  BAD_TOKEN: 'Unauthenticated',
  NOT_FOUND: 'NotFound',
  NO_SUCH_LINK: 'NotFound',
  MISSING_ROLE: 'PermissionDenied',
  NOT_ORGANIZATION_MEMBER: 'PermissionDenied',
  NOT_ADMITTED: 'PermissionDenied',
  INVALID_FIELD: 'InvalidArgument',
  BAD_FILTER: 'InvalidArgument',
  CROSS_ORGANIZATION: 'InvalidArgument',
  REQUEST_ID_REUSED: 'InvalidArgument',
  UNKNOWN_NAME: 'InvalidArgument',
  STATEMENT_NOT_SUPPORTED: 'InvalidArgument',
  WRONG_PRIVILEGE: 'InvalidArgument',
  LINK_EXISTS: 'AlreadyExists',
  SHARE_EXISTS: 'AlreadyExists',
  NAME_TAKEN: 'AlreadyExists',
  HAS_LINKS: 'FailedPrecondition',
  NOT_EMPTY: 'FailedPrecondition',
  LINK_IS_READ_ONLY: 'FailedPrecondition',
  RESHARE_FORBIDDEN: 'FailedPrecondition',
  NOT_SHARED: 'FailedPrecondition',
  SOURCE_GONE: 'FailedPrecondition',
  WRONG_SHARE_OBJECT: 'FailedPrecondition',
  LAST_ADMIN: 'FailedPrecondition',
  LAST_OWNER: 'FailedPrecondition',
  STALE_ETAG: 'Aborted',
  LOST_RACE: 'Aborted',
};

export function codeOf(reason: string): string {
  return codes[reason] ?? 'Unknown';
}

/** What was expected and what came instead, or undefined where they agree. */
export function difference(expected: Refused | { readonly ok: true; readonly seen: unknown }, answer: Answer) {
  if (expected.ok !== answer.ok) return { expected, answer };
  if (expected.ok && answer.ok) return sameSeen(expected.seen, answer.seen) ? undefined : { expected, answer };
  if (expected.ok || answer.ok) return { expected, answer };
  const isReason = expected.reasons.includes(answer.reason) && codeOf(answer.reason) === answer.code;
  const isFact = ([key, fact]: readonly [string, string | readonly string[]]) =>
    typeof fact === 'string' ? answer.facts[key] === fact : fact.includes(answer.facts[key] ?? '');
  return isReason && Object.entries(expected.facts).every(isFact) ? undefined : { expected, answer };
}

function sameSeen(expected: unknown, seen: unknown): boolean {
  if (isOpen(expected)) return typeof seen === 'object' && seen !== null && Object.keys(seen).join() === 'impact';
  return JSON.stringify(canonical(settled(expected, seen))) === JSON.stringify(canonical(seen));
}

/** What was expected, with what was seen in the place of what is open, where that is one of those it may be. */
function settled(expected: unknown, seen: unknown): unknown {
  if (!isThing(expected) || !isThing(seen) || Array.isArray(expected)) return expected;
  const fields = Object.entries(expected).map(([key, value]) => {
    const isMet = isOneOf(value) && value.oneOf.some((one) => one === seen[key]);
    return [key, isMet ? seen[key] : value];
  });
  return Object.fromEntries(fields);
}

function isThing(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function isOneOf(value: unknown): value is OneOf {
  return isThing(value) && 'oneOf' in value;
}

/** An impact of which the rules do not say what is in it. */
function isOpen(expected: unknown): boolean {
  return typeof expected === 'object' && expected !== null && 'impact' in expected && expected.impact === 'open';
}

/** Keys in their order, lists in one order, each member once: all lists of answers are sets here. */
export function canonical(value: unknown): unknown {
  if (Array.isArray(value)) {
    const members = value.map((one) => JSON.stringify(canonical(one)));
    return [...new Set(members)].sort();
  }
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, inner]) => [key, canonical(inner)]));
}
