import { Code } from '@easement/client';
import { exitCodeOf, exitCodes } from './exit-codes.ts';

describe('exitCodeOf', () => {
  it.each([
    ['NOT_FOUND', Code.NotFound, exitCodes.notFound],
    ['UNKNOWN_NAME', Code.InvalidArgument, exitCodes.notFound],
    ['BAD_TOKEN', Code.Unauthenticated, exitCodes.notSignedIn],
    ['NOT_ORGANIZATION_MEMBER', Code.PermissionDenied, exitCodes.denied],
    ['HAS_LINKS', Code.FailedPrecondition, exitCodes.conflict],
    ['LOST_RACE', Code.Aborted, exitCodes.conflict],
    ['SQL_SYNTAX', Code.InvalidArgument, exitCodes.usage],
    ['QUERY_TIMEOUT', Code.DeadlineExceeded, exitCodes.failed],
    ['PEER_UNAVAILABLE', Code.Unavailable, exitCodes.unavailable],
  ] as const)('goes by the reason: %s', (reason, code, expected) => {
    expect(exitCodeOf({ reason, code })).toBe(expected);
  });

  it.each([
    [Code.Internal, exitCodes.failed],
    [Code.Unknown, exitCodes.failed],
    [Code.Canceled, exitCodes.interrupted],
    [Code.DeadlineExceeded, exitCodes.unavailable],
    [Code.Unavailable, exitCodes.unavailable],
  ] as const)('goes by the code where nobody refused: %i', (code, expected) => {
    expect(exitCodeOf({ reason: undefined, code })).toBe(expected);
  });
});
