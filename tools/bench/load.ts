import { cpuOf } from './usage.ts';

/** One thing to measure: how to ask once, and the processes whose CPU answers. */
export type Case = { readonly name: string; readonly ask: () => Promise<void>; readonly pids: () => readonly number[] };

export type Sample = {
  readonly name: string;
  readonly requests: number;
  readonly perSecond: number;
  /** CPU of the servers for one request, in microseconds. */
  readonly cpuMicros: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
};

/** Asks with `inFlight` requests at a time for `forMs`, and says what it cost. */
export async function measure({ name, ask, pids }: Case, inFlight: number, forMs: number): Promise<Sample> {
  const latencies: number[] = [];
  const cpuBefore = cpuOf(pids());
  const begin = performance.now();
  const lane = async (): Promise<void> => {
    while (performance.now() - begin < forMs) {
      const asked = performance.now();
      await ask();
      latencies.push(performance.now() - asked);
    }
  };
  await Promise.all(Array.from({ length: inFlight }, lane));
  const seconds = (performance.now() - begin) / 1000;
  const cpu = cpuOf(pids()) - cpuBefore;
  latencies.sort((one, other) => one - other);
  const requests = latencies.length;
  return {
    name,
    requests,
    perSecond: Math.round(requests / seconds),
    cpuMicros: Math.round(cpu / requests),
    p50Ms: round(latencies[Math.floor(requests * 0.5)] ?? Number.NaN),
    p99Ms: round(latencies[Math.floor(requests * 0.99)] ?? Number.NaN),
  };
}

/** The median of the samples of one case, field by field. */
export function medianOf(samples: readonly Sample[]): Sample {
  const [first] = samples;
  if (!first) throw new Error('there is nothing to take the median of');
  const middle = (pick: (sample: Sample) => number): number => {
    const sorted = samples.map(pick).sort((one, other) => one - other);
    return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
  };
  return {
    name: first.name,
    requests: middle((sample) => sample.requests),
    perSecond: middle((sample) => sample.perSecond),
    cpuMicros: middle((sample) => sample.cpuMicros),
    p50Ms: middle((sample) => sample.p50Ms),
    p99Ms: middle((sample) => sample.p99Ms),
  };
}

function round(ms: number): number {
  return Math.round(ms * 100) / 100;
}
