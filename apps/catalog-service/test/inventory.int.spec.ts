import { OperationKind } from '@easement/contracts';
import { newId } from '@easement/domain';
import { stores } from '@easement/persistence/testing';
import { type Catalog, type ServiceClients, startCatalog } from './catalog.ts';
import { aBucket, aCommit, aFile, aScene, aTable, outcomeOf, type Scene } from './scene.ts';

describe.each(stores)('the inventory on %s', (store) => {
  let catalog: Catalog;
  let scene: Scene;
  let inside: ServiceClients;
  beforeAll(async () => {
    catalog = await startCatalog(store);
    scene = aScene(catalog);
    inside = catalog.inside();
  });
  afterAll(() => catalog[Symbol.asyncDispose]());

  it('tells of holds that are placed, and of those that were released', async () => {
    const bucket = await aBucket(catalog.as(scene.writer), scene.operations);
    const [placed, released, never] = [newId('link'), newId('link'), newId('link')];
    const hold = { objectId: bucket.id, projectId: scene.analytics.id, blocks: true };
    await inside.holds.placeHold({ ...hold, holderId: placed, name: 'ops' });
    await inside.holds.releaseHold({ holderIds: [released] });
    const { holds } = await inside.inventory.lookUpHolds({ holderIds: [placed, released, never, 'not an id'] });
    expect(holds.toSorted((one, other) => Number(one.released) - Number(other.released))).toMatchObject([
      { ...hold, holderId: placed, name: 'ops', released: false },
      { holderId: released, name: '', released: true },
    ]);
    const elsewhere = catalog.inside(newId('organization')).inventory;
    expect((await elsewhere.lookUpHolds({ holderIds: [placed] })).holds).toEqual([]);
  });

  it('lists every project with a bucket, or that was tried to be deleted, page by page', async () => {
    const other = catalog.directory.addProject(newId('organization'), 'operations');
    const inventory = catalog.inside(other.organization);
    const writer = catalog.as(catalog.directory.addPerson(other.organization, { projects: [[other, 'write']] }));
    for (const name of ['one', 'two']) await aBucket(writer, other, { name });
    const empty = newId('project');
    await inventory.closing.reopenProject({ projectId: empty, attempt: 4n });
    const listed: object[] = [];
    let pageToken = '';
    do {
      const page = await inventory.inventory.listKnownProjects({ pageSize: 1, pageToken });
      expect(page.projects).toHaveLength(1);
      listed.push(...page.projects);
      pageToken = page.nextPageToken;
    } while (pageToken !== '');
    expect(listed).toMatchObject([
      { projectId: other.id, bucketCount: 2, closedAttempt: 0n, reopenedAttempt: 0n },
      { projectId: empty, bucketCount: 0, closedAttempt: 0n, reopenedAttempt: 4n },
    ]);
  });

  it('lists the files of current versions alone', async () => {
    const writer = catalog.as(scene.writer);
    const table = await aTable(writer, await aBucket(writer, scene.operations));
    const file = aFile(table);
    const { table: loaded } = await inside.versions.commitVersion(aCommit(scene.writer, table, { files: [file] }));
    const filesOf = async () => {
      const { files } = await inside.inventory.listCurrentFiles({ pageSize: 1_000 });
      return files
        .filter(({ tableId }) => tableId === table.id)
        .map(({ fileId, path, byteCount }) => ({ id: fileId, path, byteCount }));
    };
    expect(await filesOf()).toEqual([{ id: file.id, path: file.path, byteCount: file.byteCount }]);
    await inside.versions.commitVersion(
      aCommit(scene.writer, loaded ?? table, { kind: OperationKind.REPLACE, files: [] }),
    );
    expect(await filesOf()).toEqual([]);
  });

  it('is for services alone', async () => {
    const { inventory } = catalog.sneakingIn(scene.owner);
    expect(await outcomeOf(inventory.listKnownProjects({}))).toBe('missing_role');
  });
});
