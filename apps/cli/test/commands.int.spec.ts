import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Home, makeHome } from './play.ts';
import { ids, idOf } from './things.ts';
import { startWorld, type World } from './world.ts';

/** A command, the RPC that it must come to, what the request holds, and what it prints. */
type Case = readonly [command: string, method: string, request: object, out: string | RegExp];

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

const changing: Case[] = [
  ['org rename Zenith', 'UpdateOrganization', { name: 'Zenith', updateMask: { paths: ['name'] } }, ''],
  ['org delete Meridian --yes', 'DeleteOrganization', { organizationId: ids.organization }, ''],
  [
    'project create safety --description strikes',
    'CreateProject',
    { name: 'safety', description: 'strikes' },
    'operations',
  ],
  [
    'project update operations --description less',
    'UpdateProject',
    { projectId: operations, description: 'less', updateMask: { paths: ['description'] } },
    '',
  ],
  ['project delete analytics --yes', 'DeleteProject', { projectId: analytics }, ''],
  [
    'member add ada@meridian.example --role read',
    'AddProjectMember',
    { principalId: ids.ada, role: 3, projectId: operations },
    '',
  ],
  ['member add loader --role support --organization', 'AddOrganizationMember', { principalId: ids.robot, role: 4 }, ''],
  [
    `member update ${ids.ada} --role admin --project analytics`,
    'UpdateProjectMember',
    { role: 1, projectId: analytics },
    '',
  ],
  ['member update ada@meridian.example --role owner --organization', 'UpdateOrganizationMember', { role: 1 }, ''],
  [
    'member remove ada@meridian.example --yes',
    'RemoveProjectMember',
    { principalId: ids.ada, projectId: operations },
    '',
  ],
  ['member remove ada@meridian.example --organization --yes', 'RemoveOrganizationMember', { principalId: ids.ada }, ''],
  [
    'user create bo@meridian.example --name Bo',
    'CreateUser',
    { email: 'bo@meridian.example', displayName: 'Bo' },
    'bo@',
  ],
  ['user create-service-account loader', 'CreateServiceAccount', { name: 'loader', projectId: '' }, 'loader'],
  ['user create-service-account loader --project analytics', 'CreateServiceAccount', { projectId: analytics }, ''],
  [
    'token create --of ada@meridian.example --expires 2030-01-01',
    'CreateToken',
    { principalId: ids.ada },
    'a-new-secret',
  ],
  [`token rotate ${ids.token} --overlap 15m`, 'RotateToken', { overlap: { seconds: 900n } }, 'a-newer-secret'],
  [`token revoke ${ids.token} --yes`, 'RevokeToken', { tokenId: ids.token }, ''],
  ['bucket create notes', 'CreateBucket', { projectId: operations, name: 'notes', stage: 2 }, 'flights'],
  ['bucket create analytics.notes --stage in', 'CreateBucket', { projectId: analytics, name: 'notes', stage: 1 }, ''],
  [
    'bucket update flights --name air',
    'UpdateBucket',
    { bucketId: flights, name: 'air', updateMask: { paths: ['name'] } },
    '',
  ],
  [
    'bucket update analytics.ops --stage out',
    'UpdateLink',
    { linkId: ids.link, stage: 2, updateMask: { paths: ['stage'] } },
    '',
  ],
  ['bucket delete flights --force --yes', 'DeleteBucket', { bucketId: flights, force: true }, ''],
  ['bucket share flights --to organization-members', 'CreateShare', { audience: { type: 2 } }, 'flights'],
  [
    'bucket share flights --to-project analytics --to-project operations --comment all',
    'CreateShare',
    {
      content: { value: { bucketId: flights } },
      comment: 'all',
      audience: { type: 3, projectIds: [analytics, operations] },
    },
    '',
  ],
  [
    'bucket share flights --to-user ada@meridian.example',
    'CreateShare',
    { audience: { type: 4, users: ['ada@meridian.example'] } },
    '',
  ],
  ['bucket unshare flights --yes', 'DeleteShare', { shareId: ids.share }, ''],
  [
    'bucket link operations.flights --name ops --project analytics',
    'CreateLink',
    { shareId: ids.share, projectId: analytics, name: 'ops', stage: 1 },
    'ops',
  ],
  ['bucket link wildlife --stage out', 'CreateLink', { shareId: idOf('shr', 2), name: 'strikes', stage: 2 }, ''],
  [`bucket link ${idOf('shr', 9)} --name x`, 'CreateLink', { shareId: idOf('shr', 9), name: 'x' }, ''],
  ['bucket unlink analytics.ops --yes', 'DeleteLink', { linkId: ids.link }, ''],
  [
    'bucket force-unlink flights analytics --comment misuse --yes',
    'ForceUnlink',
    { shareId: ids.share, projectId: analytics, comment: 'misuse' },
    '',
  ],
  [
    'share update flights --to project-members --existing-links cut',
    'UpdateShare',
    {
      shareId: ids.share,
      etag: 'etag-1',
      audience: { type: 1 },
      existingLinks: 2,
      updateMask: { paths: ['audience'] },
    },
    '',
  ],
  ['share update flights --name air', 'UpdateShare', { etag: '', name: 'air', updateMask: { paths: ['name'] } }, ''],
  ['share delete flights --yes', 'DeleteShare', { shareId: ids.share }, ''],
  [
    'table create flights.notes --column id:INTEGER:not-null --column a:b:STRING --primary-key id',
    'CreateTable',
    {
      bucketId: flights,
      name: 'notes',
      columns: [
        { name: 'id', type: 'INTEGER', nullable: false },
        { name: 'a:b', type: 'STRING', nullable: true },
      ],
      primaryKey: ['id'],
    },
    '',
  ],
  [
    'table alias flights.late flights.airports --filter delay>15',
    'CreateAlias',
    {
      bucketId: flights,
      name: 'late',
      sourceTableId: airports,
      filter: 'delay>15',
      autoSyncColumns: true,
      columns: [],
    },
    /shows\s+tbl_\w+\nfilter\s+"delay" > 15\nall columns\s+no/,
  ],
  [
    'table alias flights.codes flights.airports --column iata --column delay',
    'CreateAlias',
    { name: 'codes', filter: '', autoSyncColumns: false, columns: ['iata', 'delay'] },
    'late',
  ],
  [
    'table change-alias flights.airports --filter delay>15 --all-columns',
    'UpdateTable',
    {
      tableId: airports,
      filter: 'delay>15',
      autoSyncColumns: true,
      updateMask: { paths: ['filter', 'auto_sync_columns'] },
    },
    '',
  ],
  [
    'table change-alias flights.airports --all-rows --column iata',
    'UpdateTable',
    { filter: '', columns: ['iata'], updateMask: { paths: ['filter', 'columns'] } },
    '',
  ],
  [
    'metadata set flights unit minutes --table airports --column delay',
    'SetMetadata',
    {
      object: { object: { case: 'columnId', value: idOf('col', 2) } },
      entries: [{ key: 'unit', value: 'minutes' }],
    },
    'unit',
  ],
  [
    'metadata delete operations.flights unit --table airports',
    'DeleteMetadata',
    { object: { object: { case: 'tableId', value: airports } }, keys: ['unit'] },
    '',
  ],
  ['table rename flights.airports ports', 'UpdateTable', { tableId: airports, name: 'ports' }, ''],
  ['table drop flights.airports --yes', 'DeleteTable', { tableId: airports }, ''],
  ['table add-column flights.airports note:STRING', 'AddColumn', { column: { name: 'note', type: 'STRING' } }, ''],
  ['table rename-column flights.airports iata code', 'RenameColumn', { column: 'iata', newName: 'code' }, ''],
  ['table drop-column flights.airports delay --yes', 'DropColumn', { tableId: airports, column: 'delay' }, ''],
  ['table load flights.airports - --format csv', 'LoadTable', { part: { case: 'header' } }, 'airports'],
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
    const lines = (/```sh\n(.*?)```/s.exec(readme)?.[1] ?? '')
      .split('\n')
      .filter((line) => line && !line.includes('login'));
    expect(lines.length).toBeGreaterThan(4);
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
