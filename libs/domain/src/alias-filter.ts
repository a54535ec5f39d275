/** A value as it is written in a filter. */
export type FilterValue =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'number'; readonly text: string }
  | { readonly kind: 'flag'; readonly flag: boolean };

export const comparisons = ['=', '<>', '<', '<=', '>', '>='] as const;
export type Comparison = (typeof comparisons)[number];

/**
 * The condition of an alias: columns of its source compared with values, and nothing that could compute. `column` is a name
 * as somebody writes it, or the id by which it is kept, so that a filter survives the renaming of its columns.
 */
export type AliasFilter =
  | { readonly kind: 'all' | 'any'; readonly parts: readonly AliasFilter[] }
  | { readonly kind: 'not'; readonly part: AliasFilter }
  | ColumnTest;

/** What a filter asks of one column. */
export type ColumnTest =
  | {
      readonly kind: 'compare';
      readonly column: string;
      readonly comparison: Comparison;
      readonly value: FilterValue;
    }
  | { readonly kind: 'in'; readonly column: string; readonly values: readonly FilterValue[] }
  | { readonly kind: 'like'; readonly column: string; readonly pattern: string }
  | { readonly kind: 'null'; readonly column: string };

/** The tests of a filter, in the order in which they are written. */
export function testsOf(filter: AliasFilter): readonly ColumnTest[] {
  switch (filter.kind) {
    case 'all':
    case 'any':
      return filter.parts.flatMap(testsOf);
    case 'not':
      return testsOf(filter.part);
    case 'compare':
    case 'in':
    case 'like':
    case 'null':
      return [filter];
  }
}

/** The columns that a filter looks at, each once. */
export function filterColumns(filter: AliasFilter): ReadonlySet<string> {
  return new Set(testsOf(filter).map(({ column }) => column));
}

/** The same filter with its columns called otherwise. */
export function renameFilterColumns(filter: AliasFilter, rename: (column: string) => string): AliasFilter {
  switch (filter.kind) {
    case 'all':
    case 'any':
      return { ...filter, parts: filter.parts.map((part) => renameFilterColumns(part, rename)) };
    case 'not':
      return { ...filter, part: renameFilterColumns(filter.part, rename) };
    case 'compare':
    case 'in':
    case 'like':
    case 'null':
      return { ...filter, column: rename(filter.column) };
  }
}

/** The filter as text that reads back as the same filter: one way to write it, however it was typed. */
export function formatFilter(filter: AliasFilter): string {
  switch (filter.kind) {
    case 'all':
      return filter.parts.map(formatPart).join(' AND ');
    case 'any':
      return filter.parts.map(formatPart).join(' OR ');
    case 'not':
      return formatNot(filter.part);
    case 'compare':
    case 'in':
    case 'like':
    case 'null':
      return formatTest(filter, '');
  }
}

function formatPart(part: AliasFilter): string {
  const text = formatFilter(part);
  return part.kind === 'all' || part.kind === 'any' ? `(${text})` : text;
}

function formatNot(part: AliasFilter): string {
  switch (part.kind) {
    case 'in':
    case 'like':
    case 'null':
      return formatTest(part, 'NOT ');
    case 'all':
    case 'any':
    case 'not':
    case 'compare':
      return `NOT (${formatFilter(part)})`;
  }
}

function formatTest(test: ColumnTest, not: '' | 'NOT '): string {
  const column = `"${test.column.replaceAll('"', '""')}"`;
  switch (test.kind) {
    case 'compare':
      return `${column} ${test.comparison} ${formatValue(test.value)}`;
    case 'in':
      return `${column} ${not}IN (${test.values.map(formatValue).join(', ')})`;
    case 'like':
      return `${column} ${not}LIKE ${formatValue({ kind: 'text', text: test.pattern })}`;
    case 'null':
      return `${column} IS ${not}NULL`;
  }
}

function formatValue(value: FilterValue): string {
  switch (value.kind) {
    case 'text':
      return `'${value.text.replaceAll("'", "''")}'`;
    case 'number':
      return value.text;
    case 'flag':
      return value.flag ? 'TRUE' : 'FALSE';
  }
}
