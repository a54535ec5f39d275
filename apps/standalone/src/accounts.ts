import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { SampleTokens } from './sample/create-sample.ts';

/** In the data folder: a file for each account, named by its e-mail address, that holds its development token. */
const name = 'tokens';

/** The accounts of the sample with their development tokens; undefined before the sample is made. */
export async function readAccounts(dataFolder: string): Promise<SampleTokens | undefined> {
  const folder = join(dataFolder, name);
  const emails = await readdir(folder).catch(() => undefined);
  if (emails === undefined) return undefined;
  const tokens = await Promise.all(emails.sort().map((email) => readFile(join(folder, email), 'utf8')));
  return Object.fromEntries(emails.map((email, index) => [email, tokens[index]?.trim() ?? '']));
}

/** Keeps the tokens where only their owner reads them. They appear at once and last: their being there says the sample is whole. */
export async function writeAccounts(dataFolder: string, tokens: SampleTokens): Promise<void> {
  const draft = join(dataFolder, `${name}.draft`);
  await rm(draft, { recursive: true, force: true });
  await mkdir(draft, { mode: 0o700 });
  for (const [email, token] of Object.entries(tokens)) {
    await writeFile(join(draft, email), `${token}\n`, { mode: 0o600 });
  }
  await rename(draft, join(dataFolder, name));
}
