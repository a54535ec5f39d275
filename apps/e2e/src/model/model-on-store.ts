import { startConstellation, type Store } from '../constellation.ts';
import { explore, type Exploration, type Terms } from './explore.ts';
import { openWorld } from './real/open-world.ts';

/** Holds the product, all of its services on a store, to the model. */
export async function holdToModel(store: Store, terms: Terms): Promise<Exploration> {
  await using product = await startConstellation(store);
  return await explore(() => openWorld(product), terms);
}
