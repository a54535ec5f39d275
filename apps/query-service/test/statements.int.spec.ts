import { newId } from '@easement/domain';
import { type QueryHouse, refusalOf, startQuery } from './query.ts';
import { aTable, type Scene, setScene } from './scene.ts';

const link = '"Ops Ünits"';

describe('statements', () => {
  let house: QueryHouse;
  let scene: Scene;
  let airports: { readonly id: string; readonly name: string };
  beforeAll(async () => {
    house = await startQuery({ limits: { resultRows: 1000 } });
    scene = setScene(house);
    airports = await aTable(house, scene);
  });
  afterAll(() => house[Symbol.asyncDispose]());

  const rows = (who: keyof Scene, statement: string, fields?: object) =>
    house.as(scene[who] as Scene['reader']).rows(scene.analytics.id, statement, fields);

  it('read own tables and tables of links', async () => {
    expect(await rows('reader', `SELECT iata FROM ${link}.${airports.name} ORDER BY 1`)).toEqual([
      ['ATL'],
      ['LAX'],
      ['ORD'],
    ]);
    const own = `SELECT count(*) FROM flights.${airports.name}`;
    expect(await house.as(scene.owner).rows(scene.operations.id, own)).toEqual([['3']]);
  });

  it('may name no table at all', async () => {
    expect(await rows('reader', "SELECT 1 + 1, NULL, 'x'")).toEqual([['2', null, 'x']]);
  });

  it('find names in any case, with quotes and accents', async () => {
    const upper = airports.name.toUpperCase();
    for (const name of [`"OPS ünits".${upper}`, `"ops u\u0308nits"."${upper}"`]) {
      expect(await rows('reader', `SELECT count(*) FROM ${name}`)).toEqual([['3']]);
    }
  });

  it('may name a table twice, and several ways to one', async () => {
    const name = `${link}.${airports.name}`;
    const twice = `SELECT count(*) FROM ${name} a JOIN ${name.toUpperCase()} b USING (iata)`;
    expect(await rows('reader', twice)).toEqual([['3']]);
    const again = house.links.add(scene.analytics, 'again', scene.flights);
    const both = `SELECT count(*) FROM ${name} a JOIN again.${airports.name} b ON a.iata = b.iata`;
    expect(await rows('reader', both)).toEqual([['3']]);
    house.links.remove(again);
  });

  it('are resolved by one question to each service, however many tables they name', async () => {
    const others = [await aTable(house, scene), await aTable(house, scene)];
    const names = [airports, ...others].map(({ name }) => `${link}.${name}`);
    const before = [house.links.asked('resolveNames'), house.tables.asked('getVersions')];
    await rows('reader', `SELECT count(*) FROM ${names.join(', ')}`);
    const after = [house.links.asked('resolveNames'), house.tables.asked('getVersions')];
    expect([(after[0] ?? 0) - (before[0] ?? 0), (after[1] ?? 0) - (before[1] ?? 0)]).toEqual([1, 1]);
  });

  it.each([
    ['SELECT * FROM airports', 'airports', 14, 'write bucket.table'],
    ['SELECT *\nFROM a.b.c', 'a.b.c', 14, 'write bucket.table'],
    ['SELECT * FROM nowhere.airports', 'nowhere.airports', 14, 'neither a bucket nor a link named nowhere'],
    [`SELECT * FROM ${link}.nothing`, 'Ops Ünits.nothing', 14, 'Ops Ünits has no table nothing'],
    [`EXPLAIN SELECT * FROM ${link}.nothing`, 'Ops Ünits.nothing', 22, 'Ops Ünits has no table nothing'],
  ])('are refused with the place of a name that stands for nothing: %s', async (statement, name, position, said) => {
    const refused = await refusalOf(rows('reader', statement));
    expect(refused).toMatchObject({ reason: 'unknown_name', facts: { name, position: String(position) } });
    expect(refused.message).toContain(said);
  });

  it('tell who may not read in the project nothing of what they say', async () => {
    const asked = [
      'SELEC nonsense',
      `SELECT * FROM ${link}.nothing`,
      `DROP TABLE ${link}.${airports.name}`,
      'SELECT 1',
    ];
    for (const [who, reason] of [
      ['stranger', 'not_found'],
      ['member', 'missing_role'],
      ['support', 'missing_role'],
    ] as const) {
      const refusals = await Promise.all(asked.map((statement) => refusalOf(rows(who, statement))));
      expect(new Set(refusals.map(({ message }) => message)).size).toBe(1);
      expect(refusals[0]).toMatchObject({ reason });
    }
    const absent = newId('project');
    const hidden = await refusalOf(rows('stranger', 'SELECT 1'));
    const unknown = await refusalOf(house.as(scene.stranger).rows(absent, 'SELECT 1'));
    expect(hidden.message.replace(scene.analytics.id, absent)).toBe(unknown.message);
  });

  it.each([
    'INSERT INTO "OPS ÜNITS".t VALUES (1)',
    `WITH x AS (SELECT 1) INSERT INTO ${link}.t SELECT * FROM x`,
    'UPDATE "ops ünits".t SET a = 1',
    `DELETE FROM ${link}.t`,
    `TRUNCATE ${link}.t`,
    `CREATE TABLE ${link}.t (a INTEGER)`,
    `CREATE OR REPLACE VIEW ${link}.v AS SELECT 1`,
    `ALTER VIEW IF EXISTS ${link}.v RENAME TO w`,
    `DROP TABLE IF EXISTS ${link}.t`,
    `ALTER TABLE ${link}.t ADD COLUMN b INTEGER`,
    `COPY ${link}.t FROM 'x.csv'`,
    `/* to */ insert -- the link\n into ${link} . "T" values (1)`,
  ])('cannot write through a link: %s', async (statement) => {
    expect(await refusalOf(rows('writer', statement))).toMatchObject({
      reason: 'link_is_read_only',
      facts: { link: scene.link.id },
    });
    expect(await refusalOf(rows('reader', statement))).toMatchObject({
      reason: 'missing_role',
      facts: { role: 'write', scope: scene.analytics.id },
    });
  });

  it.each([
    'CREATE SCHEMA flights',
    `MERGE INTO flights.t USING x ON true WHEN MATCHED THEN DELETE`,
    'SET threads = 1',
    'PRAGMA database_list',
  ])('that nobody offers are refused as such: %s', async (statement) => {
    expect(await refusalOf(rows('writer', statement))).toMatchObject({ reason: 'statement_not_supported' });
  });

  it('of validate_only are checked to the last column, and neither run nor answer', async () => {
    const slow = 'SELECT count(*) FROM range(100000000) a, range(100000000) b';
    expect(await rows('reader', slow, { validateOnly: true })).toEqual([]);
    const columns = `SELECT nothing FROM ${link}.${airports.name}`;
    expect(await refusalOf(rows('reader', columns, { validateOnly: true }))).toMatchObject({ reason: 'unknown_name' });
    expect(await refusalOf(rows('writer', `DELETE FROM ${link}.t`, { validateOnly: true }))).toMatchObject({
      reason: 'link_is_read_only',
    });
  });

  it('are explained without being run', async () => {
    const plan = await rows('reader', `EXPLAIN SELECT city FROM ${link}.${airports.name} WHERE iata = 'ATL'`);
    expect(plan.flat().join('\n')).toContain('READ Ops Ünits.');
    expect(plan.flat().join('\n')).not.toContain('.parquet');
  });

  describe('with more rows than are asked for', () => {
    const statistics = async (statement: string, maxRows: bigint) => {
      let last;
      const parts = house.as(scene.reader).open({ projectId: scene.analytics.id, statement, maxRows });
      for await (const { part } of parts) last = part;
      return last?.value;
    };

    it('are cut at max_rows, and say so', async () => {
      expect(await statistics('FROM range(10)', 4n)).toMatchObject({ rowCount: 4n, truncated: true });
      expect(await statistics('FROM range(10)', 10n)).toMatchObject({ rowCount: 10n, truncated: false });
      expect(await statistics('FROM range(5000)', 1000n)).toMatchObject({ rowCount: 1000n, truncated: true });
    });

    it.each([0n, 1001n, 2n ** 60n])('are refused beyond the limit of the service (max_rows %s)', async (maxRows) => {
      expect(await statistics('FROM range(1000)', maxRows)).toMatchObject({ rowCount: 1000n, truncated: false });
      expect(await refusalOf(statistics('FROM range(1001)', maxRows))).toMatchObject({
        reason: 'query_too_large',
        facts: { limit: '1000' },
      });
    });
  });

  describe('after a change of columns', () => {
    it('see a renamed column under its new name alone', async () => {
      const { name } = await aTable(house, scene);
      const table = house.tables.table(scene.flights, name);
      table.columns = table.columns.map((column) => (column.name === 'city' ? { ...column, name: 'town' } : column));
      const renamed = `SELECT town FROM ${link}.${name} WHERE iata = 'ATL'`;
      expect(await rows('reader', renamed)).toEqual([['Atlanta']]);
      const old = await refusalOf(rows('reader', `SELECT city FROM ${link}.${name}`));
      expect(old).toMatchObject({ reason: 'unknown_name', facts: { name: 'city' } });
    });

    it('never show the values of a dropped column under a new one of its name', async () => {
      const { name } = await aTable(house, scene);
      const table = house.tables.table(scene.flights, name);
      const added = { id: newId('column'), name: 'city', type: 'STRING', nullable: true, inPrimaryKey: false };
      table.columns = [...table.columns.filter((column) => column.name !== 'city'), added];
      expect(await rows('reader', `SELECT DISTINCT city FROM ${link}.${name}`)).toEqual([[null]]);
      await house.as(scene.owner).load({ tableId: table.id }, 'iata,state,city\nDEN,CO,Denver\n');
      const both = `SELECT iata, city FROM ${link}.${name} WHERE iata IN ('ATL', 'DEN') ORDER BY 1`;
      expect(await rows('reader', both)).toEqual([
        ['ATL', null],
        ['DEN', 'Denver'],
      ]);
    });
  });
});
