import {
  codeColumn,
  createTables,
  duplicateKey,
  extendTables,
  findRow,
  guardColumn,
  idColumn,
  insertRow,
  integerColumn,
  type Migration,
  nullable,
  openDatabase,
  runSql,
  since,
  table,
  textColumn,
} from '../src/index.ts';
import { describeColumns, emptyDatabase, type EmptyDatabase, stores, testWork } from '../src/testing/index.ts';

const before = table('note', {
  columns: { organization_id: idColumn(), id: idColumn(), text: textColumn(), guard: guardColumn() },
  primary: ['organization_id', 'id'],
});
const after = table('note', {
  columns: {
    organization_id: idColumn(),
    id: idColumn(),
    text: textColumn(),
    comment: since(2, nullable(textColumn())),
    kind: since(2, codeColumn<'plain' | 'rich'>(), 'plain'),
    size: since(3, integerColumn(), 0),
    guard: guardColumn(),
  },
  primary: ['organization_id', 'id'],
  uniques: { kind: ['organization_id', 'id', 'kind'] },
  indexes: { by_size: ['organization_id', 'size'], by_id: { columns: ['id'], since: 3 } },
});
const measure = runSql(4, 'measure notes', {
  mysql: ['UPDATE note SET size = CHAR_LENGTH(text)'],
  sqlite: ['UPDATE note SET size = length(text)'],
});
const steps: Migration[] = [createTables(1, [after]), extendTables(2, [after]), extendTables(3, [after]), measure];
const key = { organization_id: 'org_1', id: 'n1' };

describe.each(stores)('migrations on %s', (store) => {
  let empty: EmptyDatabase;
  beforeEach(async () => {
    empty = await emptyDatabase(store);
  });
  afterEach(() => empty[Symbol.asyncDispose]());

  const openBefore = () => openDatabase({ url: empty.url, tables: [before], migrations: [createTables(1, [before])] });
  const openAfter = (migrations = steps) => openDatabase({ url: empty.url, tables: [after], migrations });

  it('bring an old database forward with its rows', async () => {
    const old = await openBefore();
    await old.write(testWork(), (tx) => insertRow(tx, before, { ...key, text: 'hello' }));
    await old[Symbol.asyncDispose]();
    const db = await openAfter();
    const note = await db.read(testWork(), (tx) => findRow(tx, after, key));
    expect(note).toEqual({ ...key, text: 'hello', comment: null, kind: 'plain', size: 5 });
    await db[Symbol.asyncDispose]();
  });

  it('make the same schema from nothing as step by step', async () => {
    await (await openBefore())[Symbol.asyncDispose]();
    const stepwise = await openAfter();
    const fresh = await emptyDatabase(store);
    const atOnce = await openDatabase({ url: fresh.url, tables: [after], migrations: steps });
    const columns = await describeColumns(stepwise);
    expect(columns.filter((column) => column.table === 'note')).toHaveLength(7);
    expect(await describeColumns(atOnce)).toEqual(columns);
    await stepwise[Symbol.asyncDispose]();
    await atOnce[Symbol.asyncDispose]();
    await fresh[Symbol.asyncDispose]();
  });

  it('replace a unique key by a wider one, in a database that is new and in one that had it', async () => {
    const columns = { organization_id: idColumn(), id: idColumn(), slot: codeColumn() };
    const primary = ['organization_id', 'id'] as const;
    const narrow = table('note', { columns, primary, uniques: { slot: ['organization_id', 'slot'] } });
    const wide = table('note', {
      columns: { ...columns, object: since(2, codeColumn(), '') },
      primary,
      uniques: {
        slot: { columns: ['organization_id', 'slot'], until: 2 },
        slot_object: ['organization_id', 'slot', 'object'],
      },
    });
    const one = { organization_id: 'org_1', id: 'n1', slot: 'a' };
    const old = await openDatabase({ url: empty.url, tables: [narrow], migrations: [createTables(1, [narrow])] });
    await old.write(testWork(), (tx) => insertRow(tx, narrow, one));
    await old[Symbol.asyncDispose]();
    const fresh = await emptyDatabase(store);
    for (const { url } of [empty, fresh]) {
      const db = await openDatabase({
        url,
        tables: [wide],
        migrations: [createTables(1, [wide]), extendTables(2, [wide])],
      });
      const insert = (id: string, object: string) =>
        db.write(testWork(), (tx) => insertRow(tx, wide, { ...one, id, object }));
      if (url === fresh.url) await insert('n1', '');
      await insert('n2', 'tbl_1');
      const error = await insert('n3', 'tbl_1').catch((refused: unknown) => refused);
      expect(duplicateKey(error, wide)).toBe('slot_object');
      await db[Symbol.asyncDispose]();
    }
    await fresh[Symbol.asyncDispose]();
  });

  it('run once though four processes start together', async () => {
    const log: string[] = [];
    const quiet = { warn: () => undefined, error: () => undefined };
    const info = (facts: object, message: string) => log.push(`${message} ${JSON.stringify(facts)}`);
    const open = () =>
      openDatabase({ url: empty.url, tables: [after], migrations: steps, poolSize: 2, log: { ...quiet, info } });
    const opened = await Promise.all([open(), open(), open(), open()]);
    expect(new Set(log).size).toBe(log.length);
    expect(log.filter((line) => line.includes('"number":4'))).toHaveLength(1);
    for (const db of opened) await db[Symbol.asyncDispose]();
  });

  it('refuse a database that a newer version has used', async () => {
    await (await openAfter())[Symbol.asyncDispose]();
    await expect(openBefore()).rejects.toThrow('the database is at migration 4, but this program knows 1');
  });

  it('refuse a program whose released migration has changed', async () => {
    await (await openBefore())[Symbol.asyncDispose]();
    const changed = { ...before, columns: { ...before.columns, text: textColumn(9_999), other: textColumn() } };
    const open = openDatabase({ url: empty.url, tables: [before], migrations: [createTables(1, [changed])] });
    await expect(open).rejects.toThrow('migration 1 (create note) was applied with other words');
  });

  it('go on where a failed one stopped', async () => {
    const broken = runSql(4, 'measure notes', {
      mysql: ['UPDATE nothing SET x = 1'],
      sqlite: ['UPDATE nothing SET x = 1'],
    });
    await expect(openAfter([...steps.slice(0, 3), broken])).rejects.toThrow(/nothing/);
    const db = await openAfter();
    expect((await describeColumns(db)).filter((column) => column.table === 'note')).toHaveLength(7);
    await db[Symbol.asyncDispose]();
  });

  it('are numbered without a gap', async () => {
    await expect(openAfter([createTables(2, [after])])).rejects.toThrow('number 2 is at place 1');
  });
});
