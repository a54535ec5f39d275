import { readDuckdbError } from '../worker/duckdb-error.ts';
import { badFile, fileStart } from './bad-file.ts';
import type { Blame } from './row-source.ts';

/**
 * Turns an error of reading a file into the refusal that names the place; `diagnose` may refuse by itself. What is no
 * fault of the file stays the error that it was.
 */
export async function blameFile(error: unknown, diagnose: () => Promise<Blame | undefined>): Promise<unknown> {
  const said = readDuckdbError(error);
  if (!said || said.type === 'Out of Memory' || said.type === 'INTERNAL') return error;
  const blame = await diagnose();
  if (blame) return badFile(blame.what, blame);
  const [, line = '1'] = /CSV Error on Line: (\d+)/.exec(said.message) ?? [];
  return badFile('the file cannot be read from here on', { ...fileStart, line: Number(line) });
}
