import type { Bucket } from '@easement/contracts';
import { newId } from '@easement/domain';
import { stores } from '@easement/persistence/testing';
import { type Catalog, type PersonClients, startCatalog } from './catalog.ts';
import { aBucket, aFunction, aLink, aName, aScene, outcomeOf, type Scene } from './scene.ts';

describe.each(stores)('functions on %s', (store) => {
  let catalog: Catalog;
  let scene: Scene;
  let writer: PersonClients;
  let bucket: Bucket;
  beforeAll(async () => {
    catalog = await startCatalog(store);
    scene = aScene(catalog);
    writer = catalog.as(scene.writer);
    bucket = await aBucket(writer, scene.operations);
  });
  afterAll(() => catalog[Symbol.asyncDispose]());

  it('answer what they take and answer, in the form that is kept', async () => {
    const made = await aFunction(writer, bucket, {
      ...{ name: 'Miles', comment: 'of kilometres', returnType: 'DOUBLE' },
      parameters: [
        { name: 'km', type: 'float' },
        { name: 'digits', type: 'bigint' },
      ],
    });
    expect(made).toMatchObject({
      ...{ name: 'Miles', bucketId: bucket.id, projectId: scene.operations.id, returnType: 'DOUBLE' },
      ...{ expression: 'x + 1', comment: 'of kilometres', creatorId: scene.writer.principal },
      parameters: [
        { name: 'km', type: 'DOUBLE' },
        { name: 'digits', type: 'INTEGER' },
      ],
    });
    expect((await writer.functions.getFunction({ functionId: made.id })).function).toEqual(made);
    expect((await aFunction(writer, bucket)).returnType).toBe('INTEGER');
  });

  it.each([
    [
      'two parameters of one name',
      {
        parameters: [
          { name: 'x', type: 'DATE' },
          { name: 'X', type: 'DATE' },
        ],
      },
      'parameters[1].name',
    ],
    ['a parameter without a type', { parameters: [{ name: 'x', type: 'MONEY' }] }, 'parameters[0].type'],
    ['a parameter without a name', { parameters: [{ name: ' ', type: 'DATE' }] }, 'parameters[0].name'],
    ['a name that is none', { name: 'a\tb' }, 'name'],
  ])('are not made with %s', async (_, fields, field) => {
    await expect(aFunction(writer, bucket, fields)).rejects.toMatchObject({
      reason: 'invalid_field',
      facts: { field },
    });
  });

  it('are not made of what means nothing', async () => {
    expect(await outcomeOf(aFunction(writer, bucket, { expression: '?' }))).toBe('sql_syntax');
  });

  it('stay the same when they are replaced, by their id or their name', async () => {
    const made = await aFunction(writer, bucket);
    const change = { functionId: made.id, parameters: [], expression: '7', returnType: 'STRING', comment: 'new' };
    const { function: replaced } = await writer.functions.replaceFunction({ ...change, etag: made.etag });
    const { functionId: _, ...facts } = change;
    expect(replaced).toMatchObject({ id: made.id, name: made.name, ...facts });
    expect(await outcomeOf(writer.functions.replaceFunction({ ...change, etag: made.etag }))).toBe('stale_etag');
    const again = await aFunction(writer, bucket, { name: made.name.toUpperCase(), orReplace: true });
    expect(again).toMatchObject({ id: made.id, name: made.name, expression: 'x + 1', comment: '' });
    expect((await aFunction(writer, bucket, { orReplace: true })).id).not.toBe(made.id);
    expect(await outcomeOf(aFunction(writer, bucket, { name: made.name }))).toBe('name_taken');
  });

  it('are listed page by page in the order of their ids', async () => {
    const own = await aBucket(writer, scene.operations);
    const made = [await aFunction(writer, own), await aFunction(writer, own), await aFunction(writer, own)];
    const parent = { case: 'bucketId', value: own.id } as const;
    const first = await writer.functions.listFunctions({ parent, pageSize: 2 });
    const second = await writer.functions.listFunctions({ parent, pageSize: 2, pageToken: first.nextPageToken });
    expect([...first.functions, ...second.functions]).toEqual(made.toSorted((a, b) => (a.id < b.id ? -1 : 1)));
    expect(second.nextPageToken).toBe('');
  });

  it('are seen through a link without their expression, and are read-only there', async () => {
    const own = await aBucket(writer, scene.operations);
    const [shown, kept] = [await aFunction(writer, own), await aFunction(writer, own)];
    const link = await aLink(catalog, own, scene.analytics, [{ who: scene.linker, writes: true, granted: [shown.id] }]);
    const { functions } = catalog.as(scene.linker);
    const hidden = { ...shown, expression: '', creatorId: '' };
    expect((await functions.getFunction({ functionId: shown.id })).function).toEqual(hidden);
    expect((await functions.listFunctions({ parent: { case: 'linkId', value: link } })).functions).toEqual([hidden]);
    const attempts = (functionId: string) => [
      functions.replaceFunction({ functionId, expression: '1' }),
      functions.deleteFunction({ functionId }),
    ];
    expect(await Promise.all(attempts(shown.id).map(outcomeOf))).toEqual(Array(2).fill('link_is_read_only'));
    for (const id of [kept.id, newId('function')]) {
      expect(await Promise.all(attempts(id).map(outcomeOf))).toEqual(Array(2).fill('not_found'));
      expect(await outcomeOf(functions.getFunction({ functionId: id }))).toBe('not_found');
    }
    const create = functions.createFunction({ bucketId: link, name: aName(), expression: '1' });
    expect(await outcomeOf(create)).toBe('link_is_read_only');
  });

  it('are not dropped while their bucket is linked', async () => {
    const own = await aBucket(writer, scene.operations);
    const made = await aFunction(writer, own);
    const link = await aLink(catalog, own, scene.analytics);
    const drop = (fields: object = {}) =>
      catalog.as(scene.owner).functions.deleteFunction({ functionId: made.id, ...fields });
    const refused = { reason: 'has_links', facts: { projects: scene.analytics.id } };
    await expect(drop()).rejects.toMatchObject(refused);
    await catalog.inside().holds.releaseHold({ holderIds: [link] });
    expect(await outcomeOf(drop({ etag: 'old' }))).toBe('stale_etag');
    await drop({ validateOnly: true });
    await drop();
    expect(await outcomeOf(drop())).toBe('not_found');
    expect((await aFunction(writer, own, { name: made.name })).name).toBe(made.name);
  });
});
