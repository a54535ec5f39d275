import type { Bucket, Table, View } from '@easement/contracts';
import { newId } from '@easement/domain';
import { stores } from '@easement/persistence/testing';
import { type Catalog, type PersonClients, startCatalog } from './catalog.ts';
import { aBucket, aFunction, aLink, aName, aScene, aTable, aView, outcomeOf, type Scene, toRead } from './scene.ts';

describe.each(stores)('the names of views on %s', (store) => {
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

  const rename = (view: View, name: string, fields: object = {}) =>
    writer.views.updateView({ viewId: view.id, name, updateMask: { paths: ['name'] }, ...fields });

  it('change, which frees the old one, takes the new one and leaves all else as it was', async () => {
    const view = await aView(catalog, writer, bucket, { reads: [table], columns: ['a', 'b'] });
    const reader = await aView(catalog, writer, bucket, { reads: [view] });
    const made = await aFunction(writer, bucket);
    for (const { name, id } of [table, reader, made]) {
      await expect(rename(view, name.toUpperCase())).rejects.toMatchObject({
        reason: 'name_taken',
        facts: { owner: id },
      });
    }
    const { view: renamed, impact } = await rename(view, `${view.name} new`, { etag: view.etag });
    const { etag, updateTime, ...kept } = view;
    expect([renamed, impact]).toEqual([expect.objectContaining({ ...kept, name: `${view.name} new` }), undefined]);
    expect(renamed?.etag).not.toBe(etag);
    expect(renamed?.updateTime).not.toEqual(updateTime);
    expect((await owner.views.getView({ viewId: view.id })).view).toEqual(renamed);
    expect((await owner.views.getView({ viewId: reader.id })).view).toEqual(reader);
    expect(await aTable(writer, bucket, { name: view.name })).toMatchObject({ name: view.name });
    expect((await rename(view, `${view.name} NEW`)).view?.name).toBe(`${view.name} NEW`);
  });

  it('stay where the comment changes', async () => {
    const view = await aView(catalog, writer, bucket);
    const change = { viewId: view.id, name: 'unread', updateMask: { paths: ['comment'] } };
    const { view: told } = await writer.views.updateView({ ...change, comment: 'by the hour' });
    expect(told).toMatchObject({ name: view.name, comment: 'by the hour' });
    expect((await writer.views.updateView(change)).view).toMatchObject({ name: view.name, comment: '' });
  });

  it('do not change to what is no name, without a field, nor by a stale etag', async () => {
    const view = await aView(catalog, writer, bucket);
    for (const [name, paths, field] of [
      ['', ['name'], 'name'],
      [' begin', ['name'], 'name'],
      ['fine', [], 'update_mask'],
      ['fine', ['name', 'statement'], 'update_mask'],
    ] as const) {
      const renaming = rename(view, name, { updateMask: { paths } });
      await expect(renaming).rejects.toMatchObject({ reason: 'invalid_field', facts: { field } });
    }
    expect(await outcomeOf(rename(view, aName(), { updateMask: undefined }))).toBe('invalid_field');
    await rename(view, aName());
    await expect(rename(view, aName(), { etag: view.etag })).rejects.toMatchObject({
      reason: 'stale_etag',
      facts: { id: view.id },
    });
  });

  it('change though the views are held, which who links them sees at once, and is their impact', async () => {
    const own = await aBucket(writer, scene.operations);
    const view = await aView(catalog, writer, own);
    const link = await aLink(catalog, own, scene.analytics, [{ who: scene.linker }]);
    const { view: none, impact } = await owner.views.updateView({
      ...{ viewId: view.id, name: 'late', updateMask: { paths: ['name'] }, validateOnly: true },
    });
    expect([none, impact?.projectIds]).toEqual([undefined, [scene.analytics.id]]);
    const parent = { case: 'linkId', value: link } as const;
    const shown = async () =>
      (await catalog.as(scene.linker).views.listViews({ parent })).views.map(({ name }) => name);
    expect(await shown()).toEqual([view.name]);
    await rename(view, 'late');
    expect(await shown()).toEqual(['late']);
  });

  it('are of one view alone where two want the same at the same time', async () => {
    const [one, two] = [await aView(catalog, writer, bucket), await aView(catalog, writer, bucket)];
    const wanted = aName();
    const both = await Promise.all([one, two].map((view) => outcomeOf(rename(view, wanted))));
    expect(both.toSorted()).toEqual(['done', 'name_taken']);
  });

  it('are told to the feed as they are then, also while what the views read hides and shows them', async () => {
    const organization = newId('organization');
    const [ours, theirs] = [catalog.directory.addProject(organization), catalog.directory.addProject(organization)];
    const who = catalog.as(catalog.directory.addPerson(organization, { organization: 'owner' }));
    const [own, other] = [await aBucket(who, ours), await aBucket(who, ours)];
    const read = await aTable(who, await aBucket(who, theirs));
    const inner = await aView(catalog, who, own);
    const outer = await aView(catalog, who, other, { reads: [inner] });
    const text = (reads: readonly Table[]) => catalog.definitions.statement({ reads: reads.map(toRead) });
    const rounds = 4;
    for (let round = 0; round < rounds; round++) {
      const statement = text(round % 2 === 0 ? [read] : []);
      await Promise.all([
        who.views.replaceView({ viewId: inner.id, statement }),
        who.views.updateView({ viewId: outer.id, name: `outer ${round}`, updateMask: { paths: ['name'] } }),
      ]);
    }
    const changes = await catalog.changes(6 + 3 * rounds, organization);
    let name = outer.name;
    for (const { what } of changes) {
      if (what.case !== 'view' || what.value.viewId !== outer.id) continue;
      expect(what.value.previousName || what.value.name).toBe(name);
      name = what.value.name;
    }
    expect(name).toBe(`outer ${rounds - 1}`);
  });
});
