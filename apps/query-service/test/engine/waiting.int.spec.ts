import { Refusal } from '@easement/domain';
import { refusalOf, smallWorkers, startRig, within } from './engine-rig.ts';

describe('the limits of a queue', () => {
  it('turn away more statements than may wait', async () => {
    await using busy = await startRig({ statements: { ...smallWorkers, waiting: 1 } });
    const slow = 'SELECT count(*) FROM range(1000000000) a, range(1000000000) b WHERE a.range % 7 = b.range % 11';
    const asked = await Promise.allSettled(Array.from({ length: 4 }, () => busy.ask(slow, [], within(2_000))));
    const reasons = asked.map((result) =>
      result.status === 'rejected' && result.reason instanceof Refusal ? result.reason.reason : 'none',
    );
    expect(reasons.filter((reason) => reason === 'rate_limited')).toHaveLength(2);
    expect(reasons.filter((reason) => reason === 'query_timeout')).toHaveLength(2);
  });

  it('turn away those of who has most waiting, and not who has none', async () => {
    await using busy = await startRig({ statements: { ...smallWorkers, waiting: 2 } });
    const slow = 'SELECT count(*) FROM range(1000000000) a, range(1000000000) b WHERE a.range % 7 = b.range % 11';
    const many = Promise.allSettled([1, 2, 3].map(() => busy.ask(slow, [], within(4_000, undefined, 'who has many'))));
    while (busy.engine.status().statements.waiting < 2) await new Promise((resolve) => setTimeout(resolve, 5));
    const other = refusalOf(busy.ask(slow, [], within(1_000, undefined, 'who has one')));
    const reasons = (await many).map((result) =>
      result.status === 'rejected' && result.reason instanceof Refusal ? result.reason.reason : 'none',
    );
    expect(reasons.toSorted()).toEqual(['query_timeout', 'query_timeout', 'rate_limited']);
    expect((await other).reason).toBe('query_timeout');
  });
});
