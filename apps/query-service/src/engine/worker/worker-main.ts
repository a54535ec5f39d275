import { rmSync } from 'node:fs';
import { flushCompileCache } from 'node:module';
import { Refusal } from '@easement/domain';
import { credits } from './credits.ts';
import { planningErrors, readDuckdbError, refusalOfError, tooLarge, type DuckdbError } from './duckdb-error.ts';
import { perform, prepare, type Prepared } from './perform.ts';
import type { FromWorker, JobKind, Jobs, ToWorker } from './protocol.ts';
import type { WorkerSettings } from './settings.ts';

/**
 * The entry of a worker process: DuckDB lives here and nowhere else, so that what crashes or hangs it ends this process
 * alone. One job at a time; the database for the next one is made while nobody waits.
 */
const watchEveryMs = 100;
const allowance = credits();
let settings: WorkerSettings | undefined;
let prepared: Promise<Prepared> | undefined;

process.on('message', (message: ToWorker) => {
  switch (message.kind) {
    case 'settings':
      settings = message.settings;
      watchMemory(settings);
      void getReady(settings);
      return;
    case 'more':
      allowance.add(1);
      return;
    case 'job':
      allowance.reset(message.credit);
      void run(message.name, message.job);
  }
});
// The service is gone: whatever runs here has nobody to answer to.
process.on('disconnect', () => endNow());

async function getReady(known: WorkerSettings): Promise<void> {
  prepared = prepare(known);
  await prepared;
  send({ kind: 'ready' });
  // A worker ends by being killed, when Node would keep nothing.
  flushCompileCache();
}

async function run(name: JobKind, job: Jobs[JobKind]['job']): Promise<void> {
  if (!settings || !prepared) throw new Error('a job came before the settings');
  try {
    const working = perform(await prepared, name, job);
    for (let step = await working.next(); ; step = await working.next()) {
      if (step.done) {
        send({ kind: 'done', result: step.value });
        break;
      }
      await allowance.take();
      send({ kind: 'event', event: step.value });
    }
  } catch (error) {
    const answer = answerOf(error, job);
    send(answer);
    if (answer.kind !== 'refused' || !answer.unharmed) return;
  }
  prepared = (await prepared).next(settings);
  await prepared;
  send({ kind: 'ready' });
  // A worker ends by being killed, when Node would keep nothing.
  flushCompileCache();
}

function answerOf(error: unknown, job: Jobs[JobKind]['job']): FromWorker {
  if (error instanceof Refusal) return refused(error, true);
  const said = readDuckdbError(error);
  const refusal = said && refusalOf(said, job);
  if (said && refusal) return refused(refusal, planningErrors.has(said.type));
  return { kind: 'failed', message: error instanceof Error ? (error.stack ?? error.message) : String(error) };
}

function refusalOf(said: DuckdbError, job: Jobs[JobKind]['job']): Refusal | undefined {
  const memoryBytes = settings?.memoryBytes ?? 0;
  if ('statement' in job) return refusalOfError(said, job, memoryBytes);
  return said.type === 'Out of Memory' ? tooLarge(memoryBytes) : undefined;
}

function refused({ reason, message, facts }: Refusal, unharmed: boolean): FromWorker {
  return { kind: 'refused', reason, message, facts, unharmed };
}

/** Some functions of DuckDB allocate past its own limit; the process keeps to this one. */
function watchMemory({ residentBytes, memoryBytes }: WorkerSettings): void {
  setInterval(() => {
    if (process.memoryUsage.rss() <= residentBytes) return;
    send(refused(tooLarge(memoryBytes), false), endNow);
  }, watchEveryMs).unref();
}

function send(message: FromWorker, sent?: () => void): void {
  process.send?.(message, () => sent?.());
}

/** Not `exit`, which would wait for the threads of a statement that runs. */
function endNow(): void {
  if (settings) rmSync(settings.spillFolder, { recursive: true, force: true });
  process.kill(process.pid, 'SIGKILL');
}
