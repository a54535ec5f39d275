import { stores } from '@easement/persistence/testing';
import { runFuzz } from '../src/fuzz/fuzz.ts';

/** A tenth of what `npm run prove -- fuzz` asks, with a fresh seed; on the embedded store, which has little to do with it, fewer. */
const statementsOn = { mysql: 800, sqlite: 200 };

describe.each(stores)('statements made at random, on %s', (store) => {
  it('tell nothing that their caller may not know, and change no file', async () => {
    const statements = statementsOn[store];
    const figures = await runFuzz({ statements, store, log: () => undefined });
    process.stderr.write(
      `fuzz on ${store}: seed ${figures.seed}; again: npm run prove -- fuzz --seed ${figures.seed}\n`,
    );
    const { problems, answered, hostile, compared } = figures;
    expect(problems).toEqual([]);
    // What is refused for its form alone would show little.
    expect(answered).toBeGreaterThan(statements / 4);
    expect(hostile).toBeGreaterThan(statements / 10);
    expect(compared).toBeGreaterThan(statements / 50);
  }, 600_000);
});
