import type { Edit } from './guards.ts';

/** The text without the guard. Throws unless what is to go is there exactly once: then the guard has moved. */
export function applyEdit(text: string, { file, from, to }: Edit): string {
  const found = text.split(from).length - 1;
  if (found === 1) return text.replace(from, () => to);
  throw new Error(`${file} holds ${found} times, not once, what the guard is known by: ${JSON.stringify(from)}`);
}
