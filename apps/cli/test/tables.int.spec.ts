import { type Home, makeHome } from './play.ts';
import { ids, idOf } from './things.ts';
import { startWorld, type World } from './world.ts';

/** What people read, to the letter. */
const shown: Readonly<Record<string, readonly string[]>> = {
  whoami: [
    `id            ${ids.ada}`,
    'name          Ada',
    'e-mail        ada@meridian.example',
    `organization  ${ids.organization}`,
    'role          admin',
    'projects      operations (write)',
  ],
  'org list': [`id                              name      created`, `${ids.organization}  Meridian`],
  'project list': [
    'id                              name        description   created',
    `${ids.operations}  operations  runs flights  2001-02-03T04:05:06Z`,
    `${ids.analytics}  analytics`,
  ],
  'project show': [
    `id           ${ids.operations}`,
    'name         operations',
    'description  runs flights',
    'your role    write',
    'buckets      flights',
    'links',
    'shares',
    'offers       3',
    'tables',
    'rows',
    'size',
  ],
  'member list': [
    'id                              name  e-mail                role   since',
    `${ids.ada}        ada@meridian.example  write`,
  ],
  'user list': [
    'id                              name    e-mail                kind             created',
    `${ids.ada}  Ada     ada@meridian.example  user`,
    `${ids.robot}  loader                        service-account`,
  ],
  'token list': [
    'id                              of                              description  created  expires               revoked',
    `${ids.token}  ${ids.ada}  laptop                2001-02-03T04:05:06Z`,
  ],
  'token create': [
    `id       ${ids.token}`,
    `of       ${ids.ada}`,
    'expires  2001-02-03T04:05:06Z',
    'secret   a-new-secret',
  ],
  'bucket list': [
    'id                              name     from  stage  tables   rows    size',
    `${ids.flights}  flights  own   out         2  23376  1.3 MB`,
  ],
  'bucket list --project analytics': [
    'id                              name   from        stage  tables   rows    size',
    `${ids.notes}  notes  own         out         2  23376  1.3 MB`,
    `${ids.link}  ops    operations  in`,
  ],
  'bucket offers': [
    'offer                description  tables    size  by   since  here',
    'operations.flights                     2  1.3 MB  Ada         can be linked',
    'safety.strikes                         2  1.3 MB  Ada         you lack write',
    'safety.flights                         2  1.3 MB  Ada         can be linked, under another name',
    'operations.partners                    2  1.3 MB  Ada         can be linked',
    'safety.partners                        2  1.3 MB  Ada         holds no database yet',
  ],
  'bucket links flights': [
    'id                              project    name  from        state            since  by  removed  why',
    `${ids.link}  analytics  ops   operations  active, outside`,
  ],
  'link list --project analytics': [
    'id                              project    name         from        state            since  by  removed  why',
    `${ids.link}  analytics  ops          operations  active, outside`,
    `${idOf('lnk', 2)}  analytics  notes.ports  operations  active`,
  ],
  'share show flights': [
    `id       ${ids.share}`,
    'name     flights',
    'kind     bucket',
    `bucket   ${ids.flights}`,
    'to       selected-projects: analytics',
    'links    1',
    'outside  0',
    'comment',
    'since',
  ],
  'share show partners': [
    `id       ${ids.partners}`,
    'name     partners',
    'kind     grants',
    `bucket   ${ids.flights}`,
    'to       tenants: analytics',
    'links    2',
    'outside  0',
    'comment  for those who fly with us',
    'since',
    '',
    'privilege  on        object            share     since                 by',
    `usage      database  flights           partners  2001-02-03T04:05:06Z  ${ids.ada}`,
    `select     table     flights.airports  partners  2001-02-03T04:05:06Z  ${ids.ada}`,
  ],
  'table list': [
    'id                              table             origin  rows  size',
    `${ids.airports}  flights.airports  own     3376   0 B`,
    `${ids.delays}  ops.late ones     linked     0   0 B`,
  ],
  'table columns flights.airports': [
    'name   type     null  id',
    `iata   STRING   no    ${idOf('col', 1)}`,
    `delay  INTEGER  yes   ${idOf('col', 2)}`,
  ],
  'table history flights.airports': [
    'version  what    rows  added  removed  size  when  by',
    '      1  create     0   3376        0   0 B',
  ],
  'table preview flights.airports': ['iata  delay', 'JFK      12'],
  'access check flights --action share': [
    'allowed  no',
    'reason   MISSING_ROLE',
    'why      write is needed',
    'by link',
  ],
  'bucket delete flights --dry-run': [
    'projects     analytics',
    `links        ${ids.link}`,
    'attachments',
    'hidden       0',
    'people       2',
  ],
  'sql SELECT': ['iata  delay', 'JFK      12', 'ORD'],
};

describe('a table', () => {
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

  it.each(Object.entries(shown))('of %s', async (command, lines) => {
    expect((await home.easement(command)).out.split('\n')).toEqual([...lines, '']);
  });
});
