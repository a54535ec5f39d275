import { Code, ConnectError } from '@connectrpc/connect';
import { defaultRetry, repeatedly } from './retry.ts';

const unavailable = new ConnectError('away', Code.Unavailable);

function failing(failures: number) {
  let calls = 0;
  return async () => {
    if (++calls <= failures) throw unavailable;
    return calls;
  };
}

function repeating(change: Partial<typeof defaultRetry> = {}, isClosed = false) {
  return { retry: { ...defaultRetry, firstDelayMs: 1, ...change }, isClosed: () => isClosed };
}

const unbounded = { requestId: 'req-1', signal: undefined, deadline: Infinity };

describe('repeatedly', () => {
  it('answers what the first attempt that succeeds answers', async () => {
    expect(await repeatedly(repeating(), unbounded, failing(2))).toBe(3);
  });

  it('makes no attempt more than it may', async () => {
    await expect(repeatedly(repeating({ attempts: 3 }), unbounded, failing(3))).rejects.toThrow('away');
    expect(await repeatedly(repeating({ attempts: 3 }), unbounded, failing(2))).toBe(3);
    await expect(repeatedly(repeating({ attempts: 1 }), unbounded, failing(1))).rejects.toThrow('away');
  });

  it('does not wait beyond the deadline', async () => {
    const slow = repeating({ firstDelayMs: 60_000, longestDelayMs: 60_000, random: () => 1 });
    const bounds = { ...unbounded, deadline: Date.now() + 30_000 };
    await expect(repeatedly(slow, bounds, failing(1))).rejects.toThrow('away');
  });

  it('does not begin anew once the caller left or the client was closed', async () => {
    const left = { ...unbounded, signal: AbortSignal.abort() };
    await expect(repeatedly(repeating(), left, failing(1))).rejects.toThrow('away');
    await expect(repeatedly(repeating({}, true), unbounded, failing(1))).rejects.toThrow('away');
  });

  it('waits a random part of a time that doubles up to a limit', async () => {
    const asked: number[] = [];
    const random = () => asked.push(0) && 0;
    await repeatedly(repeating({ random }), unbounded, failing(3));
    expect(asked).toHaveLength(3);
  });
});
