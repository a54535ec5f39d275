import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { applyEdit } from './apply-edit.ts';
import type { Edit, Guard } from './guards.ts';
import { type Ending, runSuites } from './run-suites.ts';

/** What became of the suites of one guard without it. */
export type Trial = { readonly guard: string; readonly ending: Ending };

/** Why the suites do not show that they need the guard; undefined where they do. */
export function complaintOf({ guard, ending }: Trial): string | undefined {
  if (ending.broken.length > 0) return `without ${guard} the suites do not even run:\n${ending.broken.join('\n')}`;
  if (ending.failed.length > 0) return undefined;
  return `without ${guard} all ${ending.passed} tests pass: a test is missing`;
}

/** Takes the guard away in the copy, runs its suites there, and puts it back. */
export async function tryWithout(folder: string, guard: Guard): Promise<Trial> {
  const texts = new Map<string, string>();
  try {
    for (const edit of guard.edits) texts.set(edit.file, await take(folder, edit, texts.has(edit.file), texts));
    return { guard: guard.name, ending: await runSuites(folder, guard.suites) };
  } finally {
    for (const [file, text] of texts) await writeFile(join(folder, file), text);
  }
}

/** Answers the text as it was before any edit. */
async function take(
  folder: string,
  edit: Edit,
  wasEdited: boolean,
  texts: ReadonlyMap<string, string>,
): Promise<string> {
  const path = join(folder, edit.file);
  const text = await readFile(path, 'utf8');
  await writeFile(path, applyEdit(text, edit));
  return (wasEdited ? texts.get(edit.file) : undefined) ?? text;
}
