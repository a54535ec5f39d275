import { PassThrough } from 'node:stream';
import { refusal } from '@easement/testing';
import { type Home, makeHome } from './play.ts';
import { ids, idOf } from './things.ts';
import { startWorld, type World } from './world.ts';

describe('what goes wrong', () => {
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

  it('is told on stderr with its reason, what to do next, and the id of the request', async () => {
    const facts = { projects: 'analytics' };
    world.refuse('DeleteBucket', refusal('has_links', 'analytics links this bucket', facts));
    const { code, out, err } = await home.easement('bucket delete flights --yes --request-id mine');
    expect(code).toBe(6);
    expect(out).toBe('');
    expect(err).toMatch(
      /^error: analytics links this bucket\n {2}reason: HAS_LINKS\n {2}next: .*force-unlink`\n {2}request: mine\n$/,
    );
  });

  it('names projects, which the server knows by id', async () => {
    world.refuse('DeleteTable', refusal('has_links', `linked by 2 projects (${ids.analytics}, ${idOf('prj', 9)})`));
    const { err } = await home.easement('table drop flights.airports --yes');
    expect(err).toContain(`linked by 2 projects (analytics (${ids.analytics}), ${idOf('prj', 9)})`);
    world.refuse('DeleteTable', refusal('has_links', `linked by ${ids.analytics}`));
    world.refuse('ListProjects', refusal('not_found', 'no'));
    expect((await home.easement(`table drop ${ids.airports} --yes`)).err).toContain(`linked by ${ids.analytics}`);
  });

  it.each([
    ['not_found', 3],
    ['no_such_link', 3],
    ['bad_token', 4],
    ['missing_role', 5],
    ['not_admitted', 5],
    ['name_taken', 6],
    ['stale_etag', 6],
    ['request_id_reused', 6],
    ['invalid_field', 2],
    ['bad_file', 1],
  ] as const)('ends with the code of its reason: %s with %i', async (reason, code) => {
    world.refuse('CreateBucket', refusal(reason, 'no'));
    expect((await home.easement('bucket create notes')).code).toBe(code);
  });

  it('is repeated by itself where a part was away for a moment', async () => {
    world.refuse('CreateBucket', refusal('peer_unavailable', 'catalog is away'));
    expect((await home.easement('bucket create notes')).code).toBe(0);
  });

  it('ends with 7 where nobody answers', async () => {
    const variables = { EASEMENT_URL: 'http://127.0.0.1:9' };
    const { code, err } = await home.easement('project list --timeout 1', { variables });
    expect(code).toBe(7);
    expect(err).toContain('check the URL');
  });

  it('names the role that is missing', async () => {
    world.refuse('CreateBucket', refusal('missing_role', 'you may only read', { role: 'write', scope: 'project' }));
    expect((await home.easement('bucket create notes')).err).toContain('ask an admin for the role write');
  });

  it('names each field that is wrong', async () => {
    const { code, err } = await home.easement(['token', 'revoke', 'not-an-id', '--yes']);
    expect(code).toBe(2);
    expect(err).toMatch(/reason: INVALID_FIELD/);
    expect(err).toContain('token_id');
  });

  it('a name that stands for nothing ends with 3, before anything is asked of it', async () => {
    world.asked.splice(0);
    const { code, err } = await home.easement('bucket delete nothing --yes');
    expect(code).toBe(3);
    expect(err).toContain('there is no bucket or link "nothing" in the project');
    expect(world.last('DeleteBucket')).toBeUndefined();
    expect((await home.easement('bucket list --project nowhere')).code).toBe(3);
    expect((await home.easement('table show flights.nothing')).code).toBe(3);
    expect((await home.easement('grant add select view flights.nothing partners')).code).toBe(3);
    expect((await home.easement('grant add usage function flights.nothing partners')).code).toBe(3);
    expect((await home.easement('bucket link nobody.nothing')).code).toBe(3);
    expect((await home.easement('member add nobody --role read')).code).toBe(3);
  });

  it('a name that may mean several things is refused with what it may mean', async () => {
    const { code, err } = await home.easement('bucket link flights --name x');
    expect(code).toBe(2);
    expect(err).toContain('operations.flights, safety.flights');
    const shares = await home.easement('link create partners --name x');
    expect(shares).toMatchObject({ code: 2, err: expect.stringContaining('operations.partners, safety.partners') });
  });

  it.each([
    'frobnicate',
    'bucket frobnicate',
    'bucket create',
    'bucket create one two',
    'bucket create notes --stage sideways',
    'bucket share flights',
    'bucket share flights --to organization-members --to-user ada@meridian.example',
    'bucket update flights',
    'bucket show a.b.c',
    'bucket unlink flights --yes',
    'member add ada@meridian.example --role owner',
    'member add ada@meridian.example',
    'project update operations',
    'share update flights',
    'bucket share flights --to tenants',
    'share create a.b.c',
    'share add-tenants partners',
    'grant add own table flights.airports partners',
    'grant add select column flights.airports partners',
    'grant add select table flights.airports',
    'grant list',
    'grant list --share partners --on flights',
    'grant list --on flights',
    'link show flights',
    'link delete flights --yes',
    `link create operations.partners --object ${ids.airports} --name x`,
    `link create operations.partners --object ${ids.airports} --into analytics.notes`,
    'table show airports',
    'table create flights.notes',
    'metadata list flights --column delay',
    'table change-alias flights.airports',
    'table change-alias flights.airports --filter a=1 --all-rows',
    'table change-alias flights.airports --column a --all-columns',
    'table create flights.notes --column id',
    'table load flights.notes rows.txt',
    'table preview flights.airports --rows many',
    'token create --expires soon',
    'api Nothing',
    'api OfferService/ListOffers {"projectid":""}',
    'api OfferService/ListOffers {',
    'sql -f report.sql SELECT',
    'project list -o xml',
  ])('a command that cannot be understood ends with 2: %s', async (command) => {
    const { code, out, err } = await home.easement(command);
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain('error:');
  });

  it('a reader that leaves is no failure', async () => {
    const stdout = new PassThrough();
    stdout.destroy();
    const { code, err } = await home.easement('project list', { stdout });
    expect([code, err]).toEqual([0, '']);
  });

  it('stops the call when Ctrl-C is pressed', async () => {
    world.statement.endless = true;
    const signal = AbortSignal.timeout(200);
    const { code, err } = await home.easement('sql SELECT -o csv', { signal });
    world.statement.endless = false;
    expect([code, err]).toEqual([130, 'canceled\n']);
  });

  it('text of others does not reach the terminal as it is', async () => {
    world.refuse('CreateBucket', refusal('name_taken', 'a \u001b[2Jname\u202e is taken'));
    const { err } = await home.easement('bucket create notes');
    expect(err).toContain('a \\u001b[2Jname\\u202e is taken');
  });
});
