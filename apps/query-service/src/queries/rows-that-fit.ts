import type { JsonCell } from '../engine/json-rows.ts';

/** What the rows of one message may weigh, so that with its frame it stays below 4 MiB. */
const mostBytes = 3 * 1024 * 1024;
/** What a value costs besides its text: its tags and lengths. */
const cellBytes = 16;

/** The first of the rows, as many as one message holds; one at least, which the engine has seen to fit. */
export function rowsThatFit(rows: readonly (readonly JsonCell[])[]): readonly (readonly JsonCell[])[] {
  let left = mostBytes;
  const beyond = rows.findIndex((row, index) => {
    left -= weightOf(row);
    return left < 0 && index > 0;
  });
  return beyond < 0 ? rows : rows.slice(0, beyond);
}

function weightOf(row: readonly JsonCell[]): number {
  return row.reduce<number>(
    (sum, cell) => sum + cellBytes + (typeof cell === 'string' ? Buffer.byteLength(cell) : 0),
    0,
  );
}
