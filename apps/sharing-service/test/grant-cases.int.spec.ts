import { caseConsumers, grantCases } from '@easement/domain/grant-cases';
import { stores } from '@easement/persistence/testing';
import { startGranting } from './granting.ts';
import { type Sharing, startSharing } from './sharing.ts';

describe.each(stores)('the truth table of grants on %s', (store) => {
  let sharing: Sharing;
  beforeAll(async () => {
    sharing = await startSharing(store);
  });
  afterAll(() => sharing[Symbol.asyncDispose]());

  it.each(grantCases.map((one) => [one.story, one] as const))('%s', async (_, { given, act, answer, holds, reads }) => {
    const world = await startGranting(sharing);
    for (const step of given) expect([step, await world.act(step)]).toEqual([step, 'yes']);
    expect(await world.act(act)).toBe(answer);
    expect({ one: await world.holds('one'), two: await world.holds('two') }).toEqual(holds);
    for (const consumer of caseConsumers) {
      expect([consumer, await world.reads(consumer)]).toEqual([consumer, reads[consumer]]);
      // What is dropped, hidden or closed since it was granted is for the catalog and the reader to leave out.
      const { resolved, reached } = await world.shown(consumer);
      expect(resolved).toBe(reached);
      if (reads[consumer] !== '-')
        expect(resolved.split(' ')).toEqual(expect.arrayContaining(reads[consumer].split(' ')));
    }
  });
});
