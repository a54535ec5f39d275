import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Client } from '@easement/client';
import { AudienceType, Format, OrganizationRole, ProjectRole, Stage } from '@easement/contracts';
import { type Constellation, startConstellation, type Store } from '../constellation.ts';
import { createOrganization, type Member, type Organization } from '../meridian.ts';
import { type Desk, deskOf } from '../statement-desk.ts';
import type { Source, Targets } from './statements/grammar.ts';
import { placeholderOf } from './twins.ts';

/** Something that no answer to the caller may hold. */
export type Secret = { readonly what: string; readonly text: string };

/** The product with a caller in project `analytics`, all that they may read, and around it what they may not. */
export type FuzzWorld = AsyncDisposable & {
  readonly caller: Client;
  readonly projectId: string;
  readonly tables: readonly Source[];
  readonly scratch: readonly Source[];
  readonly targets: Targets;
  readonly secrets: readonly Secret[];
  /** What is to be the same afterwards: the folders of rows and of the files outside. */
  readonly folders: readonly string[];
};

const people = [
  { name: 'id', type: 'integer' },
  { name: 'name', type: 'string' },
  { name: 'age', type: 'integer' },
  { name: 'city', type: 'string' },
] as const;
const things = people.slice(0, 2);
const pair = [
  { name: 'c0', type: 'integer' },
  { name: 'c1', type: 'string' },
] as const;

/** The name of a project, a database and a share that are there, and closed. */
const vault = 'vault';

export async function openFuzzWorld(store: Store): Promise<FuzzWorld> {
  await using own = new AsyncDisposableStack();
  const product = own.use(await startConstellation(store));
  const outside = await mkdtemp(join(tmpdir(), 'outside-'));
  own.defer(() => rm(outside, { recursive: true, force: true }));
  const secrets = newSecrets(product);
  const canary = join(outside, 'canary.csv');
  await writeFile(canary, `a,b\n${secrets.file.text},1\n`);

  const meridian = await createOrganization(product, 'Meridian');
  const providers = await furnishProviders(meridian, secrets);
  await furnishRival(product, secrets);
  const { member, projectId } = await joinProject(meridian, 'analytics');
  const caller = member.client;
  await takeUp(caller, projectId, providers, secrets);

  const rows = await filesBelow(product.rowsFolder);
  const all = own.move();
  return {
    caller,
    projectId,
    tables: [
      { sql: 'ops.people', columns: people },
      { sql: 'own.things', columns: things },
      { sql: 'books.open', columns: things },
      { sql: 'books.ids', columns: things },
      { sql: 'own.v', columns: things },
    ],
    scratch: ['own.s0', 'own.s1', 'own.v0', 'own.v1'].map((sql) => ({ sql, columns: pair })),
    targets: {
      files: [canary, '/etc/passwd'],
      rows,
      out: join(outside, 'out.csv'),
      closed: [`ops.${placeholderOf('staff')}`, `books.${placeholderOf('gold')}`, `${placeholderOf(vault)}.gold`],
      closedPlaces: [placeholderOf(vault)],
      dropped: ['salary', '"salary"', 'SALARY'],
    },
    secrets: Object.values(secrets),
    folders: [product.rowsFolder, outside],
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  };
}

type Secrets = ReturnType<typeof newSecrets>;

function newSecrets({ rowsFolder }: Constellation) {
  const canary = (what: string): Secret => ({ what, text: `q${randomBytes(8).toString('hex')}` });
  return {
    file: canary('the content of a file outside'),
    passwords: { what: 'the content of /etc/passwd', text: 'root:x:0' },
    dropped: canary('a value of a column that was dropped'),
    deleted: canary('a value of a row that was deleted'),
    column: canary('the name of a column of a closed table'),
    closed: canary('a value of a closed table'),
    body: canary('the expression of a function of another project'),
    unshown: canary('the name of a table that is not shown'),
    tenant: canary('the name of another organization’s project'),
    foreign: canary('the name of another organization’s share'),
    folder: { what: 'where the rows are', text: rowsFolder },
    granted: { what: 'a name that the worker gives to tables', text: 'granted.t' },
    columnId: { what: 'the id of a column', text: 'col_0' },
  } as const;
}

type Providers = {
  /** The share of the bucket. */
  readonly flights: string;
  /** Of who grants. */
  readonly books: Desk;
};

/** `flights` is linked whole, of `ledger` a table is granted, and `vault` is nobody's but its own project's. */
async function furnishProviders(meridian: Organization, secrets: Secrets): Promise<Providers> {
  const operations = await joinProject(meridian, 'operations');
  const client = operations.member.client;
  const flights = await createBucket(client, operations.projectId, 'flights');
  await load(client, flights, 'people', peopleCsv(secrets));
  const desk = deskOf(client, operations.projectId);
  await desk.run('ALTER TABLE flights.people DROP COLUMN salary');
  // A part of another table: it is not shown through links, nor is its source, which nobody links.
  const hangar = await createBucket(client, operations.projectId, 'hangar');
  const source = await load(client, hangar, secrets.unshown.text, goldCsv(secrets));
  await client.tables.createAlias({ bucketId: flights, sourceTableId: source, name: 'staff', columns: ['id'] });
  const { share } = await client.shares.createShare({
    content: { case: 'bucket', value: { bucketId: flights } },
    audience: { type: AudienceType.ORGANIZATION_MEMBERS },
  });

  const finance = await joinProject(meridian, 'finance');
  const ledger = await createBucket(finance.member.client, finance.projectId, 'ledger');
  await load(finance.member.client, ledger, 'open', thingsCsv());
  await load(finance.member.client, ledger, 'gold', goldCsv(secrets));
  await load(finance.member.client, ledger, secrets.unshown.text, goldCsv(secrets));
  await load(finance.member.client, ledger, 'stock', goldCsv(secrets));
  const books = deskOf(finance.member.client, finance.projectId);
  await books.run('CREATE SHARE books');
  await books.run('GRANT USAGE ON DATABASE ledger TO SHARE books');
  await books.run('GRANT SELECT ON TABLE ledger.open TO SHARE books');
  const { unshown, column } = secrets;
  for (const [view, query] of [
    ['ids', `SELECT id, 'no ' || id AS name FROM ledger.${unshown.text} WHERE ${column.text} > 0`],
    ['broken', `SELECT name::INTEGER AS id, 'x' AS name FROM ledger.gold WHERE ${column.text} > 0`],
    ['stale', `SELECT id, ${column.text} AS name FROM ledger.stock`],
  ] as const) {
    await books.run(`CREATE VIEW ledger.${view} AS ${query}`);
    await books.run(`GRANT SELECT ON VIEW ledger.${view} TO SHARE books`);
  }
  const failing = `CASE WHEN note = 'fail' THEN '${secrets.body.text}'::INTEGER WHEN note = '${secrets.body.text}' THEN 0 ELSE x + 1 END`;
  for (const name of ['rated', 'rate', unshown.text.toUpperCase()]) {
    await books.run(`CREATE FUNCTION ledger.f_${name}(x INTEGER, note STRING) AS ${failing}`);
  }
  await books.run('GRANT USAGE ON FUNCTION ledger.f_rated TO SHARE books');
  await books.run(`ALTER TABLE ledger.stock DROP COLUMN ${column.text}`);

  const closed = await joinProject(meridian, vault);
  const gold = await createBucket(closed.member.client, closed.projectId, vault);
  await load(closed.member.client, gold, 'gold', goldCsv(secrets));
  await deskOf(closed.member.client, closed.projectId).run(`CREATE SHARE ${vault}`);
  return { flights: share?.id ?? '', books };
}

async function furnishRival(product: Constellation, secrets: Secrets): Promise<void> {
  const rival = await createOrganization(product, 'Rival');
  const { member, projectId } = await joinProject(rival, secrets.tenant.text);
  const bucket = await createBucket(member.client, projectId, vault);
  await load(member.client, bucket, 'gold', goldCsv(secrets));
  const desk = deskOf(member.client, projectId);
  await desk.run(`CREATE SHARE ${secrets.foreign.text}`);
  await desk.run(`GRANT USAGE ON DATABASE ${vault} TO SHARE ${secrets.foreign.text}`);
}

/** What the caller has: two links, a database of their own with a past, and a share. */
async function takeUp(caller: Client, projectId: string, providers: Providers, secrets: Secrets): Promise<void> {
  await caller.links.createLink({ shareId: providers.flights, projectId, name: 'ops', stage: Stage.IN });
  await providers.books.run('ALTER SHARE books ADD TENANTS = analytics');
  const own = await createBucket(caller, projectId, 'own');
  await load(caller, own, 'things', `${thingsCsv()}999,${secrets.deleted.text}\n`);
  const desk = deskOf(caller, projectId);
  await desk.run('DELETE FROM own.things WHERE id = 999');
  for (const table of ['s0', 's1'])
    await desk.run(`CREATE TABLE own.${table} AS SELECT id AS c0, name AS c1 FROM own.things`);
  await desk.run('CREATE DATABASE books FROM SHARE finance.books');
  await desk.run('CREATE VIEW own.v AS SELECT p.id, t.name FROM ops.people p JOIN own.things t USING (id)');
  await desk.run('CREATE SHARE mine');
  await desk.run('GRANT USAGE ON DATABASE own TO SHARE mine');
}

async function joinProject(organization: Organization, name: string): Promise<{ member: Member; projectId: string }> {
  const projectId = await organization.createProject(name);
  const member = await organization.createMember(`${name}-writer`, {
    organization: OrganizationRole.MEMBER,
    projects: { [projectId]: ProjectRole.WRITE },
  });
  return { member, projectId };
}

async function createBucket(client: Client, projectId: string, name: string): Promise<string> {
  return (await client.buckets.createBucket({ projectId, name, stage: Stage.OUT })).bucket?.id ?? '';
}

async function load(client: Client, bucketId: string, name: string, csv: string): Promise<string> {
  const source = new TextEncoder().encode(csv);
  return (await client.loadTable({ bucketId, name, create: true, format: Format.CSV, source })).table?.id ?? '';
}

function peopleCsv({ dropped }: Secrets): string {
  const rows = ['1,Ada,36,London', '2,Bob,41,Praha', '3,Čeněk,29,Brno', '4,Eve,,"New York"', '5,"O\'Hara",57,'];
  return `id,name,age,city,salary\n${rows.map((row) => `${row},${dropped.text}`).join('\n')}\n`;
}

function thingsCsv(): string {
  return 'id,name\n1,lamp\n2,"chair; red"\n3,\n4,größe\n';
}

function goldCsv({ column, closed }: Secrets): string {
  return `id,name,${column.text}\n1,${closed.text},1\n2,${closed.text},2\n`;
}

export async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
}
