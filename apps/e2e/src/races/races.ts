import type { Store } from '../constellation.ts';
import { pairs } from './pairs/all.ts';
import { newSeed, type Random, randomOf, shuffled } from './random.ts';
import { type Replicas, startReplicas } from './replicas.ts';
import { reportOf } from './report.ts';
import { runPair } from './run-pair.ts';
import { newTally, type OutcomeTable, type Tally } from './tally.ts';
import { createWorld, type World } from './world.ts';
import type { Pair } from './pair.ts';

export type RacesPlan = {
  /** How many pairs race, over all kinds. */
  readonly rounds: number;
  readonly store: Store;
  readonly log: (line: string) => void;
  /** Fresh where none is given. What meets, and when it starts, follows from it; who wins does not. */
  readonly seed?: number;
  /** Only this kind of pair, to look for what went wrong with it. */
  readonly only?: string;
};

export type RacesFigures = {
  readonly store: Store;
  readonly seed: number;
  readonly pairs: number;
  readonly seconds: number;
  readonly outcomes: OutcomeTable;
  /** A report of each pair that ended as it must not. */
  readonly problems: readonly string[];
};

/** So many pairs race at a time, each in an organization of its own. */
const lanes = 3;
/** A new organization now and then keeps what is read after each pair small. */
const pairsInOneWorld = 12;
const progressEach = 100;

type Racing = Pick<RacesPlan, 'log'> & {
  readonly replicas: Replicas;
  readonly queue: Pair[];
  readonly tally: Tally;
  readonly problems: string[];
};

/** Lets clients race against the whole product, and answers how it went; throws only where nothing could be raced. */
export async function runRaces({ rounds, store, log, seed = newSeed(), only }: RacesPlan): Promise<RacesFigures> {
  log(`races on ${store}: ${rounds} pairs of ${pairs.length} kinds, seed ${seed}`);
  await using replicas = await startReplicas(store);
  const tally = newTally();
  const problems: string[] = [];
  const racing: Racing = { log, replicas, queue: draw(rounds, randomOf(seed), only), tally, problems };
  const began = performance.now();
  const seeds = Array.from({ length: lanes }, (_, lane) => seed + lane + 1);
  await Promise.all(seeds.map((one) => raceAlong(racing, randomOf(one), seed)));
  const seconds = Math.round((performance.now() - began) / 1000);
  return { store, seed, pairs: tally.count(), seconds, outcomes: tally.outcomes(), problems };
}

/** Each kind as often as the others, in an order of chance. */
function draw(rounds: number, random: Random, only: string | undefined): Pair[] {
  const kinds = shuffled(
    pairs.filter(({ name }) => only === undefined || name === only),
    random,
  );
  const drawn = Array.from({ length: rounds }, (_, place) => kinds[place % kinds.length]);
  return shuffled(
    drawn.filter((pair) => pair !== undefined),
    random,
  );
}

async function raceAlong(racing: Racing, random: Random, seed: number): Promise<void> {
  while (racing.queue.length > 0) {
    const name = `races-${crypto.randomUUID().slice(0, 8)}`;
    using world = await createWorld(racing.replicas, name);
    await raceIn(racing, world, random, seed);
  }
}

/** A world in which something went wrong is left, so that the next pairs are judged for themselves. */
async function raceIn(racing: Racing, world: World, random: Random, seed: number): Promise<void> {
  const { queue, tally, replicas, problems, log } = racing;
  for (let raced = 0; raced < pairsInOneWorld; raced++) {
    const pair = queue.pop();
    if (!pair) return;
    const start = { offsetMs: tally.balanceOf(pair).next(random), door: Math.floor(random() * 2) };
    const finished = await runPair(pair, world, replicas.truth, start);
    tally.add(pair, finished.outcomes);
    if (tally.count() % progressEach === 0) log(`  ${tally.count()} pairs, ${problems.length} problems`);
    if (finished.problems.length === 0) continue;
    const written = finished.outcomes.flatMap(({ requestId }) => (requestId ? replicas.logOf(requestId) : []));
    const report = reportOf({ seed, pair, start, finished, log: written });
    problems.push(report);
    log(report);
    return;
  }
}
