import type { Store } from '../constellation.ts';
import { newSeed, randomOf, shuffled } from '../races/random.ts';
import { startReplicas } from '../races/replicas.ts';
import { createWorld } from '../races/world.ts';
import { type Cut, cuts } from './cuts.ts';
import { type History, momentOf } from './history.ts';
import { judge } from './judge.ts';
import { readerCount, runRound } from './run-round.ts';
import { ways } from './ways.ts';

export type RevokesPlan = {
  readonly rounds: number;
  readonly store: Store;
  readonly log: (line: string) => void;
  /** Fresh where none is given. The order and the moments follow from it; who wins does not. */
  readonly seed?: number;
};

export type RevokesFigures = {
  readonly seed: number;
  readonly rounds: number;
  readonly readers: number;
  readonly reads: number;
  /** Under way while the cut was. */
  readonly straddling: number;
  /** Begun after the answer of the cut, by a way that it closes or another. */
  readonly after: number;
  /** How many of these were refused: all of the closed ways, or there are problems. */
  readonly refused: number;
  /** By the kind of cut and the way, how often reads ended how: `moment outcome`. */
  readonly outcomes: Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly problems: readonly string[];
};

const progressEach = 10;

/** Lets readers read in a loop while what they read is taken back, and answers how it went. */
export async function runRevokes({ rounds, store, log, seed = newSeed() }: RevokesPlan): Promise<RevokesFigures> {
  log(`revokes on ${store}: ${rounds} rounds of ${cuts.length} kinds, seed ${seed}`);
  const random = randomOf(seed);
  const names = ways.map(({ name }) => name);
  await using replicas = await startReplicas(store);
  using world = await createWorld(replicas, `revokes-${crypto.randomUUID().slice(0, 8)}`);
  const rounded: (readonly [Cut, History])[] = [];
  const problems: string[] = [];
  for (const cut of draw(rounds, random)) {
    const history = await runRound(world, cut, random);
    rounded.push([cut, history]);
    const wrong = judge(history, cut.closes, names);
    if (wrong.length > 0) problems.push([`WRONG: ${cut.name} (seed ${seed})`, ...wrong].join('\n  - '));
    if (rounded.length % progressEach === 0) log(`  ${rounded.length} rounds, ${problems.length} problems`);
  }
  return { seed, rounds: rounded.length, readers: readerCount, ...count(rounded), problems };
}

/** Each kind as often as the others, in an order of chance. */
function draw(rounds: number, random: () => number): Cut[] {
  const kinds = shuffled(cuts, random);
  const drawn = Array.from({ length: rounds }, (_, place) => kinds[place % kinds.length]);
  return drawn.filter((cut) => cut !== undefined);
}

function count(rounded: readonly (readonly [Cut, History])[]) {
  const outcomes: Record<string, Record<string, number>> = {};
  const sums = { reads: 0, straddling: 0, after: 0, refused: 0 };
  for (const [{ name }, { cut, reads }] of rounded) {
    for (const read of reads) {
      const moment = momentOf(read, cut);
      const counts = (outcomes[`${name}: ${read.way}`] ??= {});
      const end = `${moment} ${read.outcome}`;
      counts[end] = (counts[end] ?? 0) + 1;
      sums.reads += 1;
      if (moment === 'straddling') sums.straddling += 1;
      if (moment === 'after') sums.after += 1;
      if (moment === 'after' && read.outcome !== 'whole') sums.refused += 1;
    }
  }
  return { ...sums, outcomes };
}
