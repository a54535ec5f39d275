import { refusal } from '@easement/testing';
import { type Home, makeHome } from './play.ts';
import { idOf, ids } from './things.ts';
import { startWorld, type World } from './world.ts';

describe('names and ids', () => {
  let world: World;
  let home: Home;

  beforeAll(async () => {
    world = await startWorld();
    home = await makeHome({ EASEMENT_URL: world.url, EASEMENT_TOKEN: 'a-secret' });
  });
  afterAll(async () => {
    await home[Symbol.asyncDispose]();
    await world[Symbol.asyncDispose]();
  });

  /** The RPCs that a command comes to, in order; the order of those that run at once does not matter. */
  async function asked(command: string): Promise<readonly string[]> {
    world.asked.splice(0);
    const { code, err } = await home.easement(command);
    expect([code, err]).toEqual([0, expect.not.stringContaining('error:')]);
    return world.asked.map(({ method }) => method).toSorted();
  }

  it.each([
    [`bucket delete ${ids.flights} --yes`, ['DeleteBucket', 'GetBucket']],
    [`bucket unlink ${ids.link} --yes`, ['DeleteLink', 'GetLink']],
    [`bucket create ${ids.operations}.notes`, ['CreateBucket']],
    [`table drop ${ids.airports} --yes`, ['DeleteTable']],
    [`table columns ${ids.airports}`, ['GetTable']],
    [`table export ${ids.airports} --project ${ids.analytics}`, ['ExportTable']],
    [`table load ${ids.airports} - --format csv`, ['LoadTable']],
    [`member remove ${ids.ada} --project ${ids.operations} --yes`, ['RemoveProjectMember']],
    [`token list --of ${ids.robot}`, ['ListTokens']],
    [`sql SELECT --project ${ids.operations}`, ['Execute']],
    [`access check ${ids.airports} --project ${ids.operations}`, ['CheckAccess']],
    [`grant add select table ${ids.airports} ${ids.partners}`, ['GetShare', 'Grant']],
    [`grant add select view ${idOf('vew', 1)} ${ids.partners}`, ['GetShare', 'Grant']],
    [`grant revoke usage function ${idOf('fun', 1)} ${ids.partners} --yes`, ['GetShare', 'Revoke']],
    [`link create ${ids.share} --name ops --project ${ids.analytics}`, ['CreateLink']],
    [`bucket link ${ids.share} --name ops --project ${ids.analytics}`, ['CreateLink']],
  ])('an id is asked about nobody: %s', async (command, methods) => {
    expect(await asked(command)).toEqual(methods);
  });

  it.each([
    ['bucket create operations.notes', ['CreateBucket', 'ListProjects', 'ListProjects']],
    [
      'table drop operations.flights.airports --yes',
      ['DeleteTable', 'ListBuckets', 'ListLinks', 'ListProjects', 'ListProjects', 'ListTables'],
    ],
    ['member remove ada@meridian.example --organization --yes', ['GetUser', 'RemoveOrganizationMember']],
  ])('a name is looked up, all pages of it: %s', async (command, methods) => {
    expect(await asked(command)).toEqual(methods);
  });

  it('a name in another case is the same name, as long as only one has it', async () => {
    await asked('table show OPERATIONS.Flights.AirPorts');
    expect(world.last('GetTable')).toMatchObject({ tableId: ids.airports });
  });

  it('a path tells the project, whatever the default is', async () => {
    await asked(`bucket show analytics.ops --project ${ids.operations}`);
    expect(world.last('ListBuckets')).toMatchObject({ projectId: ids.analytics });
  });

  it('what a link shows is read through the project that links it', async () => {
    await asked('table preview analytics.ops.airports');
    expect(world.last('ListTables')).toMatchObject({ parent: { case: 'linkId', value: ids.link } });
    expect(world.last('Preview')).toMatchObject({ tableId: ids.airports, projectId: ids.analytics });
  });

  it('a question about a link is asked about the bucket that it shows', async () => {
    await asked('access check ops --project analytics');
    expect(world.last('CheckAccess')).toMatchObject({
      projectId: ids.analytics,
      object: { object: { case: 'bucketId', value: ids.flights } },
    });
  });

  it('a share of a project whose shares are not to be listed is found by what it offers', async () => {
    const command = `share show operations.partners --project ${ids.analytics}`;
    world.refuse('ListShares', refusal('missing_role', 'read is needed', { role: 'read' }));
    await asked(command);
    expect(world.last('ListOffers')).toMatchObject({ projectId: ids.analytics, shareName: 'partners' });
    expect(world.last('ListGrants')).toMatchObject({ parent: { value: ids.partners } });
    world.refuse('ListShares', refusal('missing_role', 'read is needed', { role: 'read' }));
    expect(await home.easement(command.replace('partners', 'unknown'))).toMatchObject({ code: 5 });
  });

  it('what is offered is thought of as a share first, then as a bucket, and asked about by its names', async () => {
    await asked(`link create operations.flights --project ${ids.analytics}`);
    expect(world.last('CreateLink')).toMatchObject({ shareId: ids.share });
    const offers = world.asked.filter(({ method }) => method === 'ListOffers').map(({ request }) => request);
    expect(offers).toMatchObject([
      { providerProjectName: 'operations', shareName: 'flights' },
      { providerProjectName: 'operations', shareName: '' },
    ]);
    await asked(`link create wildlife --project ${ids.analytics}`);
    expect(world.last('ListOffers')).toMatchObject({ providerProjectName: '', shareName: 'wildlife' });
  });

  it('an offer is found by the name of its bucket with that of the provider, of its share, or by id', async () => {
    for (const name of ['operations.flights', 'all flights', ids.share]) {
      const command = ['bucket', 'link', name, '--project', ids.analytics];
      expect(await home.easement(command)).toMatchObject({ code: 0 });
      expect(world.last('CreateLink')).toMatchObject({ shareId: ids.share, name: 'flights' });
    }
  });
});
