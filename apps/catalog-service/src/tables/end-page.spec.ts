import type { DataTable } from './data-table.ts';
import { endPage } from './end-page.ts';

const wide = (id: string, columns: number) =>
  ({ id, columns: Array.from({ length: columns }) }) as unknown as DataTable;
const page = (...widths: number[]) => widths.map((columns, at) => wide(`tbl_${at}`, columns));

it.each([
  ['of few columns stays', [3, 3, 3], 10, 3, ['tbl_9']],
  ['of as many columns as fit stays', [5, 5], 10, 2, ['tbl_9']],
  ['of more columns ends before the table that is too much', [5, 5, 1], 10, 2, ['tbl_1']],
  ['ends after a first table that is too wide by itself', [20, 1, 1], 10, 1, ['tbl_0']],
  ['with one table that is too wide stays', [20], 10, 1, ['tbl_9']],
])('a page %s', (_, widths, most, kept, next) => {
  const ended = endPage({ tables: page(...widths), next: ['tbl_9'] }, most);
  expect([ended.tables.map(({ id }) => id), ended.next]).toEqual([
    Array.from({ length: kept }, (_, at) => `tbl_${at}`),
    next,
  ]);
});

it('a last page of more columns than fit goes on', () => {
  expect(endPage({ tables: page(6, 6), next: undefined }, 10).next).toEqual(['tbl_0']);
  expect(endPage({ tables: page(5, 5), next: undefined }, 10).next).toBeUndefined();
});
