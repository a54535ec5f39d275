import { randomInt } from 'node:crypto';
import { stores } from '@easement/persistence/testing';
import { type Constellation, startConstellation } from '../src/constellation.ts';
import { explore } from '../src/model/explore.ts';
import { noSweep } from '../src/model/model-on-store.ts';
import { openWorld } from '../src/model/real/open-world.ts';

const commands = 600;

describe.each(stores)('the product on %s', (store) => {
  let product: Constellation;

  beforeAll(async () => {
    product = await startConstellation(store, process.cwd(), noSweep);
  }, 60_000);

  afterAll(async () => {
    await product[Symbol.asyncDispose]();
  });

  it('answers as the model of its rules does', async () => {
    const seed = randomInt(2 ** 31);
    process.stderr.write(`the model on ${store}: seed ${seed}; again: npm run prove -- model --seed ${seed}\n`);
    const { counterexample } = await explore(() => openWorld(product), { commands, seed });
    expect(counterexample).toBeUndefined();
  }, 600_000);
});
