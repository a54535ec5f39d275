import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const longest = 1_000;

/** What was typed at the prompt, latest first as readline has it. Statements may hold what is nobody's business: mode 0600. */
export function historyFile(folder: string) {
  const path = join(folder, 'sql-history');
  return {
    read: async (): Promise<string[]> => {
      const text = await readFile(path, 'utf8').catch(() => '');
      return text.split('\n').filter(Boolean).toReversed().slice(0, longest);
    },
    write: async (lines: readonly string[]): Promise<void> => {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      await writeFile(path, `${lines.slice(0, longest).toReversed().join('\n')}\n`, { mode: 0o600 });
    },
  };
}
