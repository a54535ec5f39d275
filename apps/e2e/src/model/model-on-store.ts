import { startConstellation, type Store } from '../constellation.ts';
import { explore, type Exploration, type Terms } from './explore.ts';
import { openWorld } from './real/open-world.ts';

/** Longer than any run: the model tells what has happened, and not what will by itself. */
export const noSweep = 86_400;

/** Holds the product, all of its services on a store, to the model. */
export async function holdToModel(store: Store, terms: Terms): Promise<Exploration> {
  await using product = await startConstellation(store, process.cwd(), noSweep);
  return await explore(() => openWorld(product), terms);
}
