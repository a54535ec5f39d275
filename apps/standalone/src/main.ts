import { once } from 'node:events';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { untilSignal } from '@easement/rpc';
import { readOptions } from './options.ts';
import { runStandalone } from './run.ts';

const here = dirname(fileURLToPath(import.meta.url));
const query = dirname(createRequire(import.meta.url).resolve('@easement/query-service'));
const say = (text: string): void => void process.stdout.write(`${text}\n`);

try {
  const options = readOptions(process.argv.slice(2));
  if ('help' in options) {
    say(options.help);
  } else {
    const stop = untilSignal();
    const files = { workerEntry: join(query, 'engine/worker/worker-main.ts'), sampleFolder: join(here, '../data') };
    await using _running = await runStandalone(options, files, say);
    if (!stop.aborted) await once(stop, 'abort');
    say('stopping …');
  }
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
