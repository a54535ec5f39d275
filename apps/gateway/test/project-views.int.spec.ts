import type { MessageInitShape } from '@bufbuild/protobuf';
import {
  BucketService,
  Code,
  LinkService,
  LinkState,
  type LinkSchema,
  ObjectKind,
  ObjectService,
  OfferService,
  OrganizationRole,
  Origin,
  ProjectRole,
  ProjectService,
  ProjectViewService,
  ReachService,
  ShareService,
  UsageService,
} from '@easement/contracts';
import { newId, Refusal } from '@easement/domain';
import { organization, user } from './directory.ts';
import { failureOf } from './failure.ts';
import { type House, openHouse } from './house.ts';
import { fake } from './services.ts';
import { openWay, type Way } from './ways.ts';

const projectId = newId('project');
const theirs = newId('project');
const ownBucket = newId('bucket');
const linkedBucket = newId('bucket');
const link = (name: string, state: LinkState): MessageInitShape<typeof LinkSchema> => ({
  id: newId('link'),
  name,
  state,
  bucketId: state === LinkState.ACTIVE ? linkedBucket : newId('bucket'),
  sourceProjectId: theirs,
});
const ops = link('ops', LinkState.ACTIVE);
const { getProjectOverview, listProjectObjects } = ProjectViewService.method;

const services = [
  fake(ProjectService, { getProject: async (asked) => ({ project: { id: asked.projectId, name: 'analytics' } }) }),
  fake(BucketService, { listBuckets: async () => ({ buckets: [{ id: ownBucket, name: 'reports' }] }) }),
  fake(UsageService, { getProjectUsage: async () => ({ usage: { bucketCount: 1, rowCount: 5n } }) }),
  fake(ShareService, { listShares: async () => ({ shares: [{ name: 'reports' }] }) }),
  fake(OfferService, { listOffers: async () => ({ offers: [{ linkId: '' }, { linkId: 'lnk_x' }, { linkId: '' }] }) }),
  fake(LinkService, {
    listLinks: async ({ pageToken }) =>
      pageToken === ''
        ? { links: [link('half', LinkState.PENDING), ops], nextPageToken: 'more' }
        : { links: [link('going', LinkState.REMOVING)] },
  }),
  fake(ReachService, { findReach: async () => ({ reaches: [] }) }),
  fake(ObjectService, {
    listObjects: async ({ pageSize, pageToken, linkedBucketIds, principalId }) => {
      expect([pageSize, linkedBucketIds, principalId]).toEqual([10, [linkedBucket], user]);
      if (pageToken !== '') return { objects: [] };
      const own = { id: ownBucket, name: 'reports', projectId };
      const linked = { id: linkedBucket, name: 'flights', projectId: theirs };
      return {
        objects: [
          { object: { case: 'bucket', value: own } },
          {
            object: { case: 'table', value: { name: 'legs', bucketId: linkedBucket, projectId: theirs } },
            bucketName: 'flights',
          },
          { object: { case: 'bucket', value: linked } },
        ],
        nextPageToken: 'next',
      };
    },
  }),
];

let house: House;
let way: Way;

beforeEach(async () => {
  house = await openHouse(services);
  way = openWay('Connect JSON over HTTP/1.1', house);
});

afterEach(async () => {
  way[Symbol.dispose]();
  await house[Symbol.asyncDispose]();
});

const options = () => ({ token: house.directory.secret });
const overview = async () => (await way.call(getProjectOverview, { projectId }, options())).overview;
const objects = (pageToken = '') => way.call(listProjectObjects, { projectId, pageSize: 10, pageToken }, options());

describe('the overview', () => {
  it('tells what the services know', async () => {
    expect(await overview()).toMatchObject({
      project: { id: projectId, name: 'analytics' },
      role: ProjectRole.WRITE,
      buckets: [{ name: 'reports' }],
      shares: [{ name: 'reports' }],
      links: [{ name: 'half' }, { name: 'ops' }],
      usage: { bucketCount: 1, rowCount: 5n },
      offerCount: 2,
      unreachable: [],
    });
  });

  it('asks each service for its caller', async () => {
    await overview();
    for (const { call } of house.reached)
      expect(call.actor).toEqual({ kind: 'principal', principal: user, organization });
  });

  it('names the parts that are down, and tells the rest', async () => {
    await house.stop('sharing');
    expect(await overview()).toMatchObject({
      buckets: [{ name: 'reports' }],
      shares: [],
      links: [],
      offerCount: 0,
      unreachable: ['sharing'],
    });
    await house.stop('catalog');
    expect(await overview()).toMatchObject({ project: { name: 'analytics' }, unreachable: ['catalog', 'sharing'] });
  });

  it('shows the implied role', async () => {
    house.directory.standing = { projectExists: true, organizationRole: OrganizationRole.OWNER };
    expect((await overview())?.role).toBe(ProjectRole.ADMIN);
    house.directory.standing = { projectExists: true, organizationRole: OrganizationRole.SUPPORT };
    expect((await overview())?.role).toBe(ProjectRole.UNSPECIFIED);
  });
});

describe('the list of objects', () => {
  it('tells own and linked ones in one list, the linked under the names of their links', async () => {
    const listed = await objects();
    expect(listed).toMatchObject({ nextPageToken: 'next', unreachable: [] });
    expect(listed.objects).toMatchObject([
      { kind: ObjectKind.BUCKET, name: 'reports', origin: Origin.OWN, linkId: '' },
      { kind: ObjectKind.TABLE, name: 'legs', bucketName: 'ops', origin: Origin.LINKED, linkId: ops.id },
      { kind: ObjectKind.BUCKET, name: 'ops', origin: Origin.LINKED, linkId: ops.id },
    ]);
    expect(await objects('next')).toMatchObject({ objects: [], nextPageToken: '' });
  });

  it('without sharing-service tells own objects and what is missing', async () => {
    await using alone = await openHouse([
      fake(ObjectService, {
        listObjects: async ({ linkedBucketIds }) => {
          expect(linkedBucketIds).toEqual([]);
          return { objects: [{ object: { case: 'bucket', value: { name: 'reports', projectId } } }] };
        },
      }),
    ]);
    await alone.stop('sharing');
    using caller = openWay('gRPC', alone);
    const listed = await caller.call(listProjectObjects, { projectId }, { token: alone.directory.secret });
    expect(listed).toMatchObject({ objects: [{ name: 'reports' }], unreachable: ['sharing'] });
  });

  it('without catalog-service tells the links that are live, and what is missing', async () => {
    await house.stop('catalog');
    expect(await objects()).toMatchObject({
      objects: [{ id: linkedBucket, name: 'ops', origin: Origin.LINKED, sourceProjectId: theirs }],
      nextPageToken: '',
      unreachable: ['catalog'],
    });
  });

  it('without catalog-service has no later page', async () => {
    await house.stop('catalog');
    const failure = await failureOf(objects('next'));
    expect(failure).toMatchObject({ code: Code.UNAVAILABLE, reason: 'PEER_UNAVAILABLE', facts: { part: 'catalog' } });
  });
});

describe.each([
  ['the overview', () => overview()],
  ['the list of objects', () => objects()],
])('%s', (_, ask) => {
  it('of a project that is not there, or not visible, is refused alike', async () => {
    house.directory.standing = { projectExists: false };
    const absent = await failureOf(ask());
    house.directory.standing = { projectExists: true };
    const hidden = await failureOf(ask());
    expect(absent).toMatchObject({
      code: Code.NOT_FOUND,
      reason: 'NOT_FOUND',
      facts: { kind: 'project', id: projectId },
    });
    expect(hidden).toEqual(absent);
    expect(house.reached).toEqual([]);
  });

  it('is refused to a member of the organization who has no role in the project', async () => {
    house.directory.standing = { projectExists: true, organizationRole: OrganizationRole.MEMBER };
    expect(await failureOf(ask())).toMatchObject({ reason: 'MISSING_ROLE', facts: { role: 'read', scope: projectId } });
  });

  it('is for members of an organization, not for the operator', async () => {
    const token = house.directory.operatorSecret;
    const failure = await failureOf(way.call(getProjectOverview, { projectId }, { token }));
    expect(failure.reason).toBe('MISSING_ROLE');
  });
});

it('a refusal of one part is the refusal of the page', async () => {
  const refusal = new Refusal('missing_role', 'looking at shares needs the role read', {
    role: 'read',
    scope: projectId,
  });
  await using strict = await openHouse([fake(ShareService, { listShares: () => Promise.reject(refusal) })]);
  await strict.stop('catalog');
  using caller = openWay('gRPC', strict);
  const failure = await failureOf(caller.call(getProjectOverview, { projectId }, { token: strict.directory.secret }));
  expect(failure).toMatchObject({ reason: 'MISSING_ROLE', message: refusal.message, facts: refusal.facts });
});

it('a part that is late is named, and its page comes before the deadline', async () => {
  await using slow = await openHouse([fake(OfferService, { listOffers: () => new Promise(() => undefined) })]);
  using caller = openWay('gRPC', slow);
  const given = { token: slow.directory.secret, timeoutMs: 2_000 };
  expect((await caller.call(getProjectOverview, { projectId }, given)).overview?.unreachable).toEqual(['sharing']);
});
