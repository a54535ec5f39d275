import { setTimeout as sleep } from 'node:timers/promises';
import { newId, type OrganizationId } from '@easement/domain';
import {
  addChange,
  createTables,
  currentHead,
  type Database,
  feedTables,
  type FeedChange,
  findRows,
  followFeed,
  headBeyond,
  idColumn,
  insertRow,
  integerColumn,
  numberedRow,
  openDatabase,
  purgeFeed,
  table,
  type WriteTx,
} from '../src/index.ts';
import { stores, testDatabase, type TestDatabase, testWork } from '../src/testing/index.ts';
import { linkTable } from './tables.ts';

/** A table whose rows bear the number of their change. */
const actTable = table('act', {
  columns: { organization_id: idColumn<OrganizationId>(), sequence: integerColumn(), what: idColumn() },
  primary: ['organization_id', 'sequence'],
});

const tables = [...feedTables, actTable, linkTable];
const day = 24 * 60 * 60 * 1000;
const textOf = (bytes: Uint8Array) => Buffer.from(bytes).toString();

describe.each(stores)('the change feed on %s', (store) => {
  let test: TestDatabase;
  let db: Database;
  /** Opened like that of another replica: it hears of nothing but by the poller. */
  let other: Database;

  beforeAll(async () => {
    test = await testDatabase(store, { tables, poolSize: 25 });
    db = test.db;
    other = await openDatabase({ url: test.url, tables, migrations: [createTables(1, tables)] });
  });
  afterAll(async () => {
    await other[Symbol.asyncDispose]();
    await test[Symbol.asyncDispose]();
  });

  const add = (tx: WriteTx, organization: OrganizationId, what: string) =>
    addChange(tx, {
      organization,
      type: 'act',
      payload: Buffer.from(what),
      rows: ({ sequence }) => [numberedRow(actTable, { organization_id: organization, sequence, what })],
    });
  const commit = (organization: OrganizationId, ...whats: readonly string[]) =>
    db.write(testWork(), async (tx) => whats.forEach((what) => add(tx, organization, what)));

  /** The changes that a follower gets until `isEnough`, and where it stands then. */
  const follow = async (
    source: Database,
    following: Partial<Parameters<typeof followFeed>[1]>,
    isEnough: (changes: readonly FeedChange[]) => boolean,
  ) => {
    const changes: FeedChange[] = [];
    const positions = new Map<OrganizationId, number>();
    const signal = AbortSignal.timeout(20_000);
    for await (const batch of followFeed(source, { positions: new Map(), signal, ...following })) {
      changes.push(...batch.changes);
      for (const [organization, position] of batch.positions) positions.set(organization, position);
      if (isEnough(changes)) break;
    }
    return { changes, positions, whats: changes.map(({ payload }) => textOf(payload)) };
  };

  it('numbers what a transaction adds from 1 on, with the rows that bear its number', async () => {
    const organization = newId('organization');
    await commit(organization, 'a', 'b');
    await commit(organization, 'c');
    const { changes } = await follow(db, { organization }, ({ length }) => length === 3);
    expect(changes.map(({ sequence, type, payload }) => [sequence, type, textOf(payload)])).toEqual([
      [1, 'act', 'a'],
      [2, 'act', 'b'],
      [3, 'act', 'c'],
    ]);
    const rows = await db.read(testWork(), (tx) => findRows(tx, actTable, { organization_id: organization }));
    expect(rows.map(({ sequence, what }) => [sequence, what])).toEqual([
      [1, 'a'],
      [2, 'b'],
      [3, 'c'],
    ]);
  });

  it('holds nothing of a transaction that is rolled back, rehearsed, or added nothing', async () => {
    const organization = newId('organization');
    const failing = db.write(testWork(), async (tx) => {
      add(tx, organization, 'lost');
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    await db.rehearse(testWork(), async (tx) => add(tx, organization, 'tried'));
    await db.write(testWork(), (tx) =>
      insertRow(tx, linkTable, { organization_id: organization, id: 'l', share_id: 's' }),
    );
    expect(await currentHead(db, organization)).toBe(0);
    await commit(organization, 'kept');
    const { changes, whats } = await follow(db, { organization }, ({ length }) => length > 0);
    expect([whats, changes[0]?.sequence]).toEqual([['kept'], 1]);
  });

  it('holds what a transaction adds once, however often it had to run', async () => {
    const organization = newId('organization');
    let runs = 0;
    await db.write(testWork(), async (tx) => {
      add(tx, organization, 'once');
      if (runs++ < 2) throw Object.assign(new Error('deadlock'), { code: 'ER_LOCK_DEADLOCK', errno: 1213 });
    });
    expect(runs).toBe(3);
    const { whats } = await follow(db, { organization }, ({ length }) => length > 0);
    expect(whats).toEqual(['once']);
    expect(await currentHead(db, organization)).toBe(1);
  });

  it('refuses to add after the transaction has ended', async () => {
    let kept: WriteTx | undefined;
    await db.write(testWork(), async (tx) => void (kept = tx));
    expect(() => kept && add(kept, newId('organization'), 'late')).toThrow('the transaction has ended');
  });

  it('shows each follower every change once, in the order of commits and without a gap, while many write', async () => {
    const organizations = [newId('organization'), newId('organization'), newId('organization')];
    const committed: string[] = [];
    const writers = Array.from({ length: 20 }, async (_, writer) => {
      for (let round = 0; round < 15; round++) {
        const whats = Array.from({ length: 1 + (round % 3) }, (__, i) => `${writer}.${round}.${i}`);
        const touched = round % 4 === 0 ? organizations : [organizations[(writer + round) % 3] ?? organizations[0]!];
        const wrote = db.write(testWork(), async (tx) => {
          for (const one of touched.toReversed()) for (const what of whats) add(tx, one, `${one}/${what}`);
          await sleep(Math.random() * 3);
          if (round % 5 === 3) throw new Error('changed my mind');
        });
        if (
          await wrote.then(
            () => true,
            () => false,
          )
        ) {
          for (const one of touched) committed.push(...whats.map((what) => `${one}/${what}`));
        }
      }
    });
    let total = Infinity;
    const isOurs = ({ organization }: FeedChange) => organizations.includes(organization);
    const followers = [db, other, db].map((source) =>
      follow(source, { positions: new Map() }, (changes) => changes.filter(isOurs).length >= total),
    );
    await Promise.all(writers);
    total = committed.length + 1;
    await commit(organizations[0]!, 'the end');
    for (const { changes } of await Promise.all(followers)) {
      const ours = changes.filter(isOurs);
      expect(ours.map(({ payload }) => textOf(payload)).sort()).toEqual([...committed, 'the end'].sort());
      for (const one of organizations) {
        const numbers = ours.filter(({ organization }) => organization === one).map(({ sequence }) => sequence);
        expect(numbers).toEqual(numbers.map((_, index) => index + 1));
      }
    }
  });

  it('tells of times that never go back', async () => {
    const organization = newId('organization');
    await commit(organization, 'first');
    await db.write(testWork(), (tx) =>
      tx.run('UPDATE `feed_head` SET `time` = ? WHERE `organization_id` = ?', [4e12, organization]),
    );
    await commit(organization, 'second');
    const { changes } = await follow(db, { organization }, ({ length }) => length === 2);
    expect(changes[1]?.time.getTime()).toBe(4e12);
  });

  it('is followed on from where somebody stopped', async () => {
    const organization = newId('organization');
    await commit(organization, ...Array.from({ length: 1_203 }, (_, i) => `${i}`));
    const first = await follow(db, { organization }, ({ length }) => length >= 1);
    expect(first.changes.length).toBeLessThan(1_203);
    const rest = await follow(
      other,
      { organization, positions: first.positions },
      ({ length }) => first.changes.length + length === 1_203,
    );
    expect([...first.whats, ...rest.whats]).toEqual(Array.from({ length: 1_203 }, (_, i) => `${i}`));
  });

  it('is followed from now on, through all organizations, also those that come later', async () => {
    const [old, young] = [newId('organization'), newId('organization')];
    await commit(old, 'before');
    const signal = AbortSignal.timeout(20_000);
    const batches = followFeed(other, { positions: new Map(), fromNow: true, signal });
    const begin = await batches.next();
    expect(begin.value?.changes).toEqual([]);
    expect(begin.value?.positions.get(old)).toBe(1);
    await commit(old, 'after');
    await commit(young, 'new');
    const whats: string[] = [];
    for await (const { changes } of batches) {
      whats.push(...changes.map(({ payload }) => textOf(payload)));
      if (whats.length === 2) break;
    }
    expect(whats.sort()).toEqual(['after', 'new']);
  });

  it('wakes the followers of this process without asking the store for it', async () => {
    const organization = newId('organization');
    await commit(organization, 'a');
    const waiting = headBeyond(db, organization, 1, AbortSignal.timeout(20_000));
    await commit(organization, 'b');
    expect(await waiting).toBe(2);
  });

  it('forgets what is older than it keeps, and refuses who stands before that', async () => {
    const organization = newId('organization');
    await commit(organization, ...Array.from({ length: 600 }, (_, i) => `${i}`));
    const purge = (days: number) => purgeFeed(db, () => testWork(), new Date(Date.now() + days * day));
    expect(await purge(6.9)).toBe(0);
    await db.write(testWork(), (tx) =>
      tx.run('UPDATE `change` SET `time` = 0 WHERE `organization_id` = ? AND `sequence` <= 550', [organization]),
    );
    expect(await purge(0)).toBe(550);
    const from = (position: number) =>
      follow(db, { organization, positions: new Map([[organization, position]]) }, ({ length }) => length > 0);
    const refusal = { reason: 'feed_truncated', facts: { organization, first_position: '551' } };
    await expect(from(0)).rejects.toMatchObject(refusal);
    await expect(from(549)).rejects.toMatchObject(refusal);
    expect((await from(550)).whats[0]).toBe('550');
    await purge(7.1);
    await expect(from(550)).rejects.toMatchObject({ facts: { first_position: '601' } });
    await commit(organization, 'next');
    expect((await from(600)).whats).toEqual(['next']);
  });

  it('refuses who stands beyond its end, as after an older backup was put back', async () => {
    const organization = newId('organization');
    await commit(organization, 'a');
    const beyond = follow(db, { organization, positions: new Map([[organization, 2]]) }, () => true);
    await expect(beyond).rejects.toMatchObject({ reason: 'feed_truncated', facts: { first_position: '1' } });
  });

  it('is left by who is told to stop', async () => {
    const stop = new AbortController();
    const batches = followFeed(db, { positions: new Map(), organization: newId('organization'), signal: stop.signal });
    await batches.next();
    const waiting = batches.next();
    stop.abort(new Error('enough'));
    await expect(waiting).rejects.toThrow('enough');
  });
});
