import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AudienceType, Format, OrganizationRole, ProjectRole, Stage } from '@easement/contracts';
import { deskOf, type Member } from '@easement/e2e';
import type { BenchHouse } from './bench-house.ts';

const file = 'node_modules/vega-datasets/data/flights-3m.parquet';

/** Three million rows that one project offers whole and by grants, and another has taken up both ways. */
export type RowsScene = {
  readonly consumer: Member;
  readonly consumerId: string;
  readonly rows: number;
  readonly loadMs: number;
  /** The same rows to plain DuckDB: the files that the product keeps them in, where columns have ids for names. */
  readonly plainTable: string;
};

/** To the consumer the rows are `linked.flights`, by a link to the bucket, and `granted.flights`, by a grant. */
export async function openRowsScene(house: BenchHouse): Promise<RowsScene> {
  const { organization } = house;
  const role = { organization: OrganizationRole.MEMBER };
  const [provider, consumer] = [
    await organization.createProject('provider'),
    await organization.createProject('consumer'),
  ];
  const admin = await organization.createMember('admin', { ...role, projects: { [provider]: ProjectRole.ADMIN } });
  const writer = await organization.createMember('writer', { ...role, projects: { [consumer]: ProjectRole.WRITE } });
  const { bucket } = await admin.client.buckets.createBucket({ projectId: provider, name: 'big', stage: Stage.OUT });
  const bucketId = bucket?.id ?? '';
  const source = new Uint8Array(await readFile(file));
  const begin = performance.now();
  const request = { bucketId, name: 'flights', create: true, format: Format.PARQUET, source };
  const loaded = await admin.client.loadTable(request);
  const loadMs = performance.now() - begin;
  const { share } = await admin.client.shares.createShare({
    content: { case: 'bucket', value: { bucketId } },
    audience: { type: AudienceType.ORGANIZATION_MEMBERS },
  });
  const link = { shareId: share?.id ?? '', projectId: consumer, name: 'linked', stage: Stage.IN };
  await writer.client.links.createLink(link);
  for (const statement of [
    'CREATE SHARE s',
    'GRANT USAGE ON DATABASE big TO SHARE s',
    'GRANT SELECT ON TABLE big.flights TO SHARE s',
    'ALTER SHARE s ADD TENANTS = consumer',
  ]) {
    await deskOf(admin.client, provider).run(statement);
  }
  await deskOf(writer.client, consumer).run('CREATE DATABASE granted FROM SHARE provider.s');
  const files = await filesOf(house.dataFolder, loaded.table?.id ?? '');
  const names = loaded.table?.columns.map((column) => `"${column.name}"`).join();
  const plainTable = `read_parquet([${files.map((path) => `'${path}'`).join()}]) AS plain(${names ?? ''})`;
  return { consumer: writer, consumerId: consumer, rows: Number(loaded.rowCount), loadMs, plainTable };
}

async function filesOf(dataFolder: string, tableId: string): Promise<string[]> {
  const entries = await readdir(dataFolder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
  return files.filter((path) => path.includes(tableId) && path.endsWith('.parquet'));
}
