import { create } from '@bufbuild/protobuf';
import { Code, ConnectError } from '@connectrpc/connect';
import { ErrorInfoSchema, RequestInfoSchema } from '@easement/contracts';
import { isRetryable, toEasementError } from './easement-error.ts';

function sent(domain: string, reason: string, code = Code.FailedPrecondition): ConnectError {
  const value = create(ErrorInfoSchema, { domain, reason, metadata: { count: '2' } });
  return new ConnectError('no', code, undefined, [{ desc: ErrorInfoSchema, value }]);
}

function systemError(code: string): Error {
  return Object.assign(new Error(code), { code });
}

const call = { requestId: 'req-1' };

describe('toEasementError', () => {
  it('knows the reasons of the contract, of our domain alone', () => {
    expect(toEasementError(sent('easement', 'HAS_LINKS'), call)).toMatchObject({
      reason: 'HAS_LINKS',
      facts: { count: '2' },
    });
    expect(toEasementError(sent('easement', 'FROM_THE_FUTURE'), call).reason).toBeUndefined();
    expect(toEasementError(sent('easement', 'UNSPECIFIED'), call).reason).toBeUndefined();
    expect(toEasementError(sent('easement', 'toString'), call).reason).toBeUndefined();
    expect(toEasementError(sent('elsewhere', 'HAS_LINKS'), call)).toMatchObject({ reason: undefined, facts: {} });
  });

  it('takes the request id that a fault answers, else the one that the call had', () => {
    const value = create(RequestInfoSchema, { requestId: 'req-2' });
    const fault = new ConnectError('internal', Code.Internal, undefined, [{ desc: RequestInfoSchema, value }]);
    expect(toEasementError(fault, call).requestId).toBe('req-2');
    expect(toEasementError(sent('easement', 'NOT_FOUND'), call).requestId).toBe('req-1');
  });

  it('keeps what was thrown as its cause, and an EasementError as it is', () => {
    const cause = sent('easement', 'NOT_FOUND');
    const error = toEasementError(cause, call);
    expect(error.cause).toBe(cause);
    expect(toEasementError(error, { requestId: 'another' })).toBe(error);
  });

  it.each(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ENOTFOUND', 'ERR_HTTP2_SESSION_ERROR', 'UND_ERR_SOCKET'])(
    'says unavailable for %s, however deep',
    (code) => {
      const broken = new ConnectError(
        'broken',
        Code.Internal,
        undefined,
        undefined,
        new Error('why', { cause: systemError(code) }),
      );
      expect(toEasementError(broken, call)).toMatchObject({
        code: Code.Unavailable,
        message: expect.stringContaining(code),
      });
    },
  );

  it('says unavailable for a call that was canceled by nobody, canceled where the caller did', () => {
    const canceled = new ConnectError('stream closed', Code.Canceled);
    expect(toEasementError(canceled, call).code).toBe(Code.Unavailable);
    expect(toEasementError(canceled, { ...call, signal: AbortSignal.abort() }).code).toBe(Code.Canceled);
    expect(toEasementError(canceled, { ...call, signal: new AbortController().signal }).code).toBe(Code.Unavailable);
  });

  it('leaves other errors of the system alone', () => {
    expect(toEasementError(systemError('ENOENT'), call).code).toBe(Code.Unknown);
  });

  it('ends its search where causes go round', () => {
    const error = new Error('round') as Error & { cause: unknown };
    error.cause = error;
    expect(toEasementError(error, call).code).toBe(Code.Unknown);
  });
});

describe('isRetryable', () => {
  it.each([
    ['PEER_UNAVAILABLE', Code.Unavailable, true],
    ['LOST_RACE', Code.Aborted, true],
    ['STALE_ETAG', Code.Aborted, false],
    ['RATE_LIMITED', Code.ResourceExhausted, false],
    [undefined, Code.Unavailable, true],
    [undefined, Code.Aborted, false],
    [undefined, Code.Internal, false],
    [undefined, Code.DeadlineExceeded, false],
    [undefined, Code.Canceled, false],
  ] as const)('of %s with code %s is %s', (reason, code, expected) => {
    expect(isRetryable({ reason, code })).toBe(expected);
  });
});
