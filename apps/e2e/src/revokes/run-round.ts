import type { Random } from '../races/random.ts';
import { outcomeAfter } from '../races/outcome.ts';
import { firstOf, type World } from '../races/world.ts';
import type { Cut } from './cuts.ts';
import type { History } from './history.ts';
import { type Reader, startReading } from './readers.ts';
import { setStage } from './stage.ts';
import { ways } from './ways.ts';

/** Two by each way. */
export const readerCount = 2 * ways.length;

const longestWaitMs = 150;

/** Shares anew, lets the readers read, takes it back at a moment of chance, and answers what they have seen. */
export async function runRound(world: World, cut: Cut, random: Random): Promise<History> {
  const stage = await setStage(world);
  const { owner, linker } = world;
  const at = <T>(things: readonly T[], nth: number): T => things[nth % things.length] ?? firstOf(things);
  const readers = Array.from({ length: readerCount }, (_, nth): Reader => {
    // Each of the two by another gateway, where there are two.
    const door = nth + Math.floor(nth / ways.length);
    return { way: at(ways, nth), client: at(linker.at, door) };
  });
  const provider = at(owner.at, Math.floor(random() * owner.at.length));
  const reading = startReading(readers, stage);
  await reading.warm;
  const { text, began, ended } = await outcomeAfter(longestWaitMs * random(), () => cut.act(provider, stage));
  const reads = await reading.finish();
  return { cut: { began, ended, outcome: text }, reads };
}
