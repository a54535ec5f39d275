import { setTimeout as pause } from 'node:timers/promises';
import type { MessageInitShape } from '@bufbuild/protobuf';
import { Format, type LoadTableRequestSchema } from '@easement/contracts';
import { newId } from '@easement/domain';
import { type QueryHouse, refusalOf, startQuery } from './query.ts';
import { aName, aTable, type Scene, setScene } from './scene.ts';

type Part = MessageInitShape<typeof LoadTableRequestSchema>;

const limit = 100_000;
const chunk = (text: string): Part => ({ part: { case: 'chunk', value: Buffer.from(text) } });

describe('uploads', () => {
  let house: QueryHouse;
  let scene: Scene;
  let there: { readonly id: string };
  let files: string[];
  beforeAll(async () => {
    house = await startQuery({ limits: { uploadBytes: limit } });
    scene = setScene(house);
    there = await aTable(house, scene);
    files = await house.dataFiles();
  });
  afterAll(() => house[Symbol.asyncDispose]());
  afterEach(async () => {
    expect(await house.leftovers()).toEqual([]);
    expect(await house.dataFiles()).toEqual(files);
  });

  const header = (fields: object = {}): Part => ({
    part: { case: 'header', value: { tableId: there.id, format: Format.CSV, ...fields } },
  });
  const upload = (...parts: Part[]) => house.as(scene.owner).upload(eachOf(parts));

  it.each<[string, (header: Part) => Part[]]>([
    ['nothing at all', () => []],
    ['a chunk before the header', (first) => [chunk('iata\n'), first]],
    ['two headers', (first) => [first, chunk('iata\n'), first]],
  ])('of %s are refused', async (_, parts) => {
    expect(await refusalOf(upload(...parts(header())))).toMatchObject({
      reason: 'invalid_field',
      facts: { field: 'header' },
    });
  });

  it.each<[string, object, string]>([
    ['two names for the table', { bucketId: newId('bucket'), name: 'x' }, 'header.table_id'],
    ['create with an id', { create: true }, 'header.table_id'],
    ['no name for the table', { tableId: '' }, 'header'],
    ['a bucket alone', { tableId: '', bucketId: newId('bucket') }, 'header'],
    ['a name that cannot be one', { tableId: '', bucketId: newId('bucket'), name: ' x', create: true }, 'header.name'],
    ['a key for a table that is there', { primaryKey: ['iata'] }, 'header.primary_key'],
    ['a request id that cannot be one', { requestId: 'a b' }, 'header.request_id'],
    ['no format', { format: Format.UNSPECIFIED }, 'header.format'],
    ['a delimiter that cannot be one', { csv: { delimiter: '"' } }, 'header.csv.delimiter'],
    ['a delimiter beyond ASCII', { csv: { delimiter: '§' } }, 'header.csv.delimiter'],
    ['the id of something else', { tableId: newId('bucket') }, 'header.table_id'],
  ])('with %s are refused before anybody is asked', async (_, fields, field) => {
    const asked = () => [house.tables.asked('getVersions'), house.tables.asked('lookUpObjects')];
    const before = asked();
    expect(await refusalOf(upload(header(fields)))).toMatchObject({ reason: 'invalid_field', facts: { field } });
    expect(asked()).toEqual(before);
  });

  it('larger than one may be are refused on the way', async () => {
    let sent = 0;
    async function* parts(): AsyncGenerator<Part> {
      yield header();
      for (; sent < 1_000; sent++) yield chunk('x'.repeat(10_000));
    }
    expect(await refusalOf(house.as(scene.owner).upload(parts()))).toMatchObject({
      reason: 'message_too_large',
      facts: { limit_bytes: String(limit) },
    });
    expect(sent).toBeLessThan(1_000);
  });

  it('with a chunk that is larger than a chunk may be are refused', async () => {
    expect(await refusalOf(upload(header(), chunk('x'.repeat(1024 * 1024 + 1))))).toMatchObject({
      reason: 'invalid_field',
    });
  });

  it('that break off are as if they had never begun', async () => {
    const leave = new AbortController();
    async function* parts(): AsyncGenerator<Part> {
      yield header();
      yield chunk('iata,city,state\nDEN,Denver,CO\n');
      await untilReceived(house);
      leave.abort(new Error('gone'));
      yield chunk('SEA,Seattle,WA\n');
    }
    const commits = house.tables.asked('commitVersion');
    await expect(house.as(scene.owner).upload(parts(), { signal: leave.signal })).rejects.toThrow('gone');
    while ((await house.leftovers()).length > 0) await pause(10);
    expect(house.tables.asked('commitVersion')).toBe(commits);
  });

  it('whose sender fails are as if they had never begun', async () => {
    async function* parts(): AsyncGenerator<Part> {
      yield header();
      yield chunk('iata,city,state\nDEN,Denver,CO\n');
      await untilReceived(house);
      throw new Error('the disk of the sender');
    }
    const commits = house.tables.asked('commitVersion');
    await expect(house.as(scene.owner).upload(parts())).rejects.toThrow('the disk of the sender');
    while ((await house.leftovers()).length > 0) await pause(10);
    expect(house.tables.asked('commitVersion')).toBe(commits);
  });

  it('that stop halfway end with their deadline', async () => {
    async function* parts(): AsyncGenerator<Part> {
      yield header();
      await pause(2_000);
    }
    const options = { deadline: Date.now() + 1_000 };
    await expect(house.as(scene.owner).upload(parts(), options)).rejects.toThrow(/deadline/i);
    while ((await house.leftovers()).length > 0) await pause(10);
  });

  describe('that may not be made', () => {
    /** Never ends: an answer comes without it, or not at all. */
    async function* endless(fields: object): AsyncGenerator<Part> {
      yield header(fields);
      for (;;) yield await pause(20, chunk('x'));
    }
    const refused = (who: keyof Scene, fields: object) =>
      refusalOf(house.as(scene[who] as Scene['owner']).upload(endless(fields)));

    it.each(['stranger', 'member'] as const)('are refused to a %s as if there were no such table', async (who) => {
      const absent = newId('table');
      const [hidden, unknown] = [await refused(who, {}), await refused(who, { tableId: absent })];
      expect(hidden).toMatchObject({ reason: 'not_found', facts: { kind: 'table', id: there.id } });
      expect(JSON.stringify(hidden).replaceAll(there.id, absent)).toBe(JSON.stringify(unknown));
      const [bucketId, absentBucket] = [scene.flights.id, newId('bucket')];
      for (const create of [true, false]) {
        const named = { tableId: '', name: aName(), create };
        const hiddenBucket = await refused(who, { ...named, bucketId });
        const unknownBucket = await refused(who, { ...named, bucketId: absentBucket });
        expect(hiddenBucket).toMatchObject({ reason: 'not_found', facts: { kind: 'bucket' } });
        expect(JSON.stringify(hiddenBucket).replaceAll(bucketId, absentBucket)).toBe(JSON.stringify(unknownBucket));
      }
    });

    it('name the link to who writes where it leads, and the role to who does not', async () => {
      const ways = [{}, { tableId: '', bucketId: scene.flights.id, name: 'x' }];
      const byLink = { tableId: '', bucketId: scene.link.id, name: 'x', create: true };
      for (const way of [...ways, byLink]) {
        const readOnly = await refused('writer', way);
        expect(readOnly).toMatchObject({ reason: 'link_is_read_only', facts: { link: scene.link.id } });
        const reader = await refused('reader', way);
        expect(reader).toMatchObject({ reason: 'missing_role', facts: { role: 'write', scope: scene.analytics.id } });
      }
      const support = await refused('support', byLink);
      expect(support).toMatchObject({ reason: 'missing_role', facts: { scope: scene.analytics.id } });
    });

    it('are answered for a link that is out of sight as for none', async () => {
      const absent = newId('link');
      const way = { tableId: '', name: 'x' };
      const hidden = await refused('stranger', { ...way, bucketId: scene.link.id });
      const unknown = await refused('stranger', { ...way, bucketId: absent });
      expect(hidden).toMatchObject({ reason: 'not_found', facts: { kind: 'link' } });
      expect(JSON.stringify(hidden).replaceAll(scene.link.id, absent)).toBe(JSON.stringify(unknown));
    });
  });
});

async function* eachOf(parts: readonly Part[]): AsyncGenerator<Part> {
  yield* parts;
}

/** Waits until the service has begun to write what it receives. */
async function untilReceived(house: QueryHouse): Promise<void> {
  while ((await house.leftovers()).length === 0) await pause(10);
}
