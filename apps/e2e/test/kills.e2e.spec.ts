import { stores } from '@easement/persistence/testing';
import { runKills } from '../src/kills/kills.ts';

/** A tenth of the kills of `npm run prove`, with a fresh seed. */
const roundsOn = { mysql: 8, sqlite: 4 };

describe.each(stores)('services that are killed in the middle of a call on %s', (store) => {
  it('lose nothing that was acknowledged, and leave nothing undone behind', async () => {
    const figures = await runKills({ rounds: roundsOn[store], store, log: () => undefined });
    expect({ seed: figures.seed, problems: figures.problems }).toEqual({ seed: figures.seed, problems: [] });
    expect(figures.kills).toBe(roundsOn[store]);
    expect(figures.reached).toBeGreaterThan(roundsOn[store] / 2);
    process.stderr.write(`kills on ${store}, seed ${figures.seed}: ${JSON.stringify(figures.answers)}\n`);
  }, 300_000);
});
