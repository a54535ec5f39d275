import type { AliasFilter, ColumnTest, ColumnType, FilterValue } from '@easement/domain';
import { duckdbType } from '../rows/column-types.ts';
import { identifier, literal } from './sql-text.ts';

/** The rows that a table shows: those for which the condition holds. Its columns are named by id. */
export type GrantedFilter = {
  readonly condition: AliasFilter;
  /** The columns that it looks at, whether or not they are granted. */
  readonly columns: readonly { readonly id: string; readonly type: ColumnType }[];
};

/**
 * The filter as a condition for DuckDB. It cannot fail on any row, and so tells nothing of those that it hides: columns
 * are compared with values alone, and a value that a column's type does not take any more is NULL, which shows no row.
 */
export function filterSql({ condition, columns }: GrantedFilter): string {
  const types = new Map(columns.map(({ id, type }) => [id, type]));
  return conditionSql(condition, (id) => {
    const type = types.get(id);
    if (!type) throw new Error(`the filter looks at ${id}, which is not among the columns that came with it`);
    return type;
  });
}

type TypeOf = (id: string) => ColumnType;

function conditionSql(filter: AliasFilter, typeOf: TypeOf): string {
  switch (filter.kind) {
    case 'all':
      return filter.parts.map((part) => `(${conditionSql(part, typeOf)})`).join(' AND ');
    case 'any':
      return filter.parts.map((part) => `(${conditionSql(part, typeOf)})`).join(' OR ');
    case 'not':
      return `NOT (${conditionSql(filter.part, typeOf)})`;
    case 'compare':
    case 'in':
    case 'like':
    case 'null':
      return testSql(filter, typeOf(filter.column));
  }
}

function testSql(test: ColumnTest, type: ColumnType): string {
  const column = identifier(test.column);
  switch (test.kind) {
    case 'compare':
      return `${column} ${test.comparison} ${valueSql(test.value, type)}`;
    case 'in':
      return `${column} IN (${test.values.map((value) => valueSql(value, type)).join(', ')})`;
    case 'like':
      return `CAST(${column} AS VARCHAR) LIKE ${literal(test.pattern)}`;
    case 'null':
      return `${column} IS NULL`;
  }
}

function valueSql(value: FilterValue, type: ColumnType): string {
  const text = value.kind === 'flag' ? String(value.flag) : value.text;
  return `TRY_CAST(${literal(text)} AS ${comparedType(type)})`;
}

/** As the column's type, but wide enough for every number that may be written. */
function comparedType(type: ColumnType): string {
  if (type.name === 'INTEGER') return 'HUGEINT';
  return type.name === 'DECIMAL' ? `DECIMAL(38,${type.scale})` : duckdbType(type);
}
