import { stores } from '@easement/persistence/testing';
import { runRevokes } from '../src/revokes/revokes.ts';

/** A tenth of the rounds of `npm run prove`, with a fresh seed: every kind of cut at least once. */
const rounds = 10;

describe.each(stores)('what is taken back while 16 readers read it in a loop, on %s', (store) => {
  it('is read by nobody who began after the answer', async () => {
    const figures = await runRevokes({ rounds, store, log: () => undefined });
    const { seed, readers, reads, straddling, after, refused, problems } = figures;
    process.stderr.write(
      `revokes on ${store}: ${JSON.stringify({ seed, reads, straddling, after, refused })}; ` +
        `again: npm run prove -- revokes --seed ${seed}\n`,
    );
    expect(problems).toEqual([]);
    expect(readers).toBe(16);
    // Each reader goes on after each cut; at least half of what they try then is closed.
    expect(after).toBeGreaterThan(readers * rounds);
    expect(refused).toBeGreaterThan(after / 2);
    expect(straddling).toBeGreaterThan(readers);
  }, 600_000);
});
