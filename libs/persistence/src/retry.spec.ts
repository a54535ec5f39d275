import { retryConflicts } from './retry.ts';

const never = new AbortController().signal;
const failing = (code: string) => Object.assign(new Error(code), { code });

describe('retryConflicts', () => {
  const run = async (outcomes: readonly (Error | string)[], signal = never) => {
    let tries = 0;
    const heard: string[] = [];
    const attempt = async () => {
      const outcome = outcomes[Math.min(tries++, outcomes.length - 1)];
      if (outcome instanceof Error) throw outcome;
      return outcome;
    };
    const answer = await retryConflicts(signal, attempt, (why) => heard.push(why));
    return { answer, tries, heard };
  };

  it.each(['ER_LOCK_DEADLOCK', 'ER_LOCK_WAIT_TIMEOUT', 'SQLITE_BUSY', 'SQLITE_BUSY_SNAPSHOT'])(
    'repeats after %s',
    async (code) => {
      const heard = ['conflict', 'conflict', 'conflict'];
      const repeated = await run([failing(code), failing(code), failing(code), 'done']);
      expect(repeated).toEqual({ answer: 'done', tries: 4, heard });
    },
  );

  it('repeats once after a broken connection, and then says so', async () => {
    expect(await run([failing('ECONNRESET'), 'done'])).toEqual({ answer: 'done', tries: 2, heard: ['lost'] });
    await expect(run([failing('ECONNREFUSED')])).rejects.toThrow('ECONNREFUSED');
  });

  it('repeats nothing else', async () => {
    await expect(run([failing('ER_DUP_ENTRY'), 'done'])).rejects.toThrow('ER_DUP_ENTRY');
    await expect(run([new Error('a bug'), 'done'])).rejects.toThrow('a bug');
  });

  it('stops when the signal aborts, with its reason', async () => {
    const caller = new AbortController();
    setTimeout(() => caller.abort(new Error('gone')), 20);
    await expect(run([failing('ER_LOCK_DEADLOCK')], caller.signal)).rejects.toThrow('gone');
  });
});
