import { medianOf, measure } from './load.ts';

const sample = { name: 'a', requests: 10, perSecond: 10, cpuMicros: 5, p50Ms: 1, p99Ms: 9 };

describe('medianOf', () => {
  it('takes the middle of each field by itself', () => {
    const samples = [sample, { ...sample, cpuMicros: 50, p99Ms: 1 }, { ...sample, cpuMicros: 7, p99Ms: 100 }];
    expect(medianOf(samples)).toEqual({ ...sample, cpuMicros: 7, p99Ms: 9 });
  });

  it('has none of nothing', () => {
    expect(() => medianOf([])).toThrow('nothing');
  });
});

describe('measure', () => {
  it('asks with as many at a time as it is told, and counts what was answered', async () => {
    let open = 0;
    let most = 0;
    const ask = async (): Promise<void> => {
      most = Math.max(most, ++open);
      await new Promise((resolve) => setTimeout(resolve, 5));
      open--;
    };
    const measured = await measure({ name: 'wait', ask, pids: () => [process.pid] }, 4, 60);
    expect(most).toBe(4);
    expect(measured.requests).toBeGreaterThanOrEqual(4);
    expect(measured.p50Ms).toBeGreaterThanOrEqual(4);
    expect(measured.cpuMicros).toBeGreaterThanOrEqual(0);
  });
});
