import { allOf, type Known, type KnownWorld, linksOf, rightsOf, sharesOf } from './known-world.ts';

const world: KnownWorld = {
  projects: new Map([
    ['operations', new Set(['ada'])],
    ['analytics', new Set(['ben', 'eve'])],
  ]),
  deleted: new Set(),
  buckets: new Map([['flights', 'operations']]),
  shares: new Set(['flights']),
  links: new Map([['l1', { bucket: 'flights', project: 'analytics', name: 'ops' }]]),
};
const empty: KnownWorld = { ...world, links: new Map() };
const right = (person: string, project: string) => ({ person, project, bucket: 'flights' });

it('of one moment everybody reads what their project has or links', () => {
  expect(rightsOf(allOf(world))).toEqual([
    right('ada', 'operations'),
    right('ben', 'analytics'),
    right('eve', 'analytics'),
  ]);
});

const older: readonly (readonly [string, Partial<Known>])[] = [
  ['the catalog does not know the link', { catalog: empty }],
  ['sharing does not know the link', { sharing: empty }],
  ['sharing does not know the share', { sharing: { ...world, shares: new Set() } }],
  ['the catalog does not know the bucket', { catalog: { ...world, buckets: new Map() } }],
];

it.each(older)('a link is none where %s', (_, known) => {
  expect(linksOf({ ...allOf(world), ...known }).size).toBe(0);
});

it('a link is none where identity does not know one of its projects', () => {
  for (const name of world.projects.keys()) {
    const projects = new Map([...world.projects].filter(([project]) => project !== name));
    expect(linksOf({ ...allOf(world), identity: { ...world, projects } }).size).toBe(0);
  }
});

it('a link has the name that the catalog has for it', () => {
  const renamed = new Map([['l1', { bucket: 'flights', project: 'analytics', name: 'since' }]]);
  expect(linksOf({ ...allOf(world), catalog: { ...world, links: renamed } }).get('l1')?.name).toBe('since');
});

it('a share is none without its bucket or its project', () => {
  expect(sharesOf(allOf(world)).size).toBe(1);
  expect(sharesOf({ ...allOf(world), catalog: { ...world, buckets: new Map() } }).size).toBe(0);
  expect(sharesOf({ ...allOf(world), identity: { ...world, projects: new Map() } }).size).toBe(0);
});

it('nobody reads in a project that sharing knows to be deleted', () => {
  const sharing = { ...world, deleted: new Set(['analytics']), links: new Map() };
  expect(rightsOf({ ...allOf(world), sharing })).toEqual([right('ada', 'operations')]);
});
