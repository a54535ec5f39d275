import type { Store } from '../constellation.ts';
import { newSeed } from '../races/random.ts';
import { checkStatement } from './check-statement.ts';
import { generate, type Generated } from './generate.ts';
import { changesSince, hashesOf } from './hashes.ts';
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
  fuzzing.problems.push(...changesSince(before, await hashesOf(world.folders), world.folders[0] ?? ''));
  const { refused, problems } = fuzzing;
  return { ...counts, seed, statements, refused, problems };
}

async function fuzzAlong(fuzzing: Fuzzing, log: (line: string) => void): Promise<void> {
  const { next, counts, problems } = fuzzing;
  for (let one = next(); one; one = next()) {
    await judge(fuzzing, one);
    if (counts.statements % progressEach === 0) log(`${counts.statements} statements, ${problems.length} problems`);
  }
}

async function judge({ world, refused, counts, problems }: Fuzzing, one: Generated): Promise<void> {
  const checked = await checkStatement(world, one);
  const { refusedWith } = checked.heard;
  if (refusedWith === undefined) counts.answered += 1;
  else refused[refusedWith] = (refused[refusedWith] ?? 0) + 1;
  if (one.isHostile && !one.isMutated) counts.hostile += 1;
  if (checked.isCompared) counts.compared += 1;
  problems.push(...checked.problems);
}
