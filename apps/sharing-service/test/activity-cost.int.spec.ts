import { newId } from '@easement/domain';
import { type Database, insertRows, type ReadTx } from '@easement/persistence';
import { stores, testDatabase, type TestDatabase, testWork } from '@easement/persistence/testing';
import { activitiesAfter, type ActivityFilter, pageOfActivity } from '../src/activity/activity-store.ts';
import { activityTable, toActivityRow } from '../src/activity/activity.table.ts';
import { tables } from '../src/migrations/index.ts';
import { anActivity } from './builders.ts';

const organization = newId('organization');
const [quiet, busy] = [newId('project'), newId('project')];
const [rare, common] = [newId('share'), newId('share')];
const most = 20_000;
const size = 50;
const timeOf = (sequence: number) => new Date(1_700_000_000_000 + sequence * 1000);

type Read = (tx: ReadTx, filter: ActivityFilter) => Promise<unknown>;

/** Each way to read activity, from the newest, the oldest and the middle of it. */
const ways: [name: string, read: Read][] = [
  ['the first page', (tx, filter) => pageOfActivity(tx, filter, undefined, { size, after: undefined })],
  ['a page far behind', (tx, filter) => pageOfActivity(tx, filter, undefined, { size, after: [60] })],
  ['a page since some time', (tx, filter) => pageOfActivity(tx, filter, timeOf(30), { size, after: undefined })],
  ['what comes after a position', (tx, filter) => activitiesAfter(tx, filter, { position: 10, head: most }, size)],
];

describe.each(stores)('reading activity on %s', (store) => {
  let test: TestDatabase;
  let db: Database;
  beforeAll(async () => {
    test = await testDatabase(store, { tables });
    db = test.db;
    for (const [project, count] of [
      [quiet, 100],
      [busy, most],
    ] as const) {
      const rows = Array.from({ length: count }, (_, index) => {
        const share = index % 1_000 === 7 ? rare : common;
        const place = { sequence: index + 1, time: timeOf(index + 1) };
        return toActivityRow(organization, anActivity({ project, share, ...place }));
      });
      await db.write(testWork(), (tx) => insertRows(tx, activityTable, rows));
    }
  });
  afterAll(() => test[Symbol.asyncDispose]());

  /** How many rows and entries of indexes the server touched. */
  const touched = async (tx: ReadTx): Promise<number> => {
    const { rows } = await tx.run("SHOW SESSION STATUS LIKE 'Handler_read%'", []);
    return rows.reduce((sum, row) => sum + Number(row['Value']), 0);
  };
  const costOf = (read: Read, filter: ActivityFilter): Promise<number> =>
    db.read(testWork(), async (tx) => {
      const before = await touched(tx);
      await read(tx, filter);
      return (await touched(tx)) - before;
    });
  const plansOf = (read: Read, filter: ActivityFilter): Promise<string[]> =>
    db.read(testWork(), async (tx) => {
      const plans: string[] = [];
      const run = tx.run.bind(tx);
      tx.run = async (sql, params) => {
        const { rows } = await run(`EXPLAIN QUERY PLAN ${sql}`, params);
        plans.push(...rows.map(({ detail }) => String(detail)));
        return await run(sql, params);
      };
      await read(tx, filter);
      return plans;
    });

  describe.each(ways)('%s', (_, read) => {
    it.each([
      ['all', undefined],
      ['those of one share', rare],
    ])('costs the same with 100 and with 20,000 acts behind it: %s', async (__, share) => {
      const of = (project: ActivityFilter['project']): ActivityFilter => ({ organization, project, share });
      if (store === 'sqlite') {
        for (const plan of await plansOf(read, of(busy))) {
          expect(plan).toMatch(/^SEARCH activity USING .*\(organization_id=\? AND project_id=\? AND /);
        }
        return;
      }
      const [few, many] = [await costOf(read, of(quiet)), await costOf(read, of(busy))];
      expect(many).toBeLessThanOrEqual(few + size + 10);
    });
  });
});
