import type { Cell } from './view.ts';

/** One line of RFC 4180. NULL is nothing at all, the empty text is quoted: what a load reads back the same. */
export function csvLine(cells: readonly (Cell | null)[]): string {
  // A line that is wholly empty would be no line to most readers.
  if (cells.length === 1 && isNothing(cells[0])) return '""\r\n';
  return `${cells.map(csvField).join(',')}\r\n`;
}

function csvField(cell: Cell | null): string {
  if (isNothing(cell)) return '';
  const text = typeof cell === 'object' ? cell.raw : String(cell);
  return text === '' || /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function isNothing(cell: Cell | null): cell is null | undefined {
  return cell === null || cell === undefined;
}
