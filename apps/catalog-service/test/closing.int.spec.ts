import { newId } from '@easement/domain';
import { stores } from '@easement/persistence/testing';
import type { FakeProject } from '@easement/testing';
import { type Catalog, type PersonClients, type ServiceClients, startCatalog } from './catalog.ts';
import { aBucket, aLink, aName, aScene, aTable, outcomeOf, type Scene } from './scene.ts';

describe.each(stores)('closing a project on %s', (store) => {
  let catalog: Catalog;
  let scene: Scene;
  let owner: PersonClients;
  let closing: ServiceClients['closing'];
  let project: FakeProject;
  beforeAll(async () => {
    catalog = await startCatalog(store);
    scene = aScene(catalog);
    owner = catalog.as(scene.owner);
    ({ closing } = catalog.inside());
  });
  beforeEach(() => {
    project = catalog.directory.addProject(catalog.organization);
  });
  afterAll(() => catalog[Symbol.asyncDispose]());

  const close = (attempt: number, validateOnly = false) =>
    closing.closeProject({ projectId: project.id, attempt: BigInt(attempt), validateOnly });
  const reopen = (attempt: number) => closing.reopenProject({ projectId: project.id, attempt: BigInt(attempt) });
  const hold = (objectId: string) =>
    catalog.inside().holds.placeHold({
      ...{ objectId, holderId: newId('link'), projectId: project.id, name: aName('link'), blocks: true },
    });

  it('refuses buckets and links from then on', async () => {
    const source = await aBucket(owner, scene.operations);
    await close(1);
    await close(1);
    const refused = { reason: 'project_closing', facts: { project: project.id } };
    await expect(aBucket(owner, project)).rejects.toMatchObject(refused);
    await expect(hold(source.id)).rejects.toMatchObject(refused);
  });

  it('is refused while the project has a bucket', async () => {
    const bucket = await aBucket(owner, project);
    await expect(close(1)).rejects.toMatchObject({ reason: 'not_empty', facts: { kind: 'bucket', count: '1' } });
    await aTable(owner, bucket);
    await owner.buckets.deleteBucket({ bucketId: bucket.id, force: true });
    await close(1);
  });

  it('is refused while others link a bucket of it, whom it does not name', async () => {
    const bucket = await aBucket(owner, project);
    await aLink(catalog, bucket, scene.analytics);
    await expect(close(1)).rejects.toMatchObject({
      reason: 'has_links',
      facts: { projects: '', hidden_count: '1' },
    });
  });

  it('is refused while the project has a link', async () => {
    const source = await aBucket(owner, scene.operations);
    const { hold: placed } = await hold(source.id);
    await expect(close(1)).rejects.toMatchObject({ reason: 'not_empty', facts: { kind: 'link', count: '1' } });
    await catalog.inside().holds.releaseHold({ holderIds: [placed!.holderId] });
    await close(1);
  });

  it('leaves the project open when it is refused, or only rehearsed', async () => {
    const bucket = await aBucket(owner, project);
    await expect(close(1)).rejects.toMatchObject({ reason: 'not_empty' });
    await expect(close(1, true)).rejects.toMatchObject({ reason: 'not_empty' });
    await owner.buckets.deleteBucket({ bucketId: bucket.id });
    await close(1, true);
    expect(await aBucket(owner, project)).toMatchObject({ projectId: project.id });
  });

  it('is undone by opening the project again, and tried again by another attempt', async () => {
    await close(1);
    await reopen(1);
    const bucket = await aBucket(owner, project);
    await owner.buckets.deleteBucket({ bucketId: bucket.id });
    await close(2);
    await expect(aBucket(owner, project)).rejects.toMatchObject({ reason: 'project_closing' });
  });

  it('is over for every attempt up to the one that was opened again, also where that was not seen', async () => {
    await reopen(3);
    for (const attempt of [1, 2, 3]) await expect(close(attempt)).rejects.toMatchObject({ reason: 'lost_race' });
    expect(await aBucket(owner, project)).toMatchObject({ projectId: project.id });
    await reopen(2);
    await expect(close(3)).rejects.toMatchObject({ reason: 'lost_race' });
  });

  it('leaves the other projects open', async () => {
    await close(1);
    expect(await aBucket(owner, scene.analytics)).toMatchObject({ projectId: scene.analytics.id });
  });

  it('races with what is made: never do both succeed', async () => {
    for (let round = 0; round < 20; round++) {
      project = catalog.directory.addProject(catalog.organization);
      const outcomes = await Promise.all([outcomeOf(close(1)), outcomeOf(aBucket(owner, project))]);
      expect([
        ['done', 'project_closing'],
        ['not_empty', 'done'],
      ]).toContainEqual(outcomes);
    }
  });
});
