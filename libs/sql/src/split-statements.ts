import { tokenize } from './tokens.ts';

/** One statement of a file, without the semicolon, and the line (from 1) of its first word. */
export type SplitStatement = {
  readonly text: string;
  readonly line: number;
  /** Whether a semicolon ends it; what a person is still typing has none. */
  readonly isEnded: boolean;
};

/** Cuts a text at its semicolons, those in quotes and comments aside. Empty statements are left out. */
export function splitStatements(text: string): SplitStatement[] {
  const found: SplitStatement[] = [];
  let first: number | undefined;
  let end = 0;
  // Lines are counted onward: a file may hold thousands of statements.
  let [line, counted] = [1, 0];
  const add = (isEnded: boolean): void => {
    if (first !== undefined) {
      line += linesIn(text.slice(counted, first));
      counted = first;
      found.push({ text: text.slice(first, end), line, isEnded });
    }
    first = undefined;
  };
  for (const { kind, text: mark, raw, index } of tokenize(text)) {
    if (kind === 'mark' && mark === ';') add(true);
    else {
      first ??= index;
      end = index + raw.length;
    }
  }
  add(false);
  return found;
}

function linesIn(text: string): number {
  return text.split(/\r\n|\r|\n/).length - 1;
}
