import { mkdir, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import type { Store } from '@easement/e2e';
import { hasMariaDb } from '@easement/persistence/testing';
import { openBenchHouse, startEchoServer } from './bench-house.ts';
import { openCases } from './calls.ts';
import { measure, medianOf, type Sample } from './load.ts';
import { benchRows } from './rows.ts';
import { rowsTable } from './rows-table.ts';
import { benchScale, type ScaleReport } from './scale.ts';

/**
 * `npm run bench [-- part …]`: what a call costs beside a bare one, and what a large table costs beside plain DuckDB. Each reference
 * is measured in the same run, in turns with what is compared to it; each figure is the median of the rounds.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: 'string', default: '5' },
    'round-ms': { type: 'string', default: '1500' },
    out: { type: 'string', default: 'dist/bench.json' },
  },
});
const parts = ['calls', 'scale', 'rows'] as const;
const inFlight = 16;
const warmUpMs = 1_000;

type CallsReport = {
  readonly store: Store;
  readonly rounds: readonly (readonly Sample[])[];
  readonly medians: readonly Sample[];
};

async function benchCalls(store: Store, rounds: number, roundMs: number): Promise<CallsReport> {
  await using house = await openBenchHouse(store);
  await using echo = await startEchoServer();
  const cases = await openCases(house, echo);
  for (const one of cases) await measure(one, inFlight, warmUpMs);
  const samples: Sample[][] = [];
  for (let round = 0; round < rounds; round++) {
    const taken: Sample[] = [];
    for (const one of cases) taken.push(await measure(one, inFlight, roundMs));
    samples.push(taken);
  }
  const medians = cases.map(({ name }) => medianOf(samples.flat().filter((sample) => sample.name === name)));
  return { store, rounds: samples, medians };
}

function printCalls({ store, medians }: CallsReport): void {
  say(`\nCalls at ${inFlight} in flight on ${store}; CPU is that of all servers that take part\n`);
  say('                                          CPU µs  ratio   p50 ms   p99 ms  calls/s');
  let reference = medians[0];
  for (const sample of medians) {
    if (sample.name.startsWith('bare')) reference = sample;
    const ratio = (sample.cpuMicros / (reference?.cpuMicros ?? Number.NaN)).toFixed(1);
    const { name, cpuMicros, p50Ms, p99Ms, perSecond } = sample;
    say(
      `  ${name.padEnd(38)}${[String(cpuMicros), ratio, p50Ms.toFixed(2), p99Ms.toFixed(2), String(perSecond)]
        .map((text, index) => text.padStart(index === 1 ? 7 : 9))
        .join('')}`,
    );
  }
}

function printScale({ store, pairs }: ScaleReport): void {
  say(`\nWith little and with much behind a call, one at a time on ${store}\n`);
  say('                                            p50 ms   p99 ms  ratio of p50, of p99');
  for (const [reference, sample] of pairs) {
    const ratios = [sample.p50Ms / reference.p50Ms, sample.p99Ms / reference.p99Ms];
    for (const { name, p50Ms, p99Ms } of [reference, sample]) {
      const shown = name === sample.name ? ratios.map((ratio) => ratio.toFixed(2).padStart(8)).join('') : '';
      say(`  ${name.padEnd(38)}${p50Ms.toFixed(2).padStart(10)}${p99Ms.toFixed(2).padStart(9)}${shown}`);
    }
  }
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

function isWanted(part: (typeof parts)[number]): boolean {
  return positionals.length === 0 || positionals.includes(part);
}

const rounds = Number(values.rounds);
const unknown = positionals.filter((name) => !parts.some((part) => part === name));
if (unknown.length > 0) throw new Error(`no such part: ${unknown.join(', ')}; there are ${parts.join(', ')}`);
const stores: Store[] = hasMariaDb() ? ['sqlite', 'mysql'] : ['sqlite'];
if (stores.length === 1) say('NO MARIADB SERVER HERE: only the embedded store is measured');
const calls: CallsReport[] = [];
for (const store of isWanted('calls') ? stores : []) {
  calls.push(await benchCalls(store, rounds, Number(values['round-ms'])));
}
calls.forEach(printCalls);
const scale: ScaleReport[] = [];
for (const store of isWanted('scale') ? stores : []) {
  scale.push(await benchScale(store, rounds, Number(values['round-ms'])));
}
scale.forEach(printScale);
const rows = isWanted('rows') ? await benchRows(rounds) : undefined;
if (rows) ['', ...rowsTable(rows)].forEach(say);
await mkdir('dist', { recursive: true });
await writeFile(values.out, JSON.stringify({ calls, scale, rows }, undefined, 2));
say(`\nRaw results: ${values.out}`);
