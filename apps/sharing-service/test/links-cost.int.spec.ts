import { newId } from '@easement/domain';
import { type Database, insertRows, type ReadTx } from '@easement/persistence';
import { stores, testDatabase, type TestDatabase, testWork } from '@easement/persistence/testing';
import { pageOfLinks } from '../src/links/link-lists.ts';
import { linkTable, toPendingRow, toStateColumns } from '../src/links/link.table.ts';
import { migrations, tables } from '../src/migrations/index.ts';
import { aStoredLink } from './builders.ts';

const organization = newId('organization');
const [quiet, busy] = [newId('share'), newId('share')];
const most = 20_000;
const size = 50;

describe.each(stores)('reading links on %s', (store) => {
  let test: TestDatabase;
  let db: Database;
  beforeAll(async () => {
    test = await testDatabase(store, { tables, migrations });
    db = test.db;
    for (const [share, count] of [
      [quiet, 100],
      [busy, most],
    ] as const) {
      const rows = Array.from({ length: count }, () => {
        const link = aStoredLink({ organization, id: newId('link'), share, project: newId('project') });
        return { ...toPendingRow(link), ...toStateColumns('active', link.createTime) };
      });
      await db.write(testWork(), (tx) => insertRows(tx, linkTable, rows));
    }
  });
  afterAll(() => test[Symbol.asyncDispose]());

  /** How many rows and entries of indexes MariaDB touched; of SQLite, by which way it went. */
  const costOf = (share: typeof quiet, withGone: boolean): Promise<number | string> =>
    db.read(testWork(), async (tx) => {
      const plans: string[] = [];
      if (store === 'sqlite') tellPlans(tx, plans);
      const before = store === 'mysql' ? await touched(tx) : 0;
      const filter = { parent: { share_id: share }, withGone, outsideOnly: false };
      const { links } = await pageOfLinks(tx, organization, filter, { size, after: undefined });
      expect(links).toHaveLength(size);
      return store === 'mysql' ? (await touched(tx)) - before : plans.join();
    });

  it.each([
    ['those that live', false],
    ['those that are gone too', true],
  ])('costs the same with 100 and with 20,000 links of the share: %s', async (_, withGone) => {
    const [cost, reference] = [await costOf(busy, withGone), await costOf(quiet, withGone)];
    expect(cost).toBe(reference);
    if (store === 'sqlite')
      expect(cost).toMatch(/^SEARCH link USING INDEX link_by_share\w* \(organization_id=\? AND share_id=\?/);
  });
});

async function touched(tx: ReadTx): Promise<number> {
  const { rows } = await tx.run("SHOW SESSION STATUS LIKE 'Handler_read%'", []);
  return rows.reduce((sum, row) => sum + Number(row['Value']), 0);
}

function tellPlans(tx: ReadTx, plans: string[]): void {
  const run = tx.run.bind(tx);
  tx.run = async (sql, params) => {
    const { rows } = await run(`EXPLAIN QUERY PLAN ${sql}`, params);
    plans.push(...rows.map(({ detail }) => String(detail)));
    return await run(sql, params);
  };
}
