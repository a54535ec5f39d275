import { checkColumnName, columnKey, Refusal } from '@easement/domain';
import { badFile } from './bad-file.ts';
import type { TargetColumn } from './load-job.ts';

/** Refuses a header that leaves a field without a name or gives two the same one. `line` is the header's. */
export function checkHeader(names: readonly string[]): string[] {
  const seen = new Map<string, number>();
  return names.map((name, index) => {
    const place = { line: 1, column: index + 1, columnName: name === '' ? undefined : name };
    if (name === '') throw badFile('the header leaves this column without a name', place);
    const kept = keptName(name, place);
    const first = seen.get(columnKey(kept));
    if (first !== undefined) {
      throw badFile(`the header names column ${first + 1} the same; give every column a name of its own`, place);
    }
    seen.set(columnKey(kept), index);
    return kept;
  });
}

function keptName(name: string, place: { line: number; column: number }): string {
  try {
    return checkColumnName(name);
  } catch (error) {
    if (error instanceof Refusal) throw badFile(error.message, place);
    throw error;
  }
}

/** For each column of the table the position of its field in the file; undefined where the file has none. */
export function matchColumns(
  names: readonly (string | undefined)[],
  columns: readonly TargetColumn[],
): (number | undefined)[] {
  return names.every((name) => name === undefined) ? matchByPosition(names, columns) : matchByName(names, columns);
}

function matchByPosition(names: readonly unknown[], columns: readonly TargetColumn[]): (number | undefined)[] {
  if (names.length !== columns.length && names.length > 0) {
    const what = `the file has ${names.length} columns and the table ${columns.length}; without a header they must be the same`;
    throw badFile(what, { line: 1, column: Math.min(names.length, columns.length) + 1 });
  }
  return columns.map((_, index) => index);
}

function matchByName(names: readonly (string | undefined)[], columns: readonly TargetColumn[]): (number | undefined)[] {
  const fields = checkHeader(names.map((name) => name ?? ''));
  const known = new Set(columns.map(({ name }) => columnKey(name)));
  const unknown = fields.findIndex((name) => !known.has(columnKey(name)));
  if (unknown >= 0) {
    const what = 'the table has no column of this name; add it to the table, or leave it out of the file';
    throw badFile(what, { line: 1, column: unknown + 1, columnName: fields[unknown] });
  }
  return columns.map((column) => {
    const index = fields.findIndex((name) => columnKey(name) === columnKey(column.name));
    if (index >= 0) return index;
    if (column.nullable) return undefined;
    const what = 'the file has no such column, and the table lets no row leave it empty';
    throw badFile(what, { line: 1, column: fields.length + 1, columnName: column.name });
  });
}
