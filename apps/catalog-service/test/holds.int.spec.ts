import type { Bucket } from '@easement/contracts';
import { newId } from '@easement/domain';
import { stores } from '@easement/persistence/testing';
import { type Catalog, type PersonClients, type ServiceClients, startCatalog } from './catalog.ts';
import { aBucket, aName, aScene, aTable, outcomeOf, type Scene } from './scene.ts';

describe.each(stores)('holds on %s', (store) => {
  let catalog: Catalog;
  let scene: Scene;
  let writer: PersonClients;
  let holds: ServiceClients['holds'];
  let bucket: Bucket;
  beforeAll(async () => {
    catalog = await startCatalog(store);
    scene = aScene(catalog);
    writer = catalog.as(scene.writer);
    ({ holds } = catalog.inside());
    bucket = await aBucket(writer, scene.operations);
  });
  afterAll(() => catalog[Symbol.asyncDispose]());

  const aHold = (fields: Partial<Parameters<ServiceClients['holds']['placeHold']>[0]> = {}) => ({
    objectId: bucket.id,
    holderId: newId('link'),
    projectId: scene.analytics.id,
    name: aName('link'),
    blocks: true,
    ...(fields as object),
  });
  const whoHas = async (name: string) => {
    const asked = { projectId: scene.analytics.id, names: [name] };
    return (await catalog.inside().objects.lookUpNames(asked)).names[0]?.ownerId;
  };
  const listed = async (holderId: string, includeReleased = false) => {
    for (let pageToken = ''; ;) {
      const page = await holds.listHolds({ pageSize: 1000, includeReleased, pageToken });
      const found = page.holds.find((hold) => hold.holderId === holderId);
      pageToken = page.nextPageToken;
      if (found || pageToken === '') return found;
    }
  };

  it('hold the object and the name of the link', async () => {
    const hold = aHold();
    expect((await holds.placeHold(hold)).hold).toMatchObject({ ...hold, released: false });
    expect(await listed(hold.holderId)).toMatchObject(hold);
    expect(await whoHas(hold.name.toUpperCase())).toBe(hold.holderId);
  });

  it('are placed once, however often and with whatever name they are asked for again', async () => {
    const hold = aHold();
    const first = await holds.placeHold(hold);
    expect(await holds.placeHold(hold)).toEqual(first);
    const other = aName();
    expect((await holds.placeHold({ ...hold, name: other })).hold?.name).toBe(hold.name);
    expect(await whoHas(other)).toBeUndefined();
    const moved = holds.placeHold({ ...hold, objectId: (await aBucket(writer, scene.operations)).id });
    await expect(moved).rejects.toMatchObject({ reason: 'invalid_field', facts: { field: 'object_id' } });
  });

  it('are not placed, and no name is reserved, where the object is gone', async () => {
    for (const objectId of [newId('bucket'), newId('table')]) {
      const hold = aHold({ objectId });
      await expect(holds.placeHold(hold)).rejects.toMatchObject({ reason: 'not_found', facts: { id: objectId } });
      expect(await whoHas(hold.name)).toBeUndefined();
    }
  });

  describe('of links to single objects', () => {
    const inBucket = async (bucketId: string, name: string) => {
      const asked = { projectId: scene.operations.id, bucketId, names: [name] };
      return (await catalog.inside().objects.lookUpNames(asked)).names[0]?.ownerId;
    };
    const aNamedHold = (own: Bucket, fields: object = {}) =>
      aHold({ projectId: scene.operations.id, bucketId: own.id, blocks: false, ...fields });

    it('reserve the name in a bucket, beside its tables and not in the project', async () => {
      const own = await aBucket(writer, scene.operations);
      const table = await aTable(writer, own);
      const taken = aNamedHold(own, { name: table.name.toUpperCase() });
      await expect(holds.placeHold(taken)).rejects.toMatchObject({
        reason: 'name_taken',
        facts: { owner: table.id },
      });
      const hold = aNamedHold(own);
      await holds.placeHold(hold);
      expect(await inBucket(own.id, hold.name)).toBe(hold.holderId);
      expect(await whoHas(hold.name)).toBeUndefined();
      await expect(aTable(writer, own, { name: hold.name })).rejects.toMatchObject({ reason: 'name_taken' });
    });

    it('rename and free it there', async () => {
      const own = await aBucket(writer, scene.operations);
      const hold = aNamedHold(own);
      const [name, { holderId }] = [aName(), hold];
      await holds.placeHold(hold);
      await holds.renameName({ holderId, name });
      expect([await inBucket(own.id, hold.name), await inBucket(own.id, name)]).toEqual([undefined, holderId]);
      await holds.releaseHold({ holderIds: [holderId] });
      expect(await inBucket(own.id, name)).toBeUndefined();
    });

    it('are not placed in a bucket that the project does not have', async () => {
      const own = await aBucket(writer, scene.operations);
      for (const hold of [{ bucketId: newId('bucket') }, { bucketId: own.id, projectId: scene.analytics.id }]) {
        const refused = { reason: 'not_found', facts: { id: hold.bucketId } };
        await expect(holds.placeHold(aNamedHold(own, hold))).rejects.toMatchObject(refused);
      }
    });

    it('are in the way of dropping the bucket, by force too, until they are released', async () => {
      const own = await aBucket(writer, scene.operations);
      const hold = aNamedHold(own);
      await holds.placeHold(hold);
      for (const force of [false, true]) {
        const drop = writer.buckets.deleteBucket({ bucketId: own.id, force });
        await expect(drop).rejects.toMatchObject({
          reason: 'not_empty',
          facts: { kind: 'link', count: '1', links: hold.holderId },
        });
      }
      await holds.releaseHold({ holderIds: [hold.holderId] });
      await writer.buckets.deleteBucket({ bucketId: own.id });
    });

    it('do not come into a bucket that is dropped at the same time', async () => {
      for (let round = 0; round < 10; round++) {
        const own = await aBucket(writer, scene.operations);
        const hold = aNamedHold(own);
        const outcomes = await Promise.all([
          outcomeOf(holds.placeHold(hold)),
          outcomeOf(writer.buckets.deleteBucket({ bucketId: own.id })),
        ]);
        expect([['done', 'not_empty'].join(), ['not_found', 'done'].join()]).toContain(outcomes.join());
      }
    });
  });

  it('are not placed where the name is taken, and the object can be dropped then', async () => {
    const own = await aBucket(writer, scene.operations);
    const there = aHold();
    await holds.placeHold(there);
    const hold = aHold({ objectId: own.id, name: there.name.toUpperCase() });
    await expect(holds.placeHold(hold)).rejects.toMatchObject({
      reason: 'name_taken',
      facts: { owner: there.holderId },
    });
    expect(await listed(hold.holderId, true)).toBeUndefined();
    await writer.buckets.deleteBucket({ bucketId: own.id });
  });

  it('free object and name when they are released, as often as that is asked', async () => {
    const own = await aBucket(writer, scene.operations);
    const hold = aHold({ objectId: own.id });
    await holds.placeHold(hold);
    await expect(writer.buckets.deleteBucket({ bucketId: own.id })).rejects.toMatchObject({ reason: 'has_links' });
    await holds.releaseHold({ holderIds: [hold.holderId] });
    await holds.releaseHold({ holderIds: [hold.holderId, hold.holderId] });
    expect(await whoHas(hold.name)).toBeUndefined();
    expect(await listed(hold.holderId)).toBeUndefined();
    expect(await listed(hold.holderId, true)).toMatchObject({ released: true, name: '', objectId: own.id });
    await writer.buckets.deleteBucket({ bucketId: own.id });
  });

  it('of a holder that is released are never placed again, also where none was placed before', async () => {
    const [placed, never] = [aHold(), aHold()];
    await holds.placeHold(placed);
    await holds.releaseHold({ holderIds: [placed.holderId, never.holderId] });
    for (const hold of [placed, never]) {
      await expect(holds.placeHold(hold)).rejects.toMatchObject({
        reason: 'lost_race',
        facts: { link: hold.holderId },
      });
      expect(await whoHas(hold.name)).toBeUndefined();
    }
    expect(await listed(never.holderId, true)).toMatchObject({ released: true, objectId: '', projectId: '' });
  });

  it('are released by the thousand', async () => {
    const hold = aHold();
    await holds.placeHold(hold);
    const others = Array.from({ length: 999 }, () => newId('link'));
    await holds.releaseHold({ holderIds: [...others, hold.holderId] });
    expect(await listed(hold.holderId)).toBeUndefined();
  });

  it('leave exactly one name to a link that is renamed', async () => {
    const hold = aHold();
    await holds.placeHold(hold);
    const name = aName('renamed');
    await holds.renameName({ holderId: hold.holderId, name });
    await holds.renameName({ holderId: hold.holderId, name });
    expect(await whoHas(hold.name)).toBeUndefined();
    expect(await whoHas(name)).toBe(hold.holderId);
    expect((await listed(hold.holderId))?.name).toBe(name);
    const cased = name.toUpperCase();
    await holds.renameName({ holderId: hold.holderId, name: cased });
    expect((await listed(hold.holderId))?.name).toBe(cased);
  });

  it('keep the old name where the new one is taken', async () => {
    const [one, other] = [aHold(), aHold()];
    await holds.placeHold(one);
    await holds.placeHold(other);
    const rename = { holderId: one.holderId, name: other.name };
    await expect(holds.renameName(rename)).rejects.toMatchObject({
      reason: 'name_taken',
      facts: { owner: other.holderId },
    });
    expect(await whoHas(one.name)).toBe(one.holderId);
    await holds.releaseHold({ holderIds: [one.holderId] });
    await expect(holds.renameName(rename)).rejects.toMatchObject({ reason: 'lost_race' });
    await expect(holds.renameName({ ...rename, holderId: newId('link') })).rejects.toMatchObject({
      reason: 'lost_race',
    });
  });

  it('on a table protect it and its bucket, but not its neighbours', async () => {
    const own = await aBucket(writer, scene.operations);
    const [held, free] = [await aTable(writer, own), await aTable(writer, own)];
    const hold = aHold({ objectId: held.id });
    await holds.placeHold(hold);
    const refused = { reason: 'has_links', facts: { hidden_count: '1' } };
    await expect(writer.tables.deleteTable({ tableId: held.id })).rejects.toMatchObject(refused);
    await expect(writer.tables.dropColumn({ tableId: held.id, column: 'name' })).rejects.toMatchObject(refused);
    await expect(writer.buckets.deleteBucket({ bucketId: own.id, force: true })).rejects.toMatchObject(refused);
    await writer.tables.deleteTable({ tableId: free.id });
  });

  it('that do not block let the object go', async () => {
    const own = await aBucket(writer, scene.operations);
    const hold = aHold({ objectId: own.id, blocks: false });
    await holds.placeHold(hold);
    await writer.buckets.deleteBucket({ bucketId: own.id });
    expect(await whoHas(hold.name)).toBe(hold.holderId);
    await holds.releaseHold({ holderIds: [hold.holderId] });
    expect(await whoHas(hold.name)).toBeUndefined();
  });

  it('are counted once for a project that links by several ways', async () => {
    const own = await aBucket(writer, scene.operations);
    const table = await aTable(writer, own);
    await holds.placeHold(aHold({ objectId: own.id }));
    await holds.placeHold(aHold({ objectId: table.id }));
    await expect(writer.buckets.deleteBucket({ bucketId: own.id, force: true })).rejects.toMatchObject({
      facts: { projects: '', hidden_count: '1' },
    });
  });

  it('are listed page by page in the order of their holders', async () => {
    const elsewhere = 'org_00000000000000000000000008' as never;
    expect((await catalog.inside(elsewhere).holds.listHolds({})).holds).toEqual([]);
    const own = [aHold(), aHold(), aHold()];
    for (const hold of own) await holds.placeHold(hold);
    const seen: string[] = [];
    for (let pageToken = ''; ;) {
      const page = await holds.listHolds({ pageSize: 2, pageToken });
      seen.push(...page.holds.map(({ holderId }) => holderId));
      pageToken = page.nextPageToken;
      if (pageToken === '') break;
    }
    expect(seen).toEqual(seen.toSorted());
    expect(seen).toEqual(expect.arrayContaining(own.map(({ holderId }) => holderId)));
  });

  describe('that race', () => {
    const rounds = 25;

    it('with a drop: never do both succeed, and nothing is left behind', async () => {
      const ends = new Set<string>();
      for (let round = 0; round < rounds; round++) {
        const own = await aBucket(writer, scene.operations);
        const hold = aHold({ objectId: own.id });
        const [placed, dropped] = await Promise.all([
          outcomeOf(holds.placeHold(hold)),
          outcomeOf(writer.buckets.deleteBucket({ bucketId: own.id })),
        ]);
        ends.add(`${placed} ${dropped}`);
        const isThere = (await outcomeOf(writer.buckets.getBucket({ bucketId: own.id }))) === 'done';
        expect(isThere).toBe(placed === 'done');
        expect((await whoHas(hold.name)) !== undefined).toBe(isThere);
      }
      for (const end of ends) expect(['done has_links', 'not_found done']).toContain(end);
    });

    it('with their own release end released', async () => {
      for (let round = 0; round < rounds; round++) {
        const hold = aHold();
        const [placed, released] = await Promise.all([
          outcomeOf(holds.placeHold(hold)),
          outcomeOf(holds.releaseHold({ holderIds: [hold.holderId] })),
        ]);
        expect([placed, released]).toEqual([expect.stringMatching(/^(done|lost_race)$/), 'done']);
        expect((await listed(hold.holderId, true))?.released).toBe(true);
        expect(await whoHas(hold.name)).toBeUndefined();
      }
    });

    it('for one name with a bucket: one of the two gets it', async () => {
      const insider = catalog.as(scene.linker);
      for (let round = 0; round < rounds; round++) {
        const hold = aHold();
        const outcomes = await Promise.all([
          outcomeOf(holds.placeHold(hold)),
          outcomeOf(aBucket(insider, scene.analytics, { name: hold.name.toUpperCase() })),
        ]);
        expect(outcomes.toSorted()).toEqual(['done', 'name_taken']);
      }
    });
  });
});
