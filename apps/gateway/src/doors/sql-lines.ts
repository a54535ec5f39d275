import type { JsonValue } from '@bufbuild/protobuf';
import type { ExecuteResponse } from '@easement/contracts';
import { rowsOf } from './rows-of.ts';

/** A part of a result as lines of JSON: one for the schema, one for each row, one for the statistics. */
export function linesOf({ part }: ExecuteResponse): string {
  switch (part.case) {
    case 'schema':
      return line({ schema: part.value.columns.map(({ name, type }) => ({ name, type })) });
    case 'batch':
      return rowsOf(part.value)
        .map((row) => line({ row }))
        .join('');
    case 'statistics':
      return line({
        statistics: {
          rowCount: String(part.value.rowCount),
          truncated: part.value.truncated,
          elapsedMs: String(part.value.elapsedMs),
          scannedBytes: String(part.value.scannedBytes),
        },
      });
    case undefined:
      return '';
  }
}

/** The line after which nothing comes. */
export function errorLine(error: JsonValue): string {
  return line({ error });
}

function line(value: object): string {
  return `${JSON.stringify(value)}\n`;
}
