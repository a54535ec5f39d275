import { bindFilter, parseColumnType, parseFilter } from '@easement/domain';
import { filterSql } from './filter-sql.ts';

const columns = ['STRING', 'INTEGER', 'DECIMAL(5,2)', 'DATE', 'BOOLEAN'].map((type, index) => {
  return { id: `col_${index}`, name: 'abcde'.charAt(index), type };
});
const granted = columns.map(({ id, type }) => ({ id, type: parseColumnType(type) }));
const sql = (text: string) => {
  const condition = bindFilter(parseFilter(text), columns);
  return filterSql({ condition, columns: granted });
};

it.each([
  [`a = 'it''s'`, `"col_0" = TRY_CAST('it''s' AS VARCHAR)`],
  ['b <> -7', `"col_1" <> TRY_CAST('-7' AS HUGEINT)`],
  ['c IN (1, 2.5)', `"col_2" IN (TRY_CAST('1' AS DECIMAL(38,2)), TRY_CAST('2.5' AS DECIMAL(38,2)))`],
  [`d < '2024-02-29'`, `"col_3" < TRY_CAST('2024-02-29' AS DATE)`],
  ['e = TRUE', `"col_4" = TRY_CAST('true' AS BOOLEAN)`],
  [`a NOT LIKE '%''%'`, `NOT (CAST("col_0" AS VARCHAR) LIKE '%''%')`],
  [
    `(a IS NULL OR b IS NOT NULL) AND b = 1`,
    `(("col_0" IS NULL) OR (NOT ("col_1" IS NULL))) AND ("col_1" = TRY_CAST('1' AS HUGEINT))`,
  ],
])('%s becomes %s', (text, expected) => {
  expect(sql(text)).toBe(expected);
});

it('looks at no column of which the type did not come along', () => {
  const condition = { kind: 'null', column: 'col_9' } as const;
  expect(() => filterSql({ condition, columns: granted })).toThrow('col_9');
});
