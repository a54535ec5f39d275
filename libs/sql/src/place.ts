import { type Facts, Refusal, type Reason } from '@easement/domain';

/** Refuses at a place of the statement; the facts are for an editor: position from 0, line and column from 1, in characters. */
export function refuseAt(reason: Reason, message: string, text: string, offset: number, more: Facts = {}): Refusal {
  const { line, column } = placeOf(text, offset);
  const facts = { ...more, position: String(offset), line: String(line), column: String(column) };
  return new Refusal(reason, `line ${line}, column ${column}: ${message}`, facts);
}

/** The line and column, both from 1, of a character. Characters are code points, as people count them. */
export function placeOf(text: string, offset: number): { line: number; column: number } {
  const before = [...text]
    .slice(0, offset)
    .join('')
    .split(/\r\n|\r|\n/);
  return { line: before.length, column: [...(before.at(-1) ?? '')].length + 1 };
}

/** DuckDB counts the places of nodes in bytes of UTF-8 (and those of syntax errors in characters). */
export function charactersBefore(text: string, bytes: number): number {
  return [...Buffer.from(text).subarray(0, bytes).toString()].length;
}

/** Turns an index into a JavaScript string into a count of characters. */
export function charactersBeforeIndex(text: string, index: number): number {
  return [...text.slice(0, index)].length;
}
