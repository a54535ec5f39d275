import type { Bucket, ListedObject, Table } from '@easement/contracts';
import { newId, type OrganizationId } from '@easement/domain';
import { stores } from '@easement/persistence/testing';
import type { FakeProject } from '@easement/testing';
import { type Catalog, type PersonClients, type ServiceClients, startCatalog } from './catalog.ts';
import { aBucket, aCommit, aFunction, aLink, aScene, aTable, aView, type Scene } from './scene.ts';

describe.each(stores)('what other services look up on %s', (store) => {
  let catalog: Catalog;
  let scene: Scene;
  let owner: PersonClients;
  let objects: ServiceClients['objects'];
  beforeAll(async () => {
    catalog = await startCatalog(store);
    scene = aScene(catalog);
    owner = catalog.as(scene.owner);
    ({ objects } = catalog.inside());
  });
  afterAll(() => catalog[Symbol.asyncDispose]());

  it('are buckets and tables with their counts, not with their columns; the rest is left out', async () => {
    const bucket = await aBucket(owner, scene.operations);
    const table = await aTable(owner, bucket);
    const { table: loaded } = await catalog.inside().versions.commitVersion(aCommit(scene.owner, table));
    const objectIds = [table.id, newId('bucket'), 'nonsense', bucket.id, bucket.id, newId('table')];
    const { buckets, tables } = await objects.lookUpObjects({ objectIds });
    expect(buckets).toEqual([
      expect.objectContaining({ id: bucket.id, tableCount: 1, rowCount: 10n, byteCount: 1000n }),
    ]);
    expect(tables).toEqual([{ ...loaded, columns: [], primaryKey: [] }]);
    const foreign = catalog.inside('org_00000000000000000000000007' as OrganizationId);
    expect(await foreign.objects.lookUpObjects({ objectIds })).toMatchObject({ buckets: [], tables: [] });
  });

  it('are names of a project, each as it was asked for, whoever has them', async () => {
    const bucket = await aBucket(owner, scene.analytics, { name: 'Own' });
    const link = await aLink(catalog, bucket, scene.analytics);
    const { holds } = await catalog.inside().holds.listHolds({ pageSize: 1000 });
    const linkName = holds.find(({ holderId }) => holderId === link)?.name.toUpperCase() ?? '';
    const names = ['OWN', 'nothing', linkName, 'own'];
    const asked = await objects.lookUpNames({ projectId: scene.analytics.id, names });
    expect(asked.names.map(({ name, ownerId }) => [name, ownerId])).toEqual([
      ['OWN', bucket.id],
      [linkName, link],
      ['own', bucket.id],
    ]);
    expect((await objects.lookUpNames({ projectId: scene.elsewhere.id, names })).names).toEqual([]);
  });

  it('are views and functions without their texts, and where what the views read is, by whichever other views', async () => {
    const [one, two] = [await aBucket(owner, scene.operations), await aBucket(owner, scene.operations)];
    const theirs = await aBucket(owner, scene.elsewhere);
    const [table, foreign] = [await aTable(owner, two), await aTable(owner, theirs)];
    const gone = await aTable(owner, await aBucket(owner, scene.operations));
    const made = await aFunction(owner, one);
    const inner = await aView(catalog, owner, one, { reads: [table, gone] });
    const outer = await aView(catalog, owner, two, { reads: [inner, made] });
    const linking = await aView(catalog, owner, one, { reads: [foreign] });
    const above = await aView(catalog, owner, one, { reads: [linking] });
    await owner.tables.deleteTable({ tableId: gone.id });
    const objectIds = [inner.id, made.id, newId('view'), newId('function'), outer.id, linking.id, above.id, outer.id];
    const found = await objects.lookUpObjects({ objectIds });
    const outline = (view: object) => ({ ...view, statement: '', columns: [], dependencies: [] });
    const inOrder = <T extends { readonly id: string }>(things: readonly T[]) =>
      things.toSorted((a, b) => (a.id < b.id ? -1 : 1));
    expect(inOrder(found.views)).toEqual(inOrder([inner, outer, linking, above]).map(outline));
    expect(found.functions).toEqual([{ ...made, expression: '' }]);
    const reads = new Map(
      found.viewReads.map(({ viewId, bucketIds, readsLink }) => [
        viewId,
        { bucketIds: bucketIds.toSorted(), readsLink },
      ]),
    );
    expect(Object.fromEntries(reads)).toEqual({
      [inner.id]: { bucketIds: [two.id], readsLink: false },
      [outer.id]: { bucketIds: [one.id, two.id].toSorted(), readsLink: false },
      [linking.id]: { bucketIds: [theirs.id], readsLink: true },
      [above.id]: { bucketIds: [one.id, theirs.id].toSorted(), readsLink: true },
    });
  });

  describe('page by page', () => {
    let project: FakeProject;
    let own: { readonly bucket: Bucket; readonly tables: readonly Table[] }[];
    let linked: { readonly bucket: Bucket; readonly tables: readonly Table[] }[];
    beforeAll(async () => {
      project = catalog.directory.addProject(catalog.organization);
      const fill = async (where: FakeProject, sizes: readonly number[]) => {
        const filled = [];
        for (const size of sizes) {
          const bucket = await aBucket(owner, where);
          const tables = [];
          for (let count = 0; count < size; count++) tables.push(await aTable(owner, bucket));
          filled.push({ bucket, tables: tables.toSorted((one, other) => (one.id < other.id ? -1 : 1)) });
        }
        return filled.toSorted((one, other) => (one.bucket.id < other.bucket.id ? -1 : 1));
      };
      own = await fill(project, [2, 0, 3]);
      linked = await fill(scene.operations, [1, 0, 2]);
    });

    const expected = () =>
      [...own, ...linked].flatMap(({ bucket, tables }) => [bucket.id, ...tables.map(({ id }) => id)]);
    const idOf = ({ object }: ListedObject) => object.value?.id;
    const readAll = async (pageSize: number, linkedBucketIds: readonly string[]) => {
      const ids: unknown[] = [];
      for (let pageToken = ''; ;) {
        const page = await objects.listObjects({
          ...{ principalId: scene.owner.principal, projectId: project.id },
          linkedBucketIds: [...linkedBucketIds],
          pageSize,
          pageToken,
        });
        expect(page.objects.length).toBeLessThanOrEqual(pageSize);
        ids.push(...page.objects.map(idOf));
        pageToken = page.nextPageToken;
        if (pageToken === '') return ids;
      }
    };
    const linkedIds = () => linked.map(({ bucket }) => bucket.id);

    it.each([1, 2, 3, 5, 7, 1000])('of %d are own buckets, then linked ones, each before its tables', async (size) => {
      expect(await readAll(size, linkedIds().toReversed())).toEqual(expected());
    });

    it.each([1, 2, 4, 1000])(
      'of %d are tables, views and functions in the order of their ids, as links show them',
      async (pageSize) => {
        const where = catalog.directory.addProject(catalog.organization);
        const bucket = await aBucket(owner, where);
        const [table, made] = [await aTable(owner, bucket), await aFunction(owner, bucket)];
        const view = await aView(catalog, owner, bucket, { reads: [table] });
        const hidden = await aView(catalog, owner, bucket, { reads: [linked[0]!.tables[0]!] });
        const list = async (sources: {
          projectId: string;
          linkedBucketIds?: string[];
          granted?: { bucketId: string; objectIds: string[] }[];
        }) => {
          const listed: ListedObject[] = [];
          for (let pageToken = ''; ;) {
            const page = await objects.listObjects({
              principalId: scene.owner.principal,
              pageSize,
              pageToken,
              ...sources,
            });
            listed.push(...page.objects);
            pageToken = page.nextPageToken;
            if (pageToken === '') return listed;
          }
        };
        const sorted = (...ids: string[]) => [bucket.id, ...ids.toSorted()];
        const own = await list({ projectId: where.id });
        expect(own.map(idOf)).toEqual(sorted(table.id, made.id, view.id, hidden.id));
        expect(own.map(({ object }) => object.case)).toEqual(['bucket', 'function', 'table', 'view', 'view']);
        const through = { projectId: newId('project'), linkedBucketIds: [bucket.id] };
        expect((await list(through)).map(idOf)).toEqual(sorted(table.id, made.id, view.id));
        const granted = [{ bucketId: bucket.id, objectIds: [made.id, view.id, hidden.id, newId('table')] }];
        const some = await list({ ...through, granted });
        expect(some.map(idOf)).toEqual(sorted(made.id, view.id));
        const texts = some.map(({ object }) =>
          object.case === 'view' ? object.value.statement : object.value?.creatorId,
        );
        expect(texts).toEqual(['', '', '']);
      },
    );

    it('leave out the columns of tables, which may be a thousand each', async () => {
      const page = { principalId: scene.owner.principal, projectId: project.id, pageSize: 1000 };
      const { objects: listed } = await objects.listObjects({ ...page, linkedBucketIds: linkedIds() });
      const tables = listed.flatMap(({ object }) => (object.case === 'table' ? [object.value] : []));
      expect(tables).toHaveLength(8);
      expect(tables.flatMap(({ columns, primaryKey }) => [...columns, ...primaryKey])).toEqual([]);
    });

    it('leave out linked buckets that there are not', async () => {
      const missing = Array.from({ length: 20 }, () => newId('bucket'));
      expect(await readAll(3, [...missing, ...linkedIds(), ...missing])).toEqual(expected());
    });

    it('show a bucket twice that the project both owns and links', async () => {
      const ids = await readAll(2, [own[0]!.bucket.id]);
      expect(ids.filter((id) => id === own[0]!.bucket.id)).toHaveLength(2);
    });

    it('name the bucket of each, and hide the people of what is linked', async () => {
      const page = { principalId: scene.owner.principal, projectId: project.id, linkedBucketIds: linkedIds() };
      const answer = await objects.listObjects(page);
      const creators = answer.objects.map(({ object }) => object.value?.creatorId);
      expect(new Set(creators)).toEqual(new Set([scene.owner.principal, '']));
      const last = answer.objects.at(-1);
      expect(last?.bucketName).toBe(linked.at(-1)?.bucket.name);
    });

    it('bind their token to person and project, not to what is linked', async () => {
      const page = { principalId: scene.owner.principal, projectId: project.id, pageSize: 1 };
      const { nextPageToken: pageToken } = await objects.listObjects({ ...page, linkedBucketIds: linkedIds() });
      expect((await objects.listObjects({ ...page, pageToken })).objects).toHaveLength(1);
      for (const other of [{ principalId: scene.writer.principal }, { projectId: scene.operations.id }]) {
        await expect(objects.listObjects({ ...page, ...other, pageToken })).rejects.toMatchObject({
          reason: 'bad_page_token',
        });
      }
    });

    it('go on after a bucket that was dropped between two pages', async () => {
      const where = catalog.directory.addProject(catalog.organization);
      const [first, second] = [await aBucket(owner, where), await aBucket(owner, where)];
      const [gone, kept] = first.id < second.id ? [first, second] : [second, first];
      const page = { principalId: scene.owner.principal, projectId: where.id, pageSize: 1 };
      const { nextPageToken: pageToken } = await objects.listObjects(page);
      await owner.buckets.deleteBucket({ bucketId: gone.id });
      expect((await objects.listObjects({ ...page, pageToken })).objects.map(idOf)).toEqual([kept.id]);
    });
  });
});
