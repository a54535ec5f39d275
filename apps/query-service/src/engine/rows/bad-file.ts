import { Refusal } from '@easement/domain';

/** Where in a file something is wrong: line and column (the number of the field) from 1. Of Parquet, the line is the row. */
export type FilePlace = {
  readonly line: number;
  readonly column: number;
  readonly columnName?: string | undefined;
  readonly expectedType?: string | undefined;
};

/** Refuses a file, naming the place and what to do. The value itself is never quoted: it may be anybody's. */
export function badFile(what: string, { line, column, columnName, expectedType }: FilePlace): Refusal {
  const name = columnName === undefined ? '' : ` (${columnName})`;
  return new Refusal('bad_file', `line ${line}, column ${column}${name}: ${what}; nothing was loaded`, {
    line: String(line),
    column: String(column),
    ...(columnName === undefined ? {} : { column_name: columnName }),
    ...(expectedType === undefined ? {} : { expected_type: expectedType }),
  });
}

/** The very beginning: for what is wrong with a file as a whole. */
export const fileStart: FilePlace = { line: 1, column: 1 };
