import { gzipSync } from 'node:zlib';
import { Format, LoadMode } from '@easement/contracts';
import { newId, Refusal } from '@easement/domain';
import { type QueryHouse, refusalOf, startQuery } from './query.ts';
import { aName, airports, aTable, type Scene, setScene } from './scene.ts';

const more = 'iata,city,state\nDEN,Denver,CO\n';

describe('loads', () => {
  let house: QueryHouse;
  let scene: Scene;
  beforeAll(async () => {
    house = await startQuery();
    scene = setScene(house);
  });
  afterAll(() => house[Symbol.asyncDispose]());
  afterEach(async () => expect(await house.leftovers()).toEqual([]));

  const load = (...args: Parameters<ReturnType<QueryHouse['as']>['load']>) => house.as(scene.owner).load(...args);
  const rows = async ({ name }: { readonly name: string }): Promise<string[]> => {
    const statement = `SELECT COLUMNS(*)::VARCHAR FROM flights.${name} ORDER BY 1`;
    return (await house.as(scene.owner).rows(scene.operations.id, statement)).map((row) => row.join());
  };
  const table = ({ name }: { readonly name: string }) => house.tables.table(scene.flights, name);

  it('make a table of a file, with its types, or say that it is there', async () => {
    const name = aName();
    const header = { bucketId: scene.flights.id, name, create: true, primaryKey: ['n'] };
    const made = await load(header, 'n,price,day\n1,1.5,2001-02-03\n2,2,2001-02-04\n');
    expect(made).toMatchObject({ table: { name, version: 1n }, rowCount: 2n, version: 1n });
    expect(table({ name }).columns.map((column) => [column.name, column.type, column.nullable])).toEqual([
      ['n', 'INTEGER', false],
      ['price', 'DOUBLE', true],
      ['day', 'DATE', true],
    ]);
    const files = await house.dataFiles();
    expect(await refusalOf(load({ ...header, name: name.toUpperCase() }, 'n\n1\n'))).toMatchObject({
      reason: 'name_taken',
    });
    expect(await house.dataFiles()).toEqual(files);
  });

  it('append and replace, and find a table by its bucket and exact name', async () => {
    const there = await aTable(house, scene);
    const named = { bucketId: scene.flights.id, name: there.name };
    expect(await load(named, more)).toMatchObject({ rowCount: 1n, version: 2n });
    expect(await rows(there)).toHaveLength(4);
    expect(await load({ ...named, mode: LoadMode.REPLACE }, gzipSync(more))).toMatchObject({ version: 3n });
    expect(await rows(there)).toEqual(['DEN,Denver,CO']);
    const otherCase = { ...named, name: there.name.toUpperCase() };
    expect(await refusalOf(load(otherCase, more))).toMatchObject({
      reason: 'not_found',
      facts: { kind: 'table', id: otherCase.name },
    });
  });

  it('refuse a malformed file with line and column, and change nothing', async () => {
    const there = await aTable(house, scene, 'n,day\n1,2001-02-03\n');
    const files = await house.dataFiles();
    const bad = await refusalOf(load({ tableId: there.id }, 'n,day\n2,2001-02-04\n3,2001-02-30\n'));
    expect(bad).toMatchObject({ reason: 'bad_file', facts: { line: '3', column: '2', column_name: 'day' } });
    expect(await house.dataFiles()).toEqual(files);
    expect(table(there).version).toBe(1n);
  });

  it('of validate_only are checked to the last row and change nothing', async () => {
    const there = await aTable(house, scene);
    const files = await house.dataFiles();
    const rehearsed = await load({ tableId: there.id, validateOnly: true }, more);
    expect(rehearsed).toMatchObject({ rowCount: 1n, version: 0n, impact: { projectIds: [], links: [] } });
    expect(rehearsed.table).toBeUndefined();
    const bad = 'iata,city,state\nDEN,Denver\n';
    const refused = await refusalOf(load({ tableId: there.id, validateOnly: true }, bad));
    expect(refused).toMatchObject({ reason: 'bad_file', facts: { line: '2' } });
    const name = aName();
    await load({ bucketId: scene.flights.id, name, create: true, validateOnly: true }, more);
    expect(() => table({ name })).toThrow('no table');
    expect(await house.dataFiles()).toEqual(files);
    expect(table(there).version).toBe(1n);
  });

  describe('that are repeated', () => {
    it('answer the same and add their rows once', async () => {
      const there = await aTable(house, scene);
      const header = { tableId: there.id, requestId: crypto.randomUUID() };
      const first = await load(header, more);
      await load({ tableId: there.id }, 'iata,city,state\nSEA,Seattle,WA\n');
      const files = await house.dataFiles();
      expect(await load(header, more)).toEqual(first);
      expect(await rows(there)).toHaveLength(5);
      expect(await house.dataFiles()).toEqual(files);
    });

    it('do not clash with their own rows in a table with a primary key', async () => {
      const there = await aTable(house, scene, airports, ['iata']);
      const header = { tableId: there.id, requestId: crypto.randomUUID() };
      const first = await load(header, more);
      expect(await load(header, more)).toEqual(first);
      expect(await refusalOf(load({ tableId: there.id }, more))).toMatchObject({ reason: 'bad_file' });
    });

    it('make their table once, and are answered though it is gone, and the right to it too', async () => {
      const guest = house.directory.addPerson(house.organization, { projects: [[scene.operations, 'write']] });
      const header = { bucketId: scene.flights.id, name: aName(), create: true, requestId: crypto.randomUUID() };
      const first = await house.as(guest).load(header, more);
      expect(await house.as(guest).load(header, more)).toEqual(first);
      house.tables.drop(table(header));
      house.directory.setRole(guest, scene.operations.id, undefined);
      expect(await house.as(guest).load(header, more)).toEqual(first);
    });

    it.each([
      ['content', {}, `${more}SEA,Seattle,WA\n`],
      ['header', { mode: LoadMode.REPLACE }, more],
    ])('with another %s are refused', async (_, fields, content) => {
      const there = await aTable(house, scene, airports, ['iata']);
      const header = { tableId: there.id, requestId: crypto.randomUUID() };
      await load(header, more);
      expect(await refusalOf(load({ ...header, ...fields }, content))).toMatchObject({
        reason: 'request_id_reused',
        facts: { request_id: header.requestId },
      });
      expect(await rows(there)).toHaveLength(4);
    });

    it('are known by the id of the call where the header has none', async () => {
      const there = await aTable(house, scene);
      const requestId = crypto.randomUUID();
      const first = await load({ tableId: there.id }, more, { requestId });
      expect(await load({ tableId: there.id }, more, { requestId })).toEqual(first);
      expect(await load({ tableId: there.id, requestId }, more)).toEqual(first);
      expect(await load({ tableId: there.id }, more)).toMatchObject({ version: 3n });
    });

    it('are somebody else’s own', async () => {
      const there = await aTable(house, scene);
      const other = house.directory.addPerson(house.organization, { projects: [[scene.operations, 'admin']] });
      const header = { tableId: there.id, requestId: crypto.randomUUID() };
      expect((await load(header, more)).version).toBe(2n);
      expect((await house.as(other).load(header, 'iata\nSEA\n')).version).toBe(3n);
    });

    it('after they have begun to look for the first, add their rows once', async () => {
      const there = await aTable(house, scene, airports, ['iata']);
      const header = { tableId: there.id, requestId: crypto.randomUUID() };
      let first: Promise<unknown> | undefined;
      const stop = house.tables.stepInto('recallCommit', 'after', async () => {
        if (first) return;
        first = load(header, more);
        await first;
      });
      const repeated = await load(header, more);
      stop();
      expect(repeated).toEqual(await first);
      expect(await rows(there)).toHaveLength(4);
    });

    it('while the first is under way add their rows once', async () => {
      const there = await aTable(house, scene, airports, ['iata']);
      const header = { tableId: there.id, requestId: crypto.randomUUID() };
      const answers = await Promise.all([load(header, more), load(header, more), load(header, more)]);
      expect(answers).toEqual([answers[0], answers[0], answers[0]]);
      expect(await rows(there)).toHaveLength(4);
      expect(await house.dataFiles()).toEqual(expect.arrayContaining(table(there).files.map(({ path }) => path)));
    });
  });

  describe('that race', () => {
    const line = (index: number) => `iata,city,state\nX${index},City,ST\n`;

    it('all land', async () => {
      const there = await aTable(house, scene);
      await Promise.all(Array.from({ length: 12 }, (_, index) => load({ tableId: there.id }, line(index))));
      expect(await rows(there)).toHaveLength(15);
      expect(table(there).version).toBe(13n);
    });

    it('all land in a table with a primary key, which stays one', async () => {
      const there = await aTable(house, scene, airports, ['iata']);
      const contents = [line(1), line(2), line(3), line(3), line(2)];
      const outcomes = await Promise.allSettled(contents.map((content) => load({ tableId: there.id }, content)));
      const refused = outcomes.filter(({ status }) => status === 'rejected');
      expect(refused).toHaveLength(2);
      for (const outcome of refused) expect(outcome).toMatchObject({ reason: { reason: 'bad_file' } });
      expect((await rows(there)).map((row) => row.split(',')[0])).toEqual(['ATL', 'LAX', 'ORD', 'X1', 'X2', 'X3']);
    });

    it('leave what a replace makes, and what came after it', async () => {
      const there = await aTable(house, scene);
      await Promise.all([
        load({ tableId: there.id, mode: LoadMode.REPLACE }, line(0)),
        load({ tableId: there.id }, line(1)),
      ]);
      expect([['X0,City,ST'], ['X0,City,ST', 'X1,City,ST']]).toContainEqual(await rows(there));
      expect(table(there).version).toBe(3n);
    });

    it('write their file once where only others’ rows came in between, and keep no other', async () => {
      const there = await aTable(house, scene);
      const files = await house.dataFiles();
      let others = 3;
      const stop = house.tables.stepInto('commitVersion', 'before', () => {
        if (others-- > 0) table(there).version += 1n;
      });
      expect(await load({ tableId: there.id }, line(0))).toMatchObject({ version: 5n });
      stop();
      expect((await house.dataFiles()).filter((path) => !files.includes(path))).toHaveLength(1);
    });

    it('are refused at last where they never win, and leave no file', async () => {
      const there = await aTable(house, scene);
      const files = await house.dataFiles();
      const stop = house.tables.stepInto('commitVersion', 'before', () => void (table(there).version += 1n));
      expect(await refusalOf(load({ tableId: there.id }, line(0)))).toMatchObject({ reason: 'lost_race' });
      stop();
      expect(await house.dataFiles()).toEqual(files);
    });

    it('go on with the columns that the table has by then', async () => {
      const there = await aTable(house, scene);
      const added = { id: newId('column'), name: 'zone', type: 'STRING', nullable: true, inPrimaryKey: false };
      const stop = house.tables.stepInto('commitVersion', 'before', () => {
        const current = table(there);
        if (current.columns.length > 3) return;
        current.columns = [...current.columns, added];
        current.version += 1n;
      });
      await load({ tableId: there.id, mode: LoadMode.REPLACE }, line(0));
      stop();
      expect(table(there).files.map(({ columnIds }) => columnIds.length)).toEqual([4]);
    });
  });

  describe('whose commit', () => {
    it('was made but not answered keep their file, and are answered when repeated', async () => {
      const there = await aTable(house, scene, airports, ['iata']);
      const header = { tableId: there.id, requestId: crypto.randomUUID() };
      const stop = house.tables.stepInto('commitVersion', 'after', () => {
        throw new Error('the answer is lost');
      });
      await expect(load(header, more)).rejects.toThrow('internal error');
      stop();
      expect(await rows(there)).toHaveLength(4);
      expect(await load(header, more)).toMatchObject({ rowCount: 1n, version: 2n });
      expect(await rows(there)).toHaveLength(4);
    });

    it.each(['peer_unavailable', 'message_too_large'] as const)('ends in %s keep their file', async (reason) => {
      const there = await aTable(house, scene);
      const stop = house.tables.stepInto('commitVersion', 'after', () => {
        throw new Refusal(reason, 'nobody knows');
      });
      expect(await refusalOf(load({ tableId: there.id }, more))).toMatchObject({ reason });
      stop();
      expect(await rows(there)).toHaveLength(4);
    });

    it('is refused leave no file', async () => {
      const there = await aTable(house, scene);
      const files = await house.dataFiles();
      const stop = house.tables.stepInto('commitVersion', 'before', () => {
        throw new Refusal('has_links', 'a link holds it', { projects: '' });
      });
      expect(await refusalOf(load({ tableId: there.id }, more))).toMatchObject({ reason: 'has_links' });
      stop();
      expect(await house.dataFiles()).toEqual(files);
    });

    it('comes too late for the right to it is refused', async () => {
      const there = await aTable(house, scene);
      const guest = house.directory.addPerson(house.organization, { projects: [[scene.operations, 'write']] });
      const files = await house.dataFiles();
      const stop = house.tables.stepInto('commitVersion', 'before', () =>
        house.directory.setRole(guest, scene.operations.id, 'read'),
      );
      expect(await refusalOf(house.as(guest).load({ tableId: there.id }, more))).toMatchObject({
        reason: 'missing_role',
      });
      stop();
      expect(await house.dataFiles()).toEqual(files);
    });

    it('nobody waits for any more is not even asked for', async () => {
      const there = await aTable(house, scene);
      const files = await house.dataFiles();
      const leave = new AbortController();
      const asked = house.tables.asked('commitVersion');
      const stop = house.tables.stepInto('recallCommit', 'after', () => {
        if (house.tables.asked('getVersions') > 0) leave.abort(new Error('gone'));
      });
      await expect(load({ tableId: there.id }, more, { signal: leave.signal })).rejects.toThrow('gone');
      stop();
      await house.as(scene.owner).rows(scene.operations.id, 'SELECT 1');
      expect(house.tables.asked('commitVersion')).toBe(asked);
      expect(await house.dataFiles()).toEqual(files);
    });
  });

  it.each(['\t', ';', '|', 'x'])('read CSV as its header says, fields parted by %j', async (delimiter) => {
    const there = { name: aName() };
    const csv = { header: false, delimiter, nullText: 'NONE' };
    const header = { bucketId: scene.flights.id, name: there.name, create: true, csv };
    await load(header, ['1', 'NONE', '"NONE"'].join(delimiter));
    expect(table(there).columns.map(({ name, type }) => `${name} ${type}`)).toEqual([
      'column_1 INTEGER',
      'column_2 STRING',
      'column_3 STRING',
    ]);
    expect(await rows(there)).toEqual(['1,,NONE']);
  });

  it('keep Parquet as it was exported', async () => {
    const there = await aTable(house, scene);
    const file = await house.as(scene.owner).export(there.id, { format: Format.PARQUET });
    const name = aName();
    await load({ bucketId: scene.flights.id, name, create: true, format: Format.PARQUET }, file);
    expect(await rows({ name })).toEqual(await rows(there));
  });
});
