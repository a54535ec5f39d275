import { Code, EasementError } from '@easement/client';
import { notSignedInError, usageError } from './command-error.ts';
import { describeFailure } from './failure.ts';

describe('describeFailure', () => {
  it('of a refusal tells reason, fields, what to do next and the request id', () => {
    const error = new EasementError({
      message: 'the audience is wrong',
      code: Code.InvalidArgument,
      reason: 'CROSS_ORGANIZATION',
      violations: [{ field: 'audience.users', description: 'nobody of that name' }],
      requestId: 'req-1',
    });
    expect(describeFailure(error, true)).toEqual({
      exitCode: 2,
      text: [
        'error: the audience is wrong',
        '  reason: CROSS_ORGANIZATION',
        '  field: audience.users: nobody of that name',
        '  next: name only projects and people of your organization',
        '  request: req-1',
      ].join('\n'),
    });
  });

  it('does not say twice what the message says', () => {
    const violations = [{ field: 'name', description: 'too long' }];
    const parts = { code: Code.InvalidArgument, reason: 'INVALID_FIELD', requestId: 'r', violations } as const;
    const { text } = describeFailure(new EasementError({ ...parts, message: 'name: too long' }), true);
    expect(text).not.toContain('field:');
  });

  it('offers to repeat with the same request id where that is safe', () => {
    const parts = { message: 'away', code: Code.Unavailable, reason: 'PEER_UNAVAILABLE', requestId: 'r-1' } as const;
    expect(describeFailure(new EasementError(parts), true).text).toContain('--request-id r-1');
    expect(describeFailure(new EasementError(parts), false).text).not.toContain('--request-id');
  });

  it('of a call that the user stopped tells that alone', () => {
    const error = new EasementError({ message: 'This operation was aborted', code: Code.Canceled, requestId: 'r' });
    expect(describeFailure(error, true)).toEqual({ exitCode: 130, text: 'canceled' });
  });

  it('of the command itself tells what is wrong and what to do', () => {
    expect(describeFailure(usageError('no', 'do so'), true)).toEqual({ exitCode: 2, text: 'error: no\n  next: do so' });
    expect(describeFailure(notSignedInError('who?'), true).exitCode).toBe(4);
  });

  it('of anything else tells its message alone, no stack', () => {
    expect(describeFailure(new Error('broken'), true)).toEqual({ exitCode: 1, text: 'error: broken' });
    expect(describeFailure('broken', true)).toEqual({ exitCode: 1, text: 'error: broken' });
  });
});
