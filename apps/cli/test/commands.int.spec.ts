import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { refusal } from '@easement/testing';
import { type Case, changing } from './changing.ts';
import { type Home, makeHome } from './play.ts';
import { idOf, ids } from './things.ts';
import { startWorld, type World } from './world.ts';

const { operations, analytics, flights, airports } = ids;

const looking: Case[] = [
  ['whoami', 'GetCaller', {}, /ada@meridian.example[\s\S]*operations \(write\)/],
  ['org list', 'ListOrganizations', {}, 'Meridian'],
  ['org show', 'GetOrganization', {}, 'Meridian'],
  ['project list', 'ListProjects', { pageToken: '2' }, /operations[\s\S]*analytics/],
  ['project show operations', 'GetProjectOverview', { projectId: operations }, /your role\s+write/],
  ['member list', 'ListProjectMembers', { projectId: operations }, /ada@meridian.example\s+write/],
  ['member list --organization', 'ListOrganizationMembers', {}, /ada@meridian.example\s+admin/],
  ['user list', 'ListUsers', {}, /loader\s+service-account/],
  ['user show ada@meridian.example', 'GetUser', { userId: ids.ada }, 'Ada'],
  ['token list --of loader', 'ListTokens', { principalId: ids.robot }, 'laptop'],
  ['bucket list', 'ListBuckets', { projectId: operations }, /flights\s+own\s+out\s+2\s+23376\s+1.3 MB/],
  ['bucket list --project analytics', 'ListLinks', { parent: { value: analytics } }, /ops\s+operations\s+in/],
  ['bucket show flights', 'ListBuckets', { projectId: operations }, /rows\s+23376/],
  ['bucket show FLIGHTS', 'ListBuckets', { projectId: operations }, /name\s+flights/],
  [`bucket show ${flights}`, 'GetBucket', { bucketId: flights }, 'flights'],
  [`bucket show ${ids.link}`, 'GetLink', { linkId: ids.link }, 'ops'],
  ['bucket offers --project analytics', 'ListOffers', { projectId: analytics }, /safety.strikes[^\n]*you lack write/],
  ['bucket links flights', 'ListLinks', { parent: { value: ids.share } }, /analytics\s+ops[^\n]*active, outside/],
  [
    'bucket links --removed --outside-audience --project analytics',
    'ListLinks',
    { parent: { value: analytics }, showRemoved: true, outsideAudienceOnly: true },
    'ops',
  ],
  ['share list', 'ListShares', { projectId: operations }, /selected-projects: analytics/],
  ['share show flights', 'ListShares', { projectId: operations }, ids.share],
  [`share show ${ids.share}`, 'GetShare', { shareId: ids.share }, ids.share],
  ['share show partners', 'ListGrants', { parent: { value: ids.partners } }, /select\s+table\s+flights.airports/],
  [
    'share describe operations.partners',
    'ListShares',
    { projectId: operations, name: 'partners' },
    /tenants: analytics/,
  ],
  [
    'grant list --share partners',
    'ListGrants',
    { parent: { case: 'shareId', value: ids.partners } },
    /usage\s+database\s+flights\s+partners/,
  ],
  [
    `grant list --on ${airports}`,
    'ListGrants',
    { parent: { case: 'objectId', value: airports } },
    /select\s+table\s+flights.airports\s+partners/,
  ],
  [
    `grant list --on ${idOf('vew', 1)}`,
    'ListViews',
    { parent: { case: 'bucketId', value: flights } },
    /select\s+view\s+flights.delays by state\s+flights/,
  ],
  ['link list --project analytics', 'ListLinks', { parent: { value: analytics } }, 'ops'],
  [
    'link list --share partners --removed',
    'ListLinks',
    { parent: { case: 'shareId', value: ids.partners }, showRemoved: true },
    'analytics',
  ],
  ['link show notes.ports --project analytics', 'ListLinks', { targetBucketId: ids.notes }, /object\s+tbl_\w+\n/],
  ['link show analytics.notes.ports', 'ListLinks', { targetBucketId: ids.notes }, idOf('lnk', 2)],
  ['table show analytics.notes.ports', 'GetTable', { tableId: airports }, 'airports'],
  ['link show analytics.ops', 'ListLinks', { parent: { value: analytics } }, ids.link],
  ['link offers --project analytics', 'ListOffers', { projectId: analytics }, /safety.partners[^\n]*no database yet/],
  [
    'metadata list flights',
    'ListMetadata',
    { object: { object: { case: 'bucketId', value: flights } } },
    /unit\s+minutes/,
  ],
  ['metadata list analytics.ops', 'ListMetadata', { object: { object: { case: 'linkId', value: ids.link } } }, 'unit'],
  ['table list', 'ListProjectObjects', { projectId: operations }, /ops.late ones\s+linked/],
  ['table list flights', 'ListTables', { parent: { case: 'bucketId', value: flights } }, 'airports'],
  ['table list analytics.ops', 'ListTables', { parent: { case: 'linkId', value: ids.link } }, 'airports'],
  ['table show flights.airports', 'GetTable', { tableId: airports }, /rows\s+3376/],
  ['table columns operations.flights.airports', 'GetTable', { tableId: airports }, /delay\s+INTEGER\s+yes/],
  ['table history flights.airports', 'ListTableOperations', { tableId: airports }, /1\s+create/],
  ['table preview flights.airports', 'Preview', { tableId: airports, projectId: operations, maxRows: 20 }, /JFK\s+12/],
  ['table preview analytics.ops.airports --rows 5', 'Preview', { projectId: analytics, maxRows: 5 }, 'JFK'],
  [`table preview ${airports}`, 'Preview', { tableId: airports, projectId: '' }, 'JFK'],
  [`table preview ${airports} --project analytics`, 'Preview', { tableId: airports, projectId: analytics }, 'JFK'],
  ['table export flights.airports', 'ExportTable', { tableId: airports, format: 1 }, 'iata,delay\r\nJFK,12\r\n'],
  ['table export flights.airports --format parquet', 'ExportTable', { format: 2 }, ''],
  ['access check flights', 'CheckAccess', { object: { object: { value: flights } }, action: 1 }, /allowed\s+yes/],
  [
    'access check operations.flights.airports --project analytics --of ada@meridian.example',
    'CheckAccess',
    { principalId: ids.ada, projectId: analytics, object: { object: { case: 'tableId', value: airports } } },
    /allowed\s+yes/,
  ],
  [
    'sql SELECT',
    'Execute',
    { projectId: operations, statement: 'SELECT', maxRows: 1_000n },
    /iata\s+delay\nJFK\s+12\nORD\n/,
  ],
];

describe('a command', () => {
  let world: World;
  let home: Home;

  beforeAll(async () => {
    world = await startWorld();
    home = await makeHome({ EASEMENT_URL: world.url, EASEMENT_TOKEN: 'a-secret', EASEMENT_PROJECT: 'operations' });
  });
  afterAll(async () => {
    await home[Symbol.asyncDispose]();
    await world[Symbol.asyncDispose]();
  });
  beforeEach(() => world.asked.splice(0));

  it.each([...looking, ...changing])('%s', async (command, method, request, out) => {
    const played = await home.easement(command);
    expect(played.err).not.toContain('error:');
    expect(played.code).toBe(0);
    expect(world.last(method)).toMatchObject(request);
    if (typeof out === 'string') expect(played.out).toContain(out);
    else expect(played.out).toMatch(out);
  });

  it.each(changing.filter(([, method]) => !['LoadTable'].includes(method)))(
    'that changes carries the id it is given, and with --dry-run changes nothing: %s',
    async (command, method) => {
      const { code } = await home.easement(`${command.replace(' --yes', '')} --dry-run --request-id mine`);
      expect(code).toBe(0);
      expect(world.last(method)).toMatchObject({ requestId: 'mine', validateOnly: true });
    },
  );

  it.each(looking.filter(([command]) => !command.startsWith('sql')))(
    'that only looks refuses --dry-run: %s',
    async (command) => {
      const { code, err } = await home.easement(`${command} --dry-run`);
      expect(code).toBe(2);
      expect(err).toContain('--dry-run');
      expect(world.asked).toEqual([]);
    },
  );

  it.each(changing.filter(([command]) => command.includes('--yes')))(
    'that cannot be undone asks, and without anybody to ask does nothing: %s',
    async (command, method) => {
      const { code, err } = await home.easement(command.replace(' --yes', ''));
      expect(code).toBe(2);
      expect(err).toContain('--yes');
      expect(world.last(method)).toBeUndefined();
    },
  );

  it('prints what a change would touch', async () => {
    const { out, err } = await home.easement('bucket delete flights --dry-run -o json');
    expect(JSON.parse(out)).toMatchObject({ projectIds: [analytics], links: [ids.link], principalCount: 2 });
    expect(err).toContain('nothing was changed');
    expect((await home.easement('bucket delete flights --dry-run')).out).toMatch(/projects\s+analytics\n/);
  });

  it('tells of what a change left as it was', async () => {
    const added = await home.easement('share add-tenants partners analytics operations');
    expect(added.err).toBe('operations may link partners now.\nUnchanged: analytics could before.\n');
    const removed = await home.easement('share remove-tenants partners analytics operations --yes');
    expect(removed.err).toBe('analytics may link partners no more.\nUnchanged: operations could not before.\n');
    const granted = await home.easement('grant add usage database flights partners');
    expect(granted.err).toBe('usage on database flights is granted to partners already; nothing was changed.\n');
    const revoked = await home.easement('grant revoke select table flights.airports partners --yes');
    expect(revoked).toMatchObject({ out: '', err: expect.stringContaining('was not granted; nothing was changed') });
  });

  it('grants views and functions that it finds by their names', async () => {
    const { code } = await home.easement(['grant', 'add', 'select', 'view', 'flights.Delays by State', 'partners']);
    expect(code).toBe(0);
    expect(world.last('Grant')).toMatchObject({ objectId: idOf('vew', 1), privilege: 2 });
    expect((await home.easement('grant add usage function flights.in_hours partners')).code).toBe(0);
    expect(world.last('Grant')).toMatchObject({ objectId: idOf('fun', 1), privilege: 1 });
  });

  it('lists the grants on an object that is named with its kind', async () => {
    const { out } = await home.easement(['grant', 'list', '--on', 'function flights.in_hours']);
    expect(out).toMatch(/usage\s+function\s+flights.in_hours\s+flights/);
    expect(world.last('ListGrants')).toMatchObject({ parent: { case: 'objectId', value: idOf('fun', 1) } });
  });

  it('tells programs of a share what is granted to it, in one document', async () => {
    const { out } = await home.easement('share show partners -o json');
    expect(JSON.parse(out)).toMatchObject({
      id: ids.partners,
      kind: 'SHARE_KIND_GRANTS',
      granted: [{ objectId: flights }, { objectId: airports, privilege: 'PRIVILEGE_SELECT' }],
    });
  });

  it('shows the ids of grants whose objects cannot be looked at', async () => {
    world.refuse('GetBucket', refusal('not_found', 'no'));
    expect((await home.easement('grant list --share partners')).out).toMatch(`usage      database  ${flights}`);
  });

  it('asks before a share goes from those who link it', async () => {
    expect((await home.easement('share delete partners')).err).toContain('Links of 2 projects are cut.');
  });

  it('loads a file, and tells how far it is in plain lines where there is no terminal', async () => {
    const file = join(home.folder, 'airports.csv');
    await writeFile(file, 'iata,delay\nJFK,12\n'.repeat(200_000));
    const { code, err } = await home.easement(
      `table load flights.airports ${file} --create --replace --no-header --delimiter ; --null-text NA --primary-key iata`,
    );
    expect(code).toBe(0);
    expect(world.load.bytes).toBe(3_600_000);
    expect(world.last('LoadTable')).toMatchObject({
      part: {
        value: {
          bucketId: flights,
          name: 'airports',
          create: true,
          format: 1,
          mode: 2,
          csv: { header: false, delimiter: ';', nullText: 'NA' },
          primaryKey: ['iata'],
        },
      },
    });
    expect(err).toMatch(/sent 1.0 MB of 3.6 MB \(\d0 %\)/);
    expect(err).toContain('Loaded 3 rows; the table is at version 2.');
  });

  it('exports to a file that appears when it is whole', async () => {
    const file = join(home.folder, 'out.csv');
    expect((await home.easement(`table export flights.airports ${file}`)).code).toBe(0);
    const again = await home.easement(`table export flights.airports ${file}`);
    expect(again).toMatchObject({ code: 2, err: expect.stringContaining('Overwrite') });
  });

  it('is understood as the README has it', async () => {
    const readme = await readFile(join(process.cwd(), 'apps/cli/README.md'), 'utf8');
    const lines = [...readme.matchAll(/```sh\n(.*?)```/gs)]
      .flatMap(([, example = '']) => example.split('\n'))
      .filter((line) => line && !line.includes('login'));
    expect(lines.length).toBeGreaterThan(9);
    for (const line of lines) {
      const [program, ...words] = [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(
        ([, quoted, bare]) => quoted ?? bare ?? '',
      );
      expect(program).toBe('easement');
      expect(await home.easement(words)).toMatchObject({ code: 0 });
    }
  });

  it('tells which parts could not be reached', async () => {
    expect((await home.easement('project show operations')).err).toContain('since query is away');
  });

  it('ends with 5 where access is denied', async () => {
    const { code, out } = await home.easement('access check flights --action drop');
    expect(code).toBe(5);
    expect(out).toMatch(/allowed\s+no\nreason\s+MISSING_ROLE/);
  });
});
