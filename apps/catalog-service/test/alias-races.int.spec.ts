import type { Bucket, Table } from '@easement/contracts';
import { newId } from '@easement/domain';
import { holdRow, stores } from '@easement/persistence/testing';
import { type Catalog, type PersonClients, startCatalog } from './catalog.ts';
import { aBucket, aName, anAlias, aScene, aTable, outcomeOf, type Scene } from './scene.ts';

const rounds = 12;

describe.each(stores)('aliases raced with drops on %s', (store) => {
  let catalog: Catalog;
  let scene: Scene;
  let writer: PersonClients;
  beforeAll(async () => {
    catalog = await startCatalog(store);
    scene = aScene(catalog);
    writer = catalog.as(scene.writer);
  });
  afterAll(() => catalog[Symbol.asyncDispose]());

  type Round = { readonly source: Bucket; readonly table: Table; readonly shared: Bucket };
  type Act = (round: Round) => Promise<unknown>;

  /** What two acts end with, in as many rounds: started together, or one a moment after the other. */
  async function race(prepare: (round: Round) => Promise<unknown>, one: Act, other: Act): Promise<string[]> {
    const seen: string[] = [];
    for (let number = 0; number < rounds; number++) {
      // Buckets are locked in the order of their ids, so either is to come first.
      const [first, second] = [await aBucket(writer, scene.operations), await aBucket(writer, scene.operations)];
      const [source, shared] = number % 2 === 0 ? [first, second] : [second, first];
      const round = { source, shared, table: await aTable(writer, source) };
      await prepare(round);
      const [early, late] = number % 3 === 0 ? [other, one] : [one, other];
      const outcomes = await Promise.all([outcomeOf(early(round)), outcomeOf(late(round))]);
      seen.push((number % 3 === 0 ? outcomes.toReversed() : outcomes).join(' '));
      await assertWhole(round);
    }
    return seen;
  }

  /** No alias leads to nothing, and the counts are those of what is there. */
  async function assertWhole({ shared }: Round): Promise<void> {
    const { tables } = await writer.tables.listTables({ parent: { case: 'bucketId', value: shared.id } });
    const { bucket } = await writer.buckets.getBucket({ bucketId: shared.id });
    expect(bucket?.tableCount).toBe(tables.length);
    for (const { sourceTableId, columns, filter } of tables) {
      expect(await outcomeOf(writer.tables.getTable({ tableId: sourceTableId }))).toBe('done');
      expect(columns.length).toBeGreaterThan(0);
      expect(filter).not.toContain('col_');
    }
  }

  const nothing = () => Promise.resolve();
  const make: Act = ({ shared, table }) => anAlias(writer, shared, table);
  const makeFiltered: Act = ({ shared, table }) => anAlias(writer, shared, table, { filter: `name = 'a'` });
  const dropTable: Act = ({ table }) => writer.tables.deleteTable({ tableId: table.id });
  const dropName: Act = ({ table }) => writer.tables.dropColumn({ tableId: table.id, column: 'name' });
  const dropBucket: Act = ({ source }) => writer.buckets.deleteBucket({ bucketId: source.id, force: true });
  /** Links the bucket of the alias; what `look` finds when the link is there goes into `found`. */
  const holdThenLook =
    (found: boolean[], look: (round: Round) => Promise<boolean>): Act =>
    async (round) => {
      const hold = { objectId: round.shared.id, holderId: newId('link'), projectId: scene.analytics.id };
      await catalog.inside().holds.placeHold({ ...hold, name: aName(), blocks: true });
      found.push(await look(round));
    };
  const columnsOf = async ({ table }: Round) =>
    (await writer.tables.getTable({ tableId: table.id })).table?.columns.map(({ name }) => name) ?? [];

  it.each<[string, Act, Act]>([
    ['made while its source is dropped', make, dropTable],
    ['made while the bucket of its source is dropped', make, dropBucket],
    ['made with a filter while the column of that is dropped', makeFiltered, dropName],
  ])('%s: one of the two happens', async (_, one, other) => {
    for (const seen of await race(nothing, one, other)) {
      expect(['done not_empty', 'not_found done', 'bad_filter done']).toContain(seen);
    }
  });

  it('whose bucket is linked while its source is dropped keeps it', async () => {
    const there: boolean[] = [];
    const hold = holdThenLook(there, async (round) => (await columnsOf(round)).length > 0);
    for (const seen of await race(make, hold, dropTable)) expect(['done has_links', 'done not_empty']).toContain(seen);
    expect(there).toEqual(Array.from({ length: rounds }, () => true));
  });

  it('whose bucket is linked while a column of its source is dropped loses none from then on', async () => {
    const there: boolean[] = [];
    const hold = holdThenLook(there, async (round) => (await columnsOf(round)).includes('name'));
    const seen = await race(make, hold, dropName);
    expect(seen).toEqual(there.map((isThere) => (isThere ? 'done has_links' : 'done done')));
  });

  it('whose bucket is linked while it gets a filter is hidden before or not at all', async () => {
    const aliases = new Map<string, string>();
    const shown: boolean[] = [];
    const prepare = async (round: Round) =>
      aliases.set(round.table.id, (await anAlias(writer, round.shared, round.table)).id);
    const idOf = ({ table }: Round) => aliases.get(table.id) ?? '';
    const hide: Act = (round) =>
      writer.tables.updateTable({ tableId: idOf(round), filter: 'id = 1', updateMask: { paths: ['filter'] } });
    const hold = holdThenLook(shown, async (round) => {
      return (await writer.tables.getTable({ tableId: idOf(round) })).table?.filter === '';
    });
    const seen = await race(prepare, hold, hide);
    expect(seen).toEqual(shown.map((isShown) => (isShown ? 'done has_links' : 'done done')));
  });
});

/** On the embedded store writes take turns: only MySQL lets two get so close. */
(stores.includes('mysql') ? describe : describe.skip)('a drop that looked for holds', () => {
  let catalog: Catalog;
  beforeAll(async () => {
    catalog = await startCatalog('mysql');
  });
  afterAll(() => catalog[Symbol.asyncDispose]());

  it('keeps the bucket of each alias from being linked until it is done', async () => {
    const scene = aScene(catalog);
    const writer = catalog.as(scene.writer);
    const [source, shared] = [await aBucket(writer, scene.operations), await aBucket(writer, scene.operations)];
    const table = await aTable(writer, source);
    await anAlias(writer, shared, table);
    const [, name] = table.columns;
    const row = 'SELECT id FROM table_column WHERE id = ? FOR UPDATE';
    await using held = await holdRow(catalog.databaseUrl, row, [name?.id ?? '']);
    const dropped = outcomeOf(writer.tables.dropColumn({ tableId: table.id, column: 'name' }));
    await held.untilWaiting(1, dropped);
    const link = { objectId: shared.id, holderId: newId('link'), projectId: scene.analytics.id, name: aName() };
    let isPlaced = false;
    const placed = outcomeOf(catalog.inside().holds.placeHold({ ...link, blocks: true })).finally(() => {
      isPlaced = true;
    });
    await held.untilWaiting(2, placed);
    expect(isPlaced).toBe(false);
    await held.letGo();
    expect([await dropped, await placed]).toEqual(['done', 'done']);
  });
});
