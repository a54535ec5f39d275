import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Client } from '@easement/client';
import { AudienceType, Format, OrganizationRole, Origin, ProjectRole, Stage } from '@easement/contracts';
import { newId } from '@easement/domain';
import { stores } from '@easement/persistence/testing';
import { type Constellation, startConstellation } from '../src/constellation.ts';
import { duckdbRows } from '../src/expected.ts';
import { createOrganization, type Member, type Organization } from '../src/meridian.ts';
import { refusalOf } from '../src/refusal-of.ts';

const data = join(process.cwd(), 'apps/standalone/data');
const question = `SELECT a.state, count(*) n, round(avg(f.delay),1) d FROM ops.flights f
  JOIN ops.airports a ON a.iata = f.origin GROUP BY 1 ORDER BY n DESC LIMIT 5`;

describe.each(stores)('a bucket of one project, linked by another, on %s', (store) => {
  let product: Constellation;
  let meridian: Organization;
  let operations: string;
  let analytics: string;
  let marketing: string;
  let admin: Member;
  let writer: Member;
  let reader: Member;
  let bucketId = '';
  let shareId = '';
  let linkId = '';
  const tableIds = new Map<string, string>();

  beforeAll(async () => {
    product = await startConstellation(store);
    meridian = await createOrganization(product, 'Meridian');
    operations = await meridian.createProject('operations');
    analytics = await meridian.createProject('analytics');
    marketing = await meridian.createProject('marketing');
    admin = await meridian.createMember('operations-admin', {
      organization: OrganizationRole.MEMBER,
      projects: { [operations]: ProjectRole.ADMIN },
    });
    writer = await meridian.createMember('analytics-writer', {
      organization: OrganizationRole.MEMBER,
      projects: { [analytics]: ProjectRole.WRITE },
    });
    reader = await meridian.createMember('marketing-reader', { projects: { [marketing]: ProjectRole.READ } });
  }, 60_000);

  afterAll(async () => {
    await product[Symbol.asyncDispose]();
  });

  it('loads three files into a bucket of operations', async () => {
    const { bucket } = await admin.client.buckets.createBucket({
      projectId: operations,
      name: 'flights',
      stage: Stage.OUT,
    });
    bucketId = bucket?.id ?? '';
    const counts: Record<string, bigint> = {};
    for (const name of ['flights', 'airports', 'routes']) {
      const source = new Uint8Array(await readFile(join(data, `${name}.csv`)));
      const loaded = await admin.client.loadTable({ bucketId, name, create: true, format: Format.CSV, source });
      tableIds.set(name, loaded.table?.id ?? '');
      counts[name] = loaded.rowCount;
    }
    expect(counts).toEqual({ flights: 20_000n, airports: 3_376n, routes: 5_366n });
  });

  it('offers the shared bucket to the writer of analytics', async () => {
    const { share } = await admin.client.shares.createShare({
      content: { case: 'bucket', value: { bucketId } },
      audience: { type: AudienceType.ORGANIZATION_MEMBERS },
    });
    shareId = share?.id ?? '';
    const { offers } = await writer.client.offers.listOffers({ projectId: analytics });
    expect(offers).toMatchObject([
      { shareId, bucketName: 'flights', providerProjectName: 'operations', tableCount: 3, linkable: true, lacking: [] },
    ]);
  });

  it('links the bucket under a name of its own', async () => {
    linkId = await link(writer.client, shareId, analytics);
    const { objects } = await writer.client.projectViews.listProjectObjects({ projectId: analytics });
    expect(objects.map(({ name, bucketName, origin }) => [bucketName, name, origin])).toEqual([
      ['', 'ops', Origin.LINKED],
      ['ops', 'flights', Origin.LINKED],
      ['ops', 'airports', Origin.LINKED],
      ['ops', 'routes', Origin.LINKED],
    ]);
  });

  it('answers through the link what DuckDB answers on the files', async () => {
    const expected = await duckdbRows(
      question
        .replace('ops.flights', `read_csv('${join(data, 'flights.csv')}')`)
        .replace('ops.airports', `read_csv('${join(data, 'airports.csv')}')`),
    );
    expect(expected).toHaveLength(5);
    expect(await rowsOf(writer.client, analytics, question)).toEqual(expected);
  });

  it('shows a table that is added to the bucket at once', async () => {
    await admin.client.tables.createTable({ bucketId, name: 'crews', columns: [{ name: 'name', type: 'STRING' }] });
    expect(await rowsOf(writer.client, analytics, 'SELECT count(*) FROM ops.crews')).toEqual([['0']]);
  });

  it('refuses an insert through the link', async () => {
    const insert = rowsOf(writer.client, analytics, `INSERT INTO ops.crews VALUES ('Amelia')`);
    expect(await refusalOf(insert)).toMatchObject({ reason: 'LINK_IS_READ_ONLY', facts: { link: linkId } });
  });

  it('refuses to drop a table while analytics links its bucket, and names analytics', async () => {
    const tableId = tableIds.get('airports') ?? '';
    const refused = await refusalOf(meridian.owner.client.tables.deleteTable({ tableId }));
    expect(refused).toMatchObject({ reason: 'HAS_LINKS', facts: { projects: analytics, hidden_count: '0' } });
    expect(await rowsOf(writer.client, analytics, 'SELECT count(*) FROM ops.airports')).toEqual([['3376']]);
  });

  it('shows no offer to a person without a role in the organization', async () => {
    const { offers } = await reader.client.offers.listOffers({ projectId: marketing });
    expect(offers).toEqual([]);
  });

  it('answers that person for the link as for one that does not exist', async () => {
    const unknown = newId('link');
    const hidden = await refusalOf(reader.client.links.getLink({ linkId }));
    const absent = await refusalOf(reader.client.links.getLink({ linkId: unknown }));
    expect(hidden.reason).toBe('NOT_FOUND');
    expect(JSON.stringify(hidden).replaceAll(linkId, unknown)).toBe(JSON.stringify(absent));
  });

  it('unlinks, disables, and then shares and links again', async () => {
    expect(await refusalOf(admin.client.shares.deleteShare({ shareId }))).toMatchObject({ reason: 'HAS_LINKS' });
    await writer.client.links.deleteLink({ linkId });
    expect(await refusalOf(rowsOf(writer.client, analytics, question))).toMatchObject({ reason: 'UNKNOWN_NAME' });
    await admin.client.shares.deleteShare({ shareId });
    const { share } = await admin.client.shares.createShare({
      content: { case: 'bucket', value: { bucketId } },
      audience: { type: AudienceType.ORGANIZATION_MEMBERS },
    });
    const again = await link(writer.client, share?.id ?? '', analytics);
    expect(again).not.toBe(linkId);
    expect(await rowsOf(writer.client, analytics, question)).toHaveLength(5);
  });
});

async function link(client: Client, shareId: string, projectId: string): Promise<string> {
  const made = await client.links.createLink({ shareId, projectId, name: 'ops', stage: Stage.IN });
  return made.link?.id ?? '';
}

/** Each value as text, NULL as null. */
async function rowsOf(client: Client, projectId: string, statement: string): Promise<(string | null)[][]> {
  const rows: (string | null)[][] = [];
  for await (const row of (await client.query({ projectId, statement })).rows) {
    rows.push(row.map((value) => (value === null ? null : String(value))));
  }
  return rows;
}
