import { newId } from '@easement/domain';
import { stores } from '@easement/persistence/testing';
import { type Catalog, startCatalog } from './catalog.ts';
import { aBucket, aCommit, aName, aScene, aTable, outcomeOf, type Scene } from './scene.ts';

/** Nobody listens there. */
const nowhere = '127.0.0.1:1';

describe.each(stores)('catalog-service on %s', (store) => {
  let catalog: Catalog;
  let scene: Scene;
  beforeAll(async () => {
    catalog = await startCatalog(store);
    scene = aScene(catalog);
  });
  afterAll(() => catalog[Symbol.asyncDispose]());

  it('tells operators that it lives, that it is ready and what it did', async () => {
    await outcomeOf(catalog.as(scene.stranger).buckets.getBucket({ bucketId: newId('bucket') }));
    const ask = async (path: string) => {
      const answer = await fetch(`http://127.0.0.1:${catalog.operationsPort}${path}`);
      return [answer.status, await answer.text()] as const;
    };
    expect(await ask('/livez')).toEqual([200, 'alive']);
    expect(await ask('/readyz')).toEqual([200, 'ready']);
    const [, metrics] = await ask('/metrics');
    expect(metrics).toMatch(
      /easement_rpc_calls_total\{method="easement\.catalog\.v1\.BucketService\/GetBucket",code="NOT_FOUND",reason="NOT_FOUND"\} [1-9]/,
    );
    expect(metrics).toContain('easement_database_connections{service="catalog",pool="write",state="busy"} 0\n');
    expect(metrics).toMatch(
      /easement_database_transactions_total\{service="catalog",pool="read",outcome="committed"\} [1-9]/,
    );
  });

  it('opens its internal services to no person, whatever their role', async () => {
    const { holds, versions, objects, closing } = catalog.sneakingIn(scene.owner);
    const bucket = await aBucket(catalog.as(scene.owner), scene.operations);
    const table = await aTable(catalog.as(scene.owner), bucket);
    const projectId = scene.analytics.id;
    const hold = { objectId: bucket.id, holderId: newId('link'), projectId, name: aName(), blocks: true };
    const calls = [
      holds.placeHold(hold),
      holds.releaseHold({ holderIds: [hold.holderId] }),
      holds.listHolds({}),
      holds.renameName({ holderId: hold.holderId, name: aName() }),
      versions.commitVersion(aCommit(scene.owner, table)),
      versions.getVersions({ queries: [] }),
      versions.listFiles({ fileIds: [] }),
      objects.lookUpObjects({ objectIds: [bucket.id] }),
      objects.lookUpNames({ projectId, names: [] }),
      objects.listObjects({ principalId: scene.owner.principal, projectId }),
      closing.closeProject({ projectId, attempt: 1n }),
      closing.reopenProject({ projectId, attempt: 1n }),
    ];
    const outcomes = await Promise.all(calls.map(outcomeOf));
    expect(outcomes).toEqual(calls.map(() => 'missing_role'));
  });

  it('keeps organizations apart: each id of another one is one that does not exist', async () => {
    const bucket = await aBucket(catalog.as(scene.owner), scene.operations);
    const organization = newId('organization');
    const foreign = catalog.directory.addPerson(organization, { organization: 'owner' });
    const project = catalog.directory.addProject(organization);
    const insider = catalog.inside(organization);
    const hold = { holderId: newId('link'), projectId: project.id, name: aName(), blocks: true };
    await expect(insider.holds.placeHold({ ...hold, objectId: bucket.id })).rejects.toMatchObject({
      reason: 'not_found',
    });
    await expect(aBucket(catalog.as(foreign), scene.operations)).rejects.toMatchObject({ reason: 'not_found' });
    await insider.holds.releaseHold({ holderIds: [newId('link')] });
    await insider.closing.closeProject({ projectId: scene.operations.id, attempt: 1n });
    expect(await aBucket(catalog.as(scene.owner), scene.operations)).toMatchObject({ projectId: scene.operations.id });
  });

  it.each([
    ['an id of another kind', 'bucketId', 'tbl_01m82g90vn3tzesdsfa1975crz'],
    ['an id in capitals', 'bucketId', 'BKT_01M82G90VN3TZESDSFA1975CRZ'],
    ['no id', 'bucketId', ''],
  ])('refuses %s before it looks at anything', async (_, field, id) => {
    const before = catalog.directory.asked();
    const call = catalog.as(scene.owner).buckets.getBucket({ [field]: id });
    await expect(call).rejects.toMatchObject({ reason: 'invalid_field' });
    expect(catalog.directory.asked()).toBe(before);
  });
});

describe('catalog-service without identity-service', () => {
  it('refuses as unavailable, names the part, and makes nothing', async () => {
    await using catalog = await startCatalog('sqlite', { peers: { identity: nowhere } });
    const scene = aScene(catalog);
    const refused = { reason: 'peer_unavailable', facts: { part: 'identity' } };
    await expect(aBucket(catalog.as(scene.owner), scene.operations, { name: 'one' })).rejects.toMatchObject(refused);
    const asked = { projectId: scene.operations.id, names: ['one'] };
    expect((await catalog.inside().objects.lookUpNames(asked)).names).toEqual([]);
  });
});

describe('catalog-service without sharing-service', () => {
  it('answers whom their project is enough for, and refuses as unavailable where only links could tell', async () => {
    await using catalog = await startCatalog('sqlite', { peers: { sharing: nowhere } });
    const scene = aScene(catalog);
    const writer = catalog.as(scene.writer);
    const bucket = await aBucket(writer, scene.operations);
    expect((await writer.buckets.getBucket({ bucketId: bucket.id })).bucket).toEqual(bucket);
    await expect(catalog.as(scene.stranger).buckets.getBucket({ bucketId: bucket.id })).rejects.toMatchObject({
      reason: 'peer_unavailable',
      facts: { part: 'sharing' },
    });
  });
});
