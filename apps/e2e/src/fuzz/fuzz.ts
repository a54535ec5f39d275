import type { Store } from '../constellation.ts';
import { newSeed } from '../races/random.ts';
import { generate, type Generated } from './generate.ts';
import { hashesOf } from './hashes.ts';
import { hear, type Heard, toldSecrets } from './hear.ts';
import { twinsOf, untwinned } from './twins.ts';
import { type FuzzWorld, openFuzzWorld } from './world.ts';

export type FuzzPlan = {
  readonly statements: number;
  readonly store: Store;
  readonly log: (line: string) => void;
  /** Fresh where none is given. Names of files and secrets differ from run to run, what is generated does not. */
  readonly seed?: number;
};

export type FuzzFigures = {
  readonly seed: number;
  readonly statements: number;
  /** How many were answered. */
  readonly answered: number;
  /** How many held what must be refused. */
  readonly hostile: number;
  /** How many named what is closed, and were compared with names of nothing. */
  readonly compared: number;
  /** By reason, how many were refused. */
  readonly refused: Readonly<Record<string, number>>;
  readonly problems: readonly string[];
};

/** So many statements run at a time. */
const lanes = 3;
const progressEach = 100;

type Fuzzing = {
  readonly world: FuzzWorld;
  readonly next: () => Generated | undefined;
  readonly refused: Record<string, number>;
  readonly counts: { statements: number; answered: number; hostile: number; compared: number };
  readonly problems: string[];
};

/** Runs generated statements as one caller, and looks in all they hear for what they must not. */
export async function runFuzz({ statements, store, log, seed = newSeed() }: FuzzPlan): Promise<FuzzFigures> {
  log(`fuzz on ${store}: ${statements} statements, seed ${seed}`);
  await using world = await openFuzzWorld(store);
  const before = await hashesOf(world.folders);
  const generated = generate(world, seed);
  const counts = { statements: 0, answered: 0, hostile: 0, compared: 0 };
  const next = () => (counts.statements++ < statements ? generated.next().value : undefined);
  const fuzzing: Fuzzing = { world, next, refused: {}, counts, problems: [] };
  await Promise.all(Array.from({ length: lanes }, () => fuzzAlong(fuzzing, log)));
  const after = await hashesOf(world.folders);
  const { refused, problems } = fuzzing;
  for (const [path, hash] of before) {
    if (after.get(path) !== hash) problems.push(`the file ${path} changed or is gone`);
  }
  for (const path of after.keys()) {
    if (!before.has(path) && !path.startsWith(`${world.folders[0] ?? ''}/`)) problems.push(`${path} was written`);
  }
  return { ...counts, seed, statements, refused, problems };
}

async function fuzzAlong(fuzzing: Fuzzing, log: (line: string) => void): Promise<void> {
  const { next, counts, problems } = fuzzing;
  for (let one = next(); one; one = next()) {
    await judge(fuzzing, one);
    if (counts.statements % progressEach === 0) log(`${counts.statements} statements, ${problems.length} problems`);
  }
}

async function judge(fuzzing: Fuzzing, { statement, isHostile, isMutated }: Generated): Promise<void> {
  const { world, refused, counts, problems } = fuzzing;
  const { text, twin } = twinsOf(statement);
  const ask = (asked: string): Promise<Heard> => hear(world.caller, world.projectId, asked);
  const heard = await ask(text);
  const complain = (what: string): void => {
    problems.push(`${what}\n  asked: ${text}\n  heard: ${heard.said.slice(0, 2_000)}`);
  };
  for (const secret of toldSecrets(text, heard, world.secrets)) complain(`told ${secret}`);
  if (heard.refusedWith === undefined) counts.answered += 1;
  else refused[heard.refusedWith] = (refused[heard.refusedWith] ?? 0) + 1;
  if (isMutated) return;
  if (isHostile) {
    counts.hostile += 1;
    if (heard.refusedWith === undefined) complain('was answered');
  }
  if (twin === undefined) return;
  counts.compared += 1;
  const other = await ask(twin);
  if (untwinned(other.said, statement) === untwinned(heard.said, statement)) return;
  complain(`is told from what is not there\n  of nothing: ${other.said.slice(0, 2_000)}`);
}
