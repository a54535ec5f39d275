import { openBenchHouse } from './bench-house.ts';
import { type PlainDuckdb, startPlainDuckdb, type Taken } from './plain.ts';
import { openRowsScene, type RowsScene } from './rows-scene.ts';
import { childrenOf, peakOf, residentOf, resetPeak } from './usage.ts';

/** One statement beside plain DuckDB. Milliseconds are medians of the rounds; peaks in bytes, while it was measured. */
export type RowsCase = {
  readonly name: string;
  readonly statement: string;
  readonly rows: number;
  readonly ms: number;
  readonly plainMs: number;
  /** Of the median rounds. */
  readonly ratio: number;
  /** Of the largest worker: before the first statement of this case, and at most. */
  readonly workerResident: number;
  readonly workerPeak: number;
  readonly gatewayPeak: number;
  readonly plainResident: number;
  readonly plainPeak: number;
  /** Of each round the median of its statements. */
  readonly rounds: readonly { readonly ms: number; readonly plainMs: number }[];
};

export type RowsReport = {
  readonly rows: number;
  readonly loadMs: number;
  /** What the start of a process with DuckDB in it costs: no statement waits for one. */
  readonly startMs: number;
  /** Worker processes that were started while statements were measured. */
  readonly workersStarted: number;
  readonly cases: readonly RowsCase[];
};

type Plan = { readonly name: string; readonly table: string; readonly sql: string; readonly perRound: number };

const thousand = 'SELECT * FROM flights LIMIT 1000';
const grouped =
  'SELECT origin, destination, count(*) AS n, avg(delay) AS d FROM flights GROUP BY ALL ORDER BY n DESC, 1, 2';

/** What takes little memory first, since processes give little of it back. */
const plans: readonly Plan[] = [
  { name: '1,000 rows, granted table', table: 'granted.flights', sql: thousand, perRound: 20 },
  { name: '1,000 rows, linked bucket', table: 'linked.flights', sql: thousand, perRound: 20 },
  { name: 'scan, granted table', table: 'granted.flights', sql: grouped, perRound: 3 },
  { name: 'scan, linked bucket', table: 'linked.flights', sql: grouped, perRound: 3 },
];

/** Loads three million rows, and reads them through shares; in turns with DuckDB on the files that the product reads. */
export async function benchRows(rounds: number): Promise<RowsReport> {
  await using house = await openBenchHouse('sqlite');
  const scene = await openRowsScene(house);
  // The load leaves a worker and the gateway large; what is measured begins with new ones.
  for (const service of ['query', 'gateway'] as const) await house.restart(service);
  await using plain = await startPlainDuckdb();
  const [gateway, workers] = [house.pidOf('gateway'), childrenOf(house.pidOf('query'))];
  const cases: RowsCase[] = [];
  for (const plan of plans) cases.push(await measureCase(plan, rounds, { scene, plain, gateway, workers }));
  const started = childrenOf(house.pidOf('query')).filter((pid) => !workers.includes(pid));
  const { rows, loadMs } = scene;
  return { rows, loadMs, startMs: plain.startMs, workersStarted: started.length, cases };
}

type Measured = {
  readonly scene: RowsScene;
  readonly plain: PlainDuckdb;
  readonly gateway: number;
  readonly workers: readonly number[];
};

async function measureCase(
  { name, table, sql, perRound }: Plan,
  rounds: number,
  measured: Measured,
): Promise<RowsCase> {
  const { scene, plain, gateway, workers } = measured;
  const [statement, reference] = [table, scene.plainTable].map((from) => sql.replace('flights', from));
  const ask = (): Promise<Taken> => timeQuery(scene, statement ?? '');
  const askPlain = (): Promise<Taken> => plain.run(reference ?? '');
  for (const pid of [gateway, plain.pid, ...workers]) resetPeak(pid);
  const [workerResident, plainResident] = [Math.max(...workers.map(residentOf)), residentOf(plain.pid)];
  const [answered, expected] = [await ask(), await askPlain()];
  if (answered.rows !== expected.rows)
    throw new Error(`${name}: ${answered.rows} rows, and ${expected.rows} of DuckDB`);
  const taken: { ms: number; plainMs: number }[] = [];
  for (let round = 0; round < rounds; round++) {
    const times: { ms: number; plainMs: number }[] = [];
    for (let nth = 0; nth < perRound; nth++) times.push({ ms: (await ask()).ms, plainMs: (await askPlain()).ms });
    taken.push(medianTimes(times));
  }
  const { ms, plainMs } = medianTimes(taken);
  return {
    ...{ name, statement: statement ?? '', rows: answered.rows, ms, plainMs, ratio: ms / plainMs },
    ...{ workerResident, workerPeak: Math.max(...workers.map(peakOf)), gatewayPeak: peakOf(gateway) },
    ...{ plainResident, plainPeak: peakOf(plain.pid), rounds: taken },
  };
}

type Times = RowsCase['rounds'][number];

function medianTimes(times: readonly Times[]): Times {
  const median = (pick: (one: Times) => number): number =>
    times.map(pick).sort((one, other) => one - other)[Math.floor(times.length / 2)] ?? Number.NaN;
  return { ms: median((one) => one.ms), plainMs: median((one) => one.plainMs) };
}

async function timeQuery({ consumer, consumerId }: RowsScene, statement: string): Promise<Taken> {
  const begin = performance.now();
  const result = await consumer.client.query({ projectId: consumerId, statement });
  let rows = 0;
  for await (const row of result.rows) rows += row.length > 0 ? 1 : 0;
  return { ms: performance.now() - begin, rows };
}
