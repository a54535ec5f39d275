import Table from 'cli-table3';
import { printable } from '../printable.ts';
import type { Cell } from './view.ts';

/** Puts emphasis on a word, where there are colours. */
export type Emphasis = (text: string) => string;

const chars = Object.fromEntries(
  ['top', 'top-mid', 'top-left', 'top-right', 'bottom', 'bottom-mid', 'bottom-left', 'bottom-right', 'left', 'left-mid']
    .concat(['mid', 'mid-mid', 'right', 'right-mid'])
    .map((place) => [place, '']),
);

/** Columns beside one another, under their titles; numbers to the right. */
export function renderTable(titles: readonly string[], rows: readonly (readonly Cell[])[], emphasis: Emphasis): string {
  const table = plainTable(titles.map((_, column) => (isNumeric(rows, column) ? 'right' : 'left')));
  table.push(titles.map((title) => emphasis(printable(title))));
  for (const row of rows) table.push(row.map(shown));
  return withoutTrailingSpace(table.toString());
}

/** One thing: a line for each field. */
export function renderFields(fields: readonly (readonly [string, Cell])[], emphasis: Emphasis): string {
  const table = plainTable(['left', 'left']);
  for (const [title, cell] of fields) table.push([emphasis(title), shown(cell)]);
  return withoutTrailingSpace(table.toString());
}

export function shown(cell: Cell): string {
  if (cell === undefined) return '';
  return printable(typeof cell === 'object' ? cell.text : String(cell));
}

function plainTable(colAligns: ('left' | 'right')[]) {
  const style = { head: [], border: [], 'padding-left': 0, 'padding-right': 0 };
  return new Table({ chars: { ...chars, middle: '  ' }, style, colAligns });
}

function isNumeric(rows: readonly (readonly Cell[])[], column: number): boolean {
  return rows.every((row) => row[column] === undefined || isNumber(row[column]));
}

function isNumber(cell: Cell): boolean {
  return typeof cell === 'number' || typeof cell === 'bigint' || typeof cell === 'object';
}

function withoutTrailingSpace(text: string): string {
  return `${text
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n')}\n`;
}
