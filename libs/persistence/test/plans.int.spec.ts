import { testDatabase, type TestDatabase, testWork } from '../src/testing/index.ts';
import { tables } from './tables.ts';

describe('the embedded store', () => {
  let test: TestDatabase;
  beforeAll(async () => {
    test = await testDatabase('sqlite', { tables });
  });
  afterAll(() => test[Symbol.asyncDispose]());

  const planOf = (sql: string, params: readonly string[]): Promise<unknown[]> =>
    test.db.read(testWork(), async (tx) => {
      const { rows } = await tx.run(`EXPLAIN QUERY PLAN ${sql}`, params);
      return rows.map(({ detail }) => detail);
    });

  it('finds rows by the index that narrows most, though it has to sort them then', async () => {
    const sql = 'SELECT * FROM link WHERE organization_id = ? AND share_id = ? ORDER BY organization_id, id';
    const [plan] = await planOf(sql, ['org_1', 'shr_1']);
    expect(plan).toContain('link_by_share (organization_id=? AND share_id=?)');
  });

  it('walks the primary key where nothing narrows more', async () => {
    const sql = 'SELECT * FROM link WHERE organization_id = ? AND id > ? ORDER BY id LIMIT 50';
    const [plan] = await planOf(sql, ['org_1', 'lnk_1']);
    expect(plan).toContain('PRIMARY KEY (organization_id=? AND id>?)');
  });

  it('knows it on every connection', async () => {
    const sql = 'SELECT * FROM share WHERE organization_id = ? AND kind = ? AND live = 1 ORDER BY id';
    const plans = await Promise.all(Array.from({ length: 4 }, () => planOf(sql, ['org_1', 'direct'])));
    for (const [plan] of plans) expect(plan).toContain('share_one_live (organization_id=? AND kind=? AND live=?)');
  });
});
