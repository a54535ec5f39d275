import { createClient } from '@easement/client';
import type { Store } from '../constellation.ts';
import { createOrganization } from '../meridian.ts';
import { newSeed, randomOf } from '../races/random.ts';
import { type KillHouse, startKillHouse } from './kill-house.ts';
import { drawKills, type Kill, nameOfKill } from './plan.ts';
import { type Killed, type KillWorld, runKill } from './run-kill.ts';

export type KillsPlan = {
  readonly rounds: number;
  readonly store: Store;
  readonly log: (line: string) => void;
  /** Fresh where none is given. */
  readonly seed?: number;
};

export type KillsFigures = {
  readonly store: Store;
  readonly seed: number;
  readonly kills: number;
  readonly seconds: number;
  /** How many died at the point that was meant. */
  readonly reached: number;
  /** By story, how calls and their repeats ended: `first / repeat`. */
  readonly answers: Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly problems: readonly string[];
};

/** A new organization now and then keeps what is read after each death small. */
const killsInOneWorld = 10;
const progressEach = 10;
const once = { attempts: 1 };
/** Who is back is found again within seconds. */
const patiently = { attempts: 40, longestDelayMs: 500 };

/** Kills services in the middle of calls, one after the other, and answers how it went. */
export async function runKills({ rounds, store, log, seed = newSeed() }: KillsPlan): Promise<KillsFigures> {
  log(`kills on ${store}: ${rounds}, seed ${seed}`);
  await using house = await startKillHouse(store);
  const kills = drawKills(rounds, randomOf(seed));
  const began = performance.now();
  const answers: Record<string, Record<string, number>> = {};
  const problems: string[] = [];
  let reached = 0;
  for (let first = 0; first < kills.length; first += killsInOneWorld) {
    for await (const [kill, killed] of killWithin(house, kills.slice(first, first + killsInOneWorld))) {
      const counts = (answers[kill.story.name] ??= {});
      const end = killed.answers.map((answer) => answer.split(':', 1).join()).join(' / ');
      counts[end] = (counts[end] ?? 0) + 1;
      if (killed.wasReached) reached += 1;
      if (killed.problems.length > 0) problems.push(reportOf(seed, kill, killed));
      if (killed.problems.length > 0) log(problems.at(-1) ?? '');
    }
    if (first % progressEach === 0) log(`  ${first + killsInOneWorld} kills, ${problems.length} problems`);
  }
  const seconds = Math.round((performance.now() - began) / 1000);
  return { store, seed, kills: kills.length, seconds, reached, answers, problems };
}

/** Kills in one organization, until one of them leaves it as it must not be. */
async function* killWithin(house: KillHouse, kills: readonly Kill[]): AsyncGenerator<readonly [Kill, Killed]> {
  let world = await createWorld(house);
  try {
    for (const kill of kills) {
      const killed = await runKill(kill, house, world);
      yield [kill, killed];
      if (killed.problems.length === 0) continue;
      world.close();
      world = await createWorld(house);
    }
  } finally {
    world.close();
  }
}

async function createWorld({ door, operatorToken }: KillHouse): Promise<KillWorld & { readonly close: () => void }> {
  const clientOf = (token: string) => createClient({ baseUrl: door, token, retry: patiently });
  const made = await createOrganization({ clientOf, operatorToken }, `kills-${crypto.randomUUID().slice(0, 8)}`);
  const caller = createClient({ baseUrl: door, token: made.owner.token, retry: once });
  const close = (): void => [caller, made.owner.client].forEach((client) => client.close());
  return { organization: made.id, owner: made.owner.client, caller, close };
}

function reportOf(seed: number, kill: Kill, { answers, problems, truth }: Killed): string {
  return [
    `WRONG: ${nameOfKill(kill)} (seed ${seed})`,
    ...problems.map((problem) => `  - ${problem}`),
    `  the call ended with ${answers[0]}, its repeat with ${answers[1]}`,
    `  state ${JSON.stringify(truth)}`,
  ].join('\n');
}
