import { createUsageMeter } from './usage.ts';

describe('a usage meter', () => {
  const metered = () => {
    const state = { busy: 0, waiting: 0, time: 1_000 };
    const meter = createUsageMeter({ busy: () => state.busy, waiting: () => state.waiting }, () => state.time);
    const change = (counts: { busy?: number; waiting?: number }) => {
      meter.settle();
      Object.assign(state, counts);
    };
    return { meter, change, pass: (milliseconds: number) => void (state.time += milliseconds) };
  };

  it('has measured nothing at first', () => {
    const { meter, pass } = metered();
    pass(5_000);
    expect(meter.usage()).toEqual({ busy: 0, waiting: 0, busySeconds: 0, waitingSeconds: 0 });
  });

  it('sums up the time of all that are busy and of all that wait', () => {
    const { meter, change, pass } = metered();
    change({ busy: 1 });
    pass(1_000);
    change({ busy: 2, waiting: 3 });
    pass(2_000);
    change({ busy: 0, waiting: 0 });
    pass(4_000);
    expect(meter.usage()).toEqual({ busy: 0, waiting: 0, busySeconds: 5, waitingSeconds: 6 });
  });

  it('counts up to now what has not ended, and once however often it is asked', () => {
    const { meter, change, pass } = metered();
    change({ busy: 1 });
    pass(1_500);
    const expected = { busy: 1, waiting: 0, busySeconds: 1.5, waitingSeconds: 0 };
    expect([meter.usage(), meter.usage()]).toEqual([expected, expected]);
    pass(500);
    expect(meter.usage()).toMatchObject({ busySeconds: 2 });
  });
});
