import { Code, type EasementError, type Reason } from '@easement/client';

/** What a script may rely on. */
export const exitCodes = {
  done: 0,
  failed: 1,
  usage: 2,
  notFound: 3,
  notSignedIn: 4,
  denied: 5,
  conflict: 6,
  unavailable: 7,
  /** As shells report a program that Ctrl-C ended. */
  interrupted: 130,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

const { failed, usage, notFound, notSignedIn, denied, conflict, unavailable } = exitCodes;

const byReason: Readonly<Record<Reason, ExitCode>> = {
  NOT_FOUND: notFound,
  NO_SUCH_LINK: notFound,
  UNKNOWN_NAME: notFound,
  BAD_TOKEN: notSignedIn,
  MISSING_ROLE: denied,
  NOT_ADMITTED: denied,
  NOT_ORGANIZATION_MEMBER: denied,
  ADMIN_OF_EVERY_AFFECTED_PROJECT_REQUIRED: denied,
  LAST_OWNER: conflict,
  LAST_ADMIN: conflict,
  PROJECT_CLOSING: conflict,
  LINK_EXISTS: conflict,
  SHARE_EXISTS: conflict,
  NAME_TAKEN: conflict,
  HAS_LINKS: conflict,
  HAS_ATTACHMENTS: conflict,
  NOT_EMPTY: conflict,
  LINK_IS_READ_ONLY: conflict,
  RESHARE_FORBIDDEN: conflict,
  NOT_SHARED: conflict,
  SOURCE_GONE: conflict,
  WRONG_SHARE_OBJECT: conflict,
  REFERENCE_USAGE_MISSING: conflict,
  RESOURCE_NOT_READY: conflict,
  TYPE_NOT_SUPPORTED: conflict,
  NOT_SHARED_WITH_PROJECT: conflict,
  ILLEGAL_TRANSITION: conflict,
  STALE_ETAG: conflict,
  LOST_RACE: conflict,
  REQUEST_ID_REUSED: conflict,
  CROSS_ORGANIZATION: usage,
  WRONG_PRIVILEGE: usage,
  BAD_PAGE_TOKEN: usage,
  BAD_FILTER: usage,
  INVALID_FIELD: usage,
  SQL_SYNTAX: usage,
  STATEMENT_NOT_SUPPORTED: usage,
  BAD_FILE: failed,
  FEED_TRUNCATED: failed,
  MESSAGE_TOO_LARGE: failed,
  QUERY_TOO_LARGE: failed,
  QUERY_TIMEOUT: failed,
  PEER_UNAVAILABLE: unavailable,
  RATE_LIMITED: unavailable,
};

/** For what failed without being refused. */
const byCode: Partial<Readonly<Record<Code, ExitCode>>> = {
  [Code.Canceled]: exitCodes.interrupted,
  [Code.InvalidArgument]: usage,
  [Code.NotFound]: notFound,
  [Code.Unauthenticated]: notSignedIn,
  [Code.PermissionDenied]: denied,
  [Code.AlreadyExists]: conflict,
  [Code.FailedPrecondition]: conflict,
  [Code.Aborted]: conflict,
  [Code.Unavailable]: unavailable,
  [Code.DeadlineExceeded]: unavailable,
};

export function exitCodeOf({ reason, code }: Pick<EasementError, 'reason' | 'code'>): ExitCode {
  return reason ? byReason[reason] : (byCode[code] ?? failed);
}
