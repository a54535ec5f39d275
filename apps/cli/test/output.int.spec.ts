import { parse } from 'yaml';
import { type Home, makeHome } from './play.ts';
import { ids } from './things.ts';
import { startWorld, type World } from './world.ts';

describe('data on stdout', () => {
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

  it('is the same in JSON and YAML, with the names of the API and nothing left out', async () => {
    const json: unknown = JSON.parse((await home.easement('table list flights -o json')).out);
    const yaml: unknown = parse((await home.easement('table list flights -o yaml')).out);
    expect(json).toEqual(yaml);
    expect(json).toMatchObject([
      { id: ids.airports, name: 'airports', rowCount: '3376', primaryKey: [] },
      { name: 'delays' },
    ]);
  });

  it('is CSV with titles, and figures that are not rounded', async () => {
    const { out } = await home.easement('bucket list -o csv');
    expect(out).toBe(`id,name,from,stage,tables,rows,size\r\n${ids.flights},flights,own,out,2,23376,1300000\r\n`);
  });

  it('is an empty list where there is nothing, with words on stderr only for people', async () => {
    const json = await home.easement('bucket links --project operations -o json');
    expect([json.out, json.err]).toEqual(['[]\n', '']);
    const table = await home.easement('bucket links --project operations');
    expect([table.out, table.err]).toEqual(['', 'No links.\n']);
  });

  it('of one thing is an object', async () => {
    expect(JSON.parse((await home.easement('bucket show flights -o json')).out)).toMatchObject({ id: ids.flights });
    expect(parse((await home.easement('bucket show flights -o yaml')).out)).toMatchObject({ stage: 'STAGE_OUT' });
  });

  it('of an RPC is its answer', async () => {
    const { out } = await home.easement(`api OfferService/ListOffers {"projectId":"${ids.analytics}"}`);
    expect(JSON.parse(out)).toMatchObject({
      offers: [{ shareName: 'all flights', linkable: true }, {}, {}, {}, {}],
      nextPageToken: '',
    });
    expect(world.last('ListOffers')).toMatchObject({ projectId: ids.analytics });
    const full = 'easement.sharing.v1.OfferService/ListOffers';
    const fromStdin = await home.easement(`api ${full} - -o yaml`, { stdin: `{"projectId":"${ids.analytics}"}` });
    expect(parse(fromStdin.out)).toEqual(JSON.parse(out));
  });

  it('of an RPC that streams is a line for each message', async () => {
    const request = JSON.stringify({ projectId: ids.operations, statement: 'SELECT' });
    const { out } = await home.easement(['api', 'QueryService/Execute', request]);
    const parts = out
      .trim()
      .split('\n')
      .map((line) => Object.keys(JSON.parse(line) as object));
    expect(parts).toEqual([['schema'], ['batch'], ['statistics']]);
    const header = { header: { tableId: ids.airports, format: 'FORMAT_CSV' } };
    const upload = [header, { chunk: Buffer.from('a\n1\n').toString('base64') }].map((part) => JSON.stringify(part));
    const loaded = await home.easement('api LoadService/LoadTable -', { stdin: upload.join('\n') });
    expect(JSON.parse(loaded.out)).toMatchObject({ rowCount: '3' });
    expect(world.load.bytes).toBe(4);
  });

  it('of an RPC takes --dry-run and --request-id where it changes something', async () => {
    const request = JSON.stringify({ name: 'safety' });
    const { out } = await home.easement([
      'api',
      'ProjectService/CreateProject',
      request,
      '--dry-run',
      '--request-id',
      'x',
    ]);
    expect(JSON.parse(out)).toMatchObject({ impact: { principalCount: 3 } });
    expect(world.last('CreateProject')).toMatchObject({ validateOnly: true, requestId: 'x' });
    expect((await home.easement('api ProjectService/ListProjects --dry-run')).code).toBe(2);
  });

  it('lists the RPCs there are', async () => {
    const { out } = await home.easement('api --list -o csv');
    expect(out).toContain('easement.query.v1.QueryService/Execute,server streaming');
    expect(out).not.toContain('DirectoryService');
  });

  it('is help and version on request, which need no server', async () => {
    expect(await home.easement('--version')).toMatchObject({ code: 0, out: '0.1.0\n', err: '' });
    const help = await home.easement('bucket link --help');
    expect(help).toMatchObject({ code: 0, err: '' });
    expect(help.out).toContain('$ easement bucket link operations.flights --name ops --project analytics');
    expect(await home.easement('')).toMatchObject({ code: 2, out: '' });
  });
});
