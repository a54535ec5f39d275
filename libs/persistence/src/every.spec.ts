import { setTimeout as sleep } from 'node:timers/promises';
import { every } from './every.ts';

describe('every', () => {
  function aJob() {
    const reported: object[] = [];
    const end = new AbortController();
    const log = { error: (facts: object) => void reported.push(facts) };
    return { job: { name: 'sweep', intervalMs: 1, signal: end.signal, log }, end, reported };
  }

  it('runs again and again, never twice at once, and ends with its signal after the last run', async () => {
    const { job, end, reported } = aJob();
    let [running, most, runs] = [0, 0, 0];
    await every(job, async () => {
      most = Math.max(most, (running += 1));
      await sleep(2);
      running -= 1;
      if ((runs += 1) === 5) end.abort();
    });
    expect([runs, most, running, reported]).toEqual([5, 1, 0, []]);
  });

  it('reports a failed run and goes on', async () => {
    const { job, end, reported } = aJob();
    const failure = new Error('peer down');
    let runs = 0;
    await every(job, async () => {
      if ((runs += 1) === 3) end.abort();
      else throw failure;
    });
    expect(reported).toEqual(Array(2).fill({ err: failure, job: 'sweep' }));
  });

  it('ends a run that takes too long', async () => {
    const { job, end, reported } = aJob();
    let runs = 0;
    await every({ ...job, timeoutMs: 5 }, async (signal) => {
      if ((runs += 1) === 2) end.abort();
      await sleep(5_000, undefined, { signal });
    });
    expect(reported).toHaveLength(1);
  });

  it('runs not at all if it is over before the first pause', async () => {
    const { job, end } = aJob();
    end.abort();
    await every(job, async () => {
      throw new Error('ran');
    });
    expect(end.signal.aborted).toBe(true);
  });
});
