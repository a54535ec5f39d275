import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { AudienceType, Format, OrganizationRole, ProjectRole, Stage } from '@easement/contracts';
import type { Member } from '@easement/e2e';
import { openBenchHouse } from './bench-house.ts';
import { childrenOf, peakOf, resetPeak } from './usage.ts';

const file = 'node_modules/vega-datasets/data/flights-3m.parquet';

/** Milliseconds are medians of the rounds; peaks are the most memory that a process held at any time, in bytes. */
export type RowsReport = {
  readonly rows: number;
  readonly load: { readonly ms: number };
  readonly query: { readonly ms: number; readonly workerPeak: number; readonly gatewayPeak: number };
  readonly plain: { readonly ms: number; readonly peak: number };
  readonly rounds: readonly { readonly queryMs: number; readonly plainMs: number }[];
};

/** Loads three million rows, links them, and groups them through the link; in turns with DuckDB on the same file. */
export async function benchRows(rounds: number): Promise<RowsReport> {
  await using house = await openBenchHouse('sqlite');
  const { organization } = house;
  const role = { organization: OrganizationRole.MEMBER };
  const provider = await organization.createProject('provider');
  const consumer = await organization.createProject('consumer');
  const admin = await organization.createMember('admin', { ...role, projects: { [provider]: ProjectRole.ADMIN } });
  const writer = await organization.createMember('writer', { ...role, projects: { [consumer]: ProjectRole.WRITE } });
  const { bucket } = await admin.client.buckets.createBucket({ projectId: provider, name: 'big', stage: Stage.OUT });
  const bucketId = bucket?.id ?? '';
  const begin = performance.now();
  const source = new Uint8Array(await readFile(file));
  const loaded = await admin.client.loadTable({
    bucketId,
    name: 'flights',
    create: true,
    format: Format.PARQUET,
    source,
  });
  const loadMs = Math.round(performance.now() - begin);
  const content = { case: 'bucket', value: { bucketId } } as const;
  const { share } = await admin.client.shares.createShare({
    content,
    audience: { type: AudienceType.ORGANIZATION_MEMBERS },
  });
  await writer.client.links.createLink({ shareId: share?.id ?? '', projectId: consumer, name: 'big', stage: Stage.IN });

  const gateway = house.pidOf('gateway');
  const workers = childrenOf(house.pidOf('query'));
  const [column] = loaded.table?.columns ?? [];
  const statement = `SELECT origin, destination, count(*) n, avg(delay) d FROM big.flights GROUP BY ALL ORDER BY n DESC, 1, 2`;
  if (!column) throw new Error('the file was loaded without columns');
  await timeQuery(writer, consumer, statement);
  for (const pid of [gateway, ...workers]) resetPeak(pid);
  const taken: { queryMs: number; plainMs: number; peak: number }[] = [];
  for (let round = 0; round < rounds; round++) {
    const queryMs = await timeQuery(writer, consumer, statement);
    const plain = await timePlain(statement.replace('big.flights', `read_parquet('${file}')`));
    taken.push({ queryMs, plainMs: plain.ms, peak: plain.peak });
  }
  const median = (pick: (one: (typeof taken)[number]) => number): number =>
    taken.map(pick).sort((one, other) => one - other)[Math.floor(taken.length / 2)] ?? Number.NaN;
  return {
    rows: Number(loaded.rowCount),
    load: { ms: loadMs },
    query: {
      ms: median((one) => one.queryMs),
      workerPeak: Math.max(...workers.map(peakOf)),
      gatewayPeak: peakOf(gateway),
    },
    plain: { ms: median((one) => one.plainMs), peak: median((one) => one.peak) },
    rounds: taken.map(({ queryMs, plainMs }) => ({ queryMs, plainMs })),
  };
}

async function timeQuery({ client }: Member, projectId: string, statement: string): Promise<number> {
  const begin = performance.now();
  const result = await client.query({ projectId, statement });
  let rows = 0;
  for await (const row of result.rows) rows += row.length > 0 ? 1 : 0;
  if (rows === 0) throw new Error('the query answered nothing');
  return Math.round(performance.now() - begin);
}

/** DuckDB in a process of its own, warm: the statement twice, the second time counts. */
async function timePlain(statement: string): Promise<{ readonly ms: number; readonly peak: number }> {
  const child = spawn(process.execPath, ['tools/bench/plain-duckdb.ts', statement], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let printed = '';
  child.stdout.on('data', (bytes: Buffer) => (printed += bytes.toString()));
  await new Promise((resolve) => child.once('close', resolve));
  return JSON.parse(printed) as { ms: number; peak: number };
}
