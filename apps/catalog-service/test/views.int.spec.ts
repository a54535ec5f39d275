import type { Bucket, Table, View } from '@easement/contracts';
import { newId } from '@easement/domain';
import { stores } from '@easement/persistence/testing';
import { type Catalog, type PersonClients, startCatalog } from './catalog.ts';
import { aBucket, aFunction, aLink, aName, aScene, aTable, aView, outcomeOf, type Scene, toRead } from './scene.ts';

describe.each(stores)('views on %s', (store) => {
  let catalog: Catalog;
  let scene: Scene;
  let writer: PersonClients;
  let owner: PersonClients;
  let bucket: Bucket;
  let table: Table;
  beforeAll(async () => {
    catalog = await startCatalog(store);
    scene = aScene(catalog);
    [writer, owner] = [catalog.as(scene.writer), catalog.as(scene.owner)];
    bucket = await aBucket(writer, scene.operations);
    table = await aTable(writer, bucket);
  });
  afterAll(() => catalog[Symbol.asyncDispose]());

  const replace = (view: View, reads: readonly (Table | View)[], columns = ['a'], fields: object = {}) =>
    owner.views.replaceView({
      ...{
        viewId: view.id,
        statement: catalog.definitions.statement({ reads: reads.map(toRead), columns }),
        ...fields,
      },
    });
  const isHidden = async ({ id }: View) => (await owner.views.getView({ viewId: id })).view?.hiddenThroughLinks;

  it('are what their statement means to who makes them', async () => {
    const statement = catalog.definitions.statement({ reads: [toRead(table)], columns: ['a', 'b:INTEGER'] });
    const { view } = await writer.views.createView({
      ...{ bucketId: bucket.id, name: 'Late ones', statement, columnNames: ['x', 'y'], comment: 'by the hour' },
    });
    expect(view).toMatchObject({
      ...{ name: 'Late ones', bucketId: bucket.id, projectId: scene.operations.id, statement, comment: 'by the hour' },
      columns: [
        { id: '', name: 'x', type: 'STRING', nullable: true },
        { id: '', name: 'y', type: 'INTEGER' },
      ],
      dependencies: [{ name: [table.name], objectId: table.id, bucketId: bucket.id, projectId: scene.operations.id }],
      ...{ hiddenThroughLinks: false, creatorId: scene.writer.principal },
    });
    expect(catalog.definitions.asked().at(-1)).toEqual({
      ...{ who: scene.writer.principal, project: scene.operations.id, bucket: bucket.name },
    });
    expect((await writer.views.getView({ viewId: view!.id })).view).toEqual(view);
  });

  it('are not made of what means nothing, nor where their name is taken by whatever kind of thing', async () => {
    const create = (name: string, statement: string, orReplace = false) =>
      writer.views.createView({ bucketId: bucket.id, name, statement, orReplace });
    expect(await outcomeOf(create(aName(), 'nonsense'))).toBe('sql_syntax');
    const statement = catalog.definitions.statement({});
    const [view, made] = [await aView(catalog, writer, bucket), await aFunction(writer, bucket)];
    for (const { name, id } of [table, view, made]) {
      const taken = { reason: 'name_taken', facts: { owner: id } };
      await expect(create(name.toUpperCase(), statement)).rejects.toMatchObject(taken);
      if (id !== view.id) await expect(create(name, statement, true)).rejects.toMatchObject(taken);
    }
    const name = { name: view.name };
    await expect(aTable(writer, bucket, name)).rejects.toMatchObject({ reason: 'name_taken' });
    await expect(aFunction(writer, bucket, name)).rejects.toMatchObject({ reason: 'name_taken' });
    await expect(aFunction(writer, bucket, { ...name, orReplace: true })).rejects.toMatchObject({
      reason: 'name_taken',
    });
  });

  it('stay the same when they are replaced, by their id or their name', async () => {
    const view = await aView(catalog, writer, bucket, { reads: [table] });
    const { view: replaced } = await replace(view, [], ['a', 'b'], { comment: 'new', etag: view.etag });
    expect(replaced).toMatchObject({ id: view.id, name: view.name, comment: 'new', dependencies: [] });
    expect(replaced?.etag).not.toBe(view.etag);
    expect(replaced?.columns.map(({ name }) => name)).toEqual(['a', 'b']);
    expect((await owner.views.getView({ viewId: view.id })).view).toEqual(replaced);
    expect(await outcomeOf(replace(view, [], ['a'], { etag: view.etag }))).toBe('stale_etag');
    const statement = catalog.definitions.statement({ reads: [toRead(table)] });
    const asked = { bucketId: bucket.id, name: view.name.toUpperCase(), statement, orReplace: true };
    const { view: again } = await writer.views.createView(asked);
    expect(again).toMatchObject({ id: view.id, name: view.name, statement, comment: '' });
    const { view: fresh } = await writer.views.createView({ ...asked, name: aName() });
    expect(fresh?.id).not.toBe(view.id);
  });

  it('answer a repeat as the first time, though their text means nothing by now', async () => {
    const request = { bucketId: bucket.id, name: aName(), statement: catalog.definitions.statement({}) };
    const requestId = crypto.randomUUID();
    const first = await writer.views.createView({ ...request, requestId });
    const before = catalog.definitions.asked().length;
    expect(await writer.views.createView({ ...request, requestId })).toEqual(first);
    expect(catalog.definitions.asked()).toHaveLength(before);
  });

  it('are checked without being made', async () => {
    await aLink(catalog, bucket, scene.analytics);
    const request = { bucketId: bucket.id, name: aName(), statement: catalog.definitions.statement({}) };
    const { view, impact } = await owner.views.createView({ ...request, validateOnly: true });
    expect([view, impact?.projectIds]).toEqual([undefined, [scene.analytics.id]]);
    expect((await owner.views.createView(request)).view?.name).toBe(request.name);
  });

  it('are listed page by page in the order of their ids', async () => {
    const own = await aBucket(writer, scene.operations);
    const made: string[] = [];
    for (let count = 0; count < 3; count++) made.push((await aView(catalog, writer, own, { reads: [table] })).id);
    const parent = { case: 'bucketId', value: own.id } as const;
    const first = await writer.views.listViews({ parent, pageSize: 2 });
    const second = await writer.views.listViews({ parent, pageSize: 2, pageToken: first.nextPageToken });
    expect([...first.views, ...second.views].map(({ id }) => id)).toEqual(made.toSorted());
    expect(first.views[0]?.dependencies).toHaveLength(1);
    expect(second.nextPageToken).toBe('');
  });

  it('are seen through a link, but not how they are made', async () => {
    const own = await aBucket(writer, scene.operations);
    const link = await aLink(catalog, own, scene.analytics, [{ who: scene.linker, writes: true }]);
    const view = await aView(catalog, writer, own, { reads: [table] });
    const linker = catalog.as(scene.linker);
    const hidden = { ...view, statement: '', dependencies: [], creatorId: '' };
    expect((await linker.views.getView({ viewId: view.id })).view).toEqual(hidden);
    for (const value of [link, own.id]) {
      const parent = value === link ? ({ case: 'linkId', value } as const) : ({ case: 'bucketId', value } as const);
      expect((await linker.views.listViews({ parent })).views).toEqual([hidden]);
    }
    const statement = catalog.definitions.statement({});
    const attempts = [
      linker.views.createView({ bucketId: own.id, name: aName(), statement }),
      linker.views.createView({ bucketId: link, name: aName(), statement }),
      linker.views.replaceView({ viewId: view.id, statement }),
      linker.views.updateView({ viewId: view.id, name: aName(), updateMask: { paths: ['name'] } }),
      linker.views.deleteView({ viewId: view.id }),
    ];
    expect(await Promise.all(attempts.map(outcomeOf))).toEqual(attempts.map(() => 'link_is_read_only'));
    const stranger = catalog.as(scene.stranger);
    expect(await outcomeOf(stranger.views.getView({ viewId: view.id }))).toBe('not_found');
    expect(await outcomeOf(stranger.views.deleteView({ viewId: newId('view') }))).toBe('not_found');
    expect(await outcomeOf(catalog.as(scene.reader).views.deleteView({ viewId: view.id }))).toBe('missing_role');
  });

  it('are seen through a link to granted objects where they are granted', async () => {
    const own = await aBucket(writer, scene.operations);
    const [shown, kept] = [await aView(catalog, writer, own), await aView(catalog, writer, own)];
    const link = await aLink(catalog, own, scene.analytics, [{ who: scene.linker, granted: [shown.id] }]);
    const { views } = catalog.as(scene.linker);
    const listed = await views.listViews({ parent: { case: 'linkId', value: link } });
    expect(listed.views.map(({ id }) => id)).toEqual([shown.id]);
    expect(await outcomeOf(views.getView({ viewId: shown.id }))).toBe('done');
    expect(await outcomeOf(views.getView({ viewId: kept.id }))).toBe('not_found');
  });

  describe('that read what comes in by a link', () => {
    let foreign: Table;
    beforeAll(async () => {
      const theirs = await aBucket(owner, scene.elsewhere);
      foreign = await aTable(owner, theirs);
    });

    it('are shown by no link, nor are those that read them', async () => {
      const own = await aBucket(writer, scene.operations);
      const link = await aLink(catalog, own, scene.analytics, [{ who: scene.linker }]);
      const inner = await aView(catalog, writer, own, { reads: [table, foreign] });
      const outer = await aView(catalog, writer, own, { reads: [inner] });
      const plain = await aView(catalog, writer, own, { reads: [table] });
      expect([inner, outer, plain].map((view) => view.hiddenThroughLinks)).toEqual([true, true, false]);
      const { views } = catalog.as(scene.linker);
      const listed = await views.listViews({ parent: { case: 'linkId', value: link } });
      expect(listed.views.map(({ id }) => id)).toEqual([plain.id]);
      expect(await outcomeOf(views.getView({ viewId: outer.id }))).toBe('not_found');
      expect((await writer.views.listViews({ parent: { case: 'bucketId', value: own.id } })).views).toHaveLength(3);
    });

    it('hide and show those that read them when they are replaced, however many lie between', async () => {
      const [one, two] = [await aBucket(writer, scene.operations), await aBucket(writer, scene.operations)];
      const inner = await aView(catalog, writer, one, { reads: [table] });
      const middle = await aView(catalog, writer, two, { reads: [inner] });
      const outer = await aView(catalog, writer, one, { reads: [middle, table] });
      const other = await aView(catalog, writer, one, { reads: [foreign, middle] });
      const all = () => Promise.all([inner, middle, outer, other].map(isHidden));
      expect(await all()).toEqual([false, false, false, true]);
      await replace(inner, [foreign]);
      expect(await all()).toEqual([true, true, true, true]);
      await replace(middle, [table]);
      expect(await all()).toEqual([true, false, false, true]);
      await replace(middle, [inner]);
      await replace(inner, [table]);
      expect(await all()).toEqual([false, false, false, true]);
    });

    it('are not made of those that links show while a hold covers these, which is their drop', async () => {
      const [one, two] = [await aBucket(writer, scene.operations), await aBucket(writer, scene.operations)];
      const inner = await aView(catalog, writer, one);
      const outer = await aView(catalog, writer, two, { reads: [inner] });
      const link = await aLink(catalog, two, scene.analytics);
      const refused = { reason: 'has_links', facts: { projects: scene.analytics.id } };
      await expect(replace(inner, [foreign])).rejects.toMatchObject(refused);
      expect(await isHidden(outer)).toBe(false);
      await expect(replace(outer, [foreign])).rejects.toMatchObject(refused);
      await catalog.inside().holds.releaseHold({ holderIds: [link] });
      await replace(inner, [foreign]);
      expect(await isHidden(outer)).toBe(true);
    });
  });

  it('are not dropped while their bucket is linked, nor lose a column; they may get one', async () => {
    const own = await aBucket(writer, scene.operations);
    const view = await aView(catalog, writer, own, { columns: ['a', 'b'] });
    const link = await aLink(catalog, own, scene.analytics);
    const refused = { reason: 'has_links', facts: { projects: scene.analytics.id } };
    await expect(owner.views.deleteView({ viewId: view.id })).rejects.toMatchObject(refused);
    await expect(replace(view, [], ['a'])).rejects.toMatchObject(refused);
    await expect(replace(view, [], ['a', 'b:INTEGER'])).rejects.toMatchObject(refused);
    await replace(view, [table], ['c', 'B', 'a']);
    await catalog.inside().holds.releaseHold({ holderIds: [link] });
    await replace(view, [], ['a']);
    await owner.views.deleteView({ viewId: view.id });
    expect(await outcomeOf(owner.views.getView({ viewId: view.id }))).toBe('not_found');
    expect((await aView(catalog, writer, own, { name: view.name })).id).not.toBe(view.id);
  });

  it('are held by themselves too', async () => {
    const own = await aBucket(writer, scene.operations);
    const view = await aView(catalog, writer, own);
    const hold = {
      objectId: view.id,
      holderId: newId('link'),
      projectId: scene.analytics.id,
      name: aName(),
      blocks: true,
    };
    await catalog.inside().holds.placeHold(hold);
    expect(await outcomeOf(owner.views.deleteView({ viewId: view.id }))).toBe('has_links');
    expect(await outcomeOf(owner.buckets.deleteBucket({ bucketId: own.id, force: true }))).toBe('has_links');
    await catalog.inside().holds.releaseHold({ holderIds: [hold.holderId] });
    await owner.views.deleteView({ viewId: view.id });
    const late = catalog.inside().holds.placeHold({ ...hold, holderId: newId('link') });
    await expect(late).rejects.toMatchObject({ reason: 'not_found', facts: { kind: 'view' } });
  });

  it('do not read themselves, by another view either, also where both are replaced at the same time', async () => {
    const one = await aView(catalog, writer, bucket);
    const two = await aView(catalog, writer, await aBucket(writer, scene.operations));
    expect(await outcomeOf(replace(one, [one]))).toBe('invalid_field');
    const both = await Promise.all([outcomeOf(replace(one, [two])), outcomeOf(replace(two, [one]))]);
    expect(both.toSorted()).toEqual(['done', 'invalid_field']);
  });

  it('lie up to sixteen deep on one another', async () => {
    let view = await aView(catalog, writer, bucket, { reads: [table] });
    for (let depth = 2; depth <= 16; depth++) view = await aView(catalog, writer, bucket, { reads: [view] });
    expect(await outcomeOf(aView(catalog, writer, bucket, { reads: [view] }))).toBe('query_too_large');
  });

  it('are counted in the usage, keep their bucket from being dropped, and go with it by force', async () => {
    const project = catalog.directory.addProject(catalog.organization);
    const own = await aBucket(owner, project);
    const view = await aView(catalog, owner, own, { reads: [table] });
    const made = await aFunction(owner, own);
    const usage = async () => (await owner.usage.getProjectUsage({ projectId: project.id })).usage;
    expect(await usage()).toMatchObject({ bucketCount: 1, tableCount: 0, viewCount: 1, functionCount: 1 });
    const drop = (force: boolean) => owner.buckets.deleteBucket({ bucketId: own.id, force });
    await expect(drop(false)).rejects.toMatchObject({ reason: 'not_empty', facts: { kind: 'view', count: '1' } });
    await owner.views.deleteView({ viewId: view.id });
    await expect(drop(false)).rejects.toMatchObject({ reason: 'not_empty', facts: { kind: 'function', count: '1' } });
    await aView(catalog, owner, own, { name: view.name });
    await drop(true);
    expect(await outcomeOf(owner.functions.getFunction({ functionId: made.id }))).toBe('not_found');
    expect(await usage()).toMatchObject({ bucketCount: 0, viewCount: 0, functionCount: 0 });
    const again = await aBucket(owner, project, { name: own.name });
    expect(await aView(catalog, owner, again, { name: view.name })).toMatchObject({ name: view.name });
    await owner.buckets.deleteBucket({ bucketId: again.id, force: true });
    await catalog.inside().closing.closeProject({ projectId: project.id, attempt: 1n });
  });

  it('do not stop the drop of what they read', async () => {
    const own = await aBucket(writer, scene.operations);
    const read = await aTable(writer, own);
    const view = await aView(catalog, writer, own, { reads: [read] });
    await owner.tables.deleteTable({ tableId: read.id });
    expect((await owner.views.getView({ viewId: view.id })).view).toEqual(view);
  });

  it('are told to the feed', async () => {
    const organization = newId('organization');
    const project = catalog.directory.addProject(organization);
    const who = catalog.as(catalog.directory.addPerson(organization, { organization: 'owner' }));
    const own = await aBucket(who, project);
    const view = await aView(catalog, who, own);
    const made = await aFunction(who, own);
    await who.views.updateView({ viewId: view.id, name: 'late', updateMask: { paths: ['name'] } });
    await who.views.updateView({ viewId: view.id, comment: 'by the hour', updateMask: { paths: ['comment'] } });
    await who.views.deleteView({ viewId: view.id });
    await who.functions.deleteFunction({ functionId: made.id });
    const changes = await catalog.changes(7, organization);
    expect(changes.map(({ what }) => [what.case, what.value && 'kind' in what.value && what.value.kind])).toEqual([
      ...[
        ['bucket', 1],
        ['view', 1],
        ['function', 1],
        ['view', 2],
        ['view', 2],
        ['view', 3],
        ['function', 3],
      ],
    ]);
    const place = { viewId: view.id, bucketId: own.id, projectId: project.id };
    expect(changes[1]?.what.value).toMatchObject({ ...place, name: view.name, previousName: '' });
    expect(changes[3]?.what.value).toMatchObject({ ...place, name: 'late', previousName: view.name });
    for (const at of [4, 5])
      expect(changes[at]?.what.value).toMatchObject({ ...place, name: 'late', previousName: '' });
  });
});
