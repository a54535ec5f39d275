import { readFile } from 'node:fs/promises';
import { pino } from 'pino';
import { readAccounts, writeAccounts } from './accounts.ts';
import { banner } from './banner.ts';
import { openDataFolder } from './data-folder.ts';
import type { Options } from './options.ts';
import { createSample, type SampleTokens } from './sample/create-sample.ts';
import { type Standalone, startStandalone } from './start.ts';

export type Files = {
  /** What Node runs in the workers of query-service. */
  readonly workerEntry: string;
  /** The CSV files of the sample. */
  readonly sampleFolder: string;
};

/** Runs the product with what `npm start` was told; `say` gets what people read. Disposing it stops everything. */
export async function runStandalone(
  options: Options,
  files: Files,
  say: (text: string) => void,
): Promise<Standalone & { readonly tokens: SampleTokens | undefined }> {
  const { dataFolder, reset, empty, logLevel } = options;
  await using own = new AsyncDisposableStack();
  const log = pino({ level: logLevel, base: null }, pino.destination(2));
  own.use(await openDataFolder(dataFolder, reset));
  const running = own.use(await startStandalone({ ...options, workerEntry: files.workerEntry, log }));
  const tokens =
    (await readAccounts(dataFolder)) ?? (empty ? undefined : await makeSample(running, options, files, say));
  say(banner(running, dataFolder, tokens));
  const all = own.move();
  return { ...running, tokens, [Symbol.asyncDispose]: () => all.disposeAsync() };
}

async function makeSample(
  { httpAddress, operatorTokenFile }: Standalone,
  { dataFolder }: Options,
  { sampleFolder }: Files,
  say: (text: string) => void,
): Promise<SampleTokens> {
  say('First start: making the sample organization Meridian …');
  const operatorToken = (await readFile(operatorTokenFile, 'utf8')).trim();
  const tell = (line: string): void => say(`  ${line}`);
  const tokens = await createSample({ baseUrl: httpAddress, operatorToken, dataFolder: sampleFolder, tell });
  await writeAccounts(dataFolder, tokens);
  return tokens;
}
