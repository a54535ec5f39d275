import { randomBytes } from 'node:crypto';
import type { OrganizationId } from '@easement/domain';
import {
  type Database,
  deleteRows,
  findPage,
  insertRow,
  insertRows,
  listOrganizations,
  pageSize,
  pageTokens,
  type PagedCall,
  type PageOrder,
} from '../src/index.ts';
import { stores, testDatabase, type TestDatabase, testWork } from '../src/testing/index.ts';
import { aShare, organization_id, shareTable, tables } from './tables.ts';

type Order = PageOrder<(typeof shareTable)['columns']>;

describe.each(stores)('pages on %s', (store) => {
  let test: TestDatabase;
  let db: Database;
  const tokens = pageTokens([randomBytes(32)]);
  const call: PagedCall = { actor: { kind: 'operator' }, method: 'a.B/List', fingerprint: () => 'f' };

  beforeAll(async () => {
    test = await testDatabase(store, { tables });
    db = test.db;
  });
  beforeEach(() =>
    db.write(testWork(), async (tx) => {
      await deleteRows(tx, shareTable, { organization_id });
      await insertRows(tx, shareTable, shares);
    }),
  );
  afterAll(() => test[Symbol.asyncDispose]());

  const shares = Array.from({ length: 23 }, (_, i) =>
    aShare({
      id: `shr_${String(i).padStart(2, '0')}`,
      byte_count: BigInt(i % 3) + 2n ** 60n,
      create_time: new Date(1_700_000_000_000 + (i % 4)),
    }),
  );

  async function* readPages(order: Order, sizes: readonly number[]): AsyncGenerator<readonly string[]> {
    let token = '';
    for (let page = 0; ; page++) {
      const size = sizes[page % sizes.length] ?? 1;
      const after = tokens.read(call, token);
      const { rows, next } = await db.read(testWork(), (tx) =>
        findPage(tx, shareTable, { organization_id }, { ...order, size, after }),
      );
      yield rows.map(({ id }) => id);
      token = tokens.sign(call, next);
      if (token === '') return;
    }
  }

  const orders: [string, Order, (a: (typeof shares)[number], b: (typeof shares)[number]) => number][] = [
    ['id', { by: ['id'] }, (a, b) => (a.id < b.id ? -1 : 1)],
    ['id, descending', { by: ['id'], descending: true }, (a, b) => (a.id > b.id ? -1 : 1)],
    [
      'time, descending, then id',
      { by: ['create_time', 'id'], descending: true },
      (a, b) => b.create_time.getTime() - a.create_time.getTime() || (a.id > b.id ? -1 : 1),
    ],
    [
      'a 64-bit number, time and id',
      { by: ['byte_count', 'create_time', 'id'] },
      (a, b) =>
        Number(a.byte_count - b.byte_count) ||
        a.create_time.getTime() - b.create_time.getTime() ||
        (a.id < b.id ? -1 : 1),
    ],
  ];
  it.each(orders)('by %s give each row once, in order, however the size changes', async (_, order, compare) => {
    const expected = shares.toSorted(compare).map(({ id }) => id);
    const pages = await collect(readPages(order, [1, 5, 2, 7]));
    expect(pages.flat()).toEqual(expected);
    expect(pages.map((page) => page.length)).toEqual([1, 5, 2, 7, 1, 5, 2]);
  });

  it('end without a token where the last page is full', async () => {
    expect((await collect(readPages({ by: ['id'] }, [23]))).map((page) => page.length)).toEqual([23]);
  });

  it('skip and repeat nothing though rows come and go between them', async () => {
    const seen: string[] = [];
    for await (const page of readPages({ by: ['id'] }, [pageSize(4, { usual: 50, most: 100 })])) {
      seen.push(...page);
      const [first = ''] = page;
      await db.write(testWork(), async (tx) => {
        await deleteRows(tx, shareTable, { organization_id, id: first });
        await insertRow(tx, shareTable, aShare({ id: `${first}_new` }));
      });
    }
    expect(seen.filter((id) => !id.endsWith('_new'))).toEqual(shares.map(({ id }) => id));
    expect(new Set(seen).size).toBe(seen.length);
  });

  it('lists every organization once, in order, over many batches', async () => {
    const others = Array.from({ length: 450 }, (_, i) => `org_x${String(i).padStart(3, '0')}` as OrganizationId);
    const rows = others.flatMap((other) => [1, 2].map((i) => aShare({ organization_id: other, id: `shr_${i}` })));
    await db.write(testWork(), (tx) => insertRows(tx, shareTable, rows));
    const listed = await collect(listOrganizations(db, () => testWork(), shareTable));
    expect(listed).toEqual([organization_id, ...others]);
    await db.write(testWork(), (tx) => deleteRows(tx, shareTable, { organization_id: others }));
  });
});

async function collect<T>(values: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const value of values) all.push(value);
  return all;
}
