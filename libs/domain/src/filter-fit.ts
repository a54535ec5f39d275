import { type AliasFilter, type ColumnTest, type FilterValue, renameFilterColumns, testsOf } from './alias-filter.ts';
import { type ColumnType, parseColumnType } from './column-type.ts';
import type { ColumnDraft } from './column.ts';
import { columnKey } from './name.ts';
import { Refusal } from './refusal.ts';

type Known = Pick<ColumnDraft, 'name' | 'type'> & { readonly id: string };

/**
 * The filter with its columns by id, checked against the columns of the table: refuses `bad_filter` for a name that is no
 * column, and for a value or a pattern that a column's type cannot be compared with.
 */
export function bindFilter(filter: AliasFilter, columns: readonly Known[]): AliasFilter {
  const byKey = new Map(columns.map((column) => [columnKey(column.name), column]));
  for (const test of testsOf(filter)) {
    const column = byKey.get(columnKey(test.column));
    if (!column) throw misfit(`${JSON.stringify(test.column)} is no column of the table`, test.column);
    assertTestFits(test, column);
  }
  return renameFilterColumns(filter, (name) => byKey.get(columnKey(name))?.id ?? name);
}

function assertTestFits(test: ColumnTest, { name, type }: Known): void {
  const columnType = parseColumnType(type);
  switch (test.kind) {
    case 'null':
      return;
    case 'like':
      if (columnType.name === 'STRING') return;
      throw misfit(`LIKE takes a column of type STRING, and ${JSON.stringify(name)} is ${type}`, name);
    case 'compare':
      assertValueFits(test.value, columnType, name);
      if (columnType.name !== 'BOOLEAN' || test.comparison === '=' || test.comparison === '<>') return;
      throw misfit(`${JSON.stringify(name)} is BOOLEAN and has no order; use = or <>`, name);
    case 'in':
      for (const value of test.values) assertValueFits(value, columnType, name);
  }
}

function assertValueFits(value: FilterValue, type: ColumnType, name: string): void {
  const wanted = wantedFor(type);
  if (wanted && fits(value, type)) return;
  throw misfit(
    wanted
      ? `${JSON.stringify(name)} is ${type.name} and is compared with ${wanted}`
      : `${JSON.stringify(name)} is ${type.name}, which can only be tested for NULL`,
    name,
  );
}

function fits(value: FilterValue, type: ColumnType): boolean {
  switch (type.name) {
    case 'STRING':
      return value.kind === 'text';
    case 'BOOLEAN':
      return value.kind === 'flag';
    case 'INTEGER':
      return value.kind === 'number' && /^-?\d{1,19}$/.test(value.text);
    case 'DOUBLE':
      return value.kind === 'number' && value.text.length <= 40;
    case 'DECIMAL':
      return value.kind === 'number' && fitsDecimal(value.text, type);
    case 'DATE':
      return value.kind === 'text' && isDay(value.text);
    case 'TIMESTAMP':
      return value.kind === 'text' && isDay(value.text.slice(0, 10)) && timeOfDay.test(value.text.slice(10));
    case 'JSON':
    case 'BYTES':
      return false;
  }
}

function wantedFor(type: ColumnType): string | undefined {
  switch (type.name) {
    case 'STRING':
      return 'text in quotes';
    case 'BOOLEAN':
      return 'TRUE or FALSE';
    case 'INTEGER':
      return 'whole numbers of up to 19 digits';
    case 'DOUBLE':
      return 'numbers';
    case 'DECIMAL':
      return `numbers with up to ${type.precision - type.scale} digits before the point and ${type.scale} behind it`;
    case 'DATE':
      return `days such as '2024-02-29'`;
    case 'TIMESTAMP':
      return `times such as '2024-02-29 13:45:00'`;
    case 'JSON':
    case 'BYTES':
      return undefined;
  }
}

const timeOfDay = /^(?:[ T](?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d{1,6})?)?)?$/;

function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const day = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}

function fitsDecimal(
  text: string,
  { precision, scale }: { readonly precision: number; readonly scale: number },
): boolean {
  const [whole = '', fraction = ''] = text.replace('-', '').split('.');
  return whole.replace(/^0+/, '').length <= precision - scale && fraction.length <= scale;
}

function misfit(what: string, column: string): Refusal {
  return new Refusal('bad_filter', `the filter does not fit the table: ${what}`, { field: 'filter', column });
}
