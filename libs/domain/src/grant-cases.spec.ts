import { granting } from '../test/granting.ts';
import { refusalOf } from '../test/standings.ts';
import { caseConsumers, caseObjects, grantCases } from './grant.cases.ts';

describe('the truth table of grants, by the rules alone', () => {
  it.each(grantCases.map((one) => [one.story, one] as const))('%s', (_, { given, act, answer, holds, reads }) => {
    const world = granting();
    for (const step of given) expect(world.act(step)).toBe('yes');
    let answered = '';
    const refusal = refusalOf(() => (answered = world.act(act)));
    expect(refusal?.reason ?? answered).toBe(answer);
    expect({ one: world.holds('one'), two: world.holds('two') }).toEqual(holds);
    expect(Object.fromEntries(caseConsumers.map((consumer) => [consumer, world.reads(consumer)]))).toEqual(reads);
  });

  it('has every operation, each object, and both ends of each', () => {
    const steps = grantCases.map(({ act }) => act);
    const verbs = [
      'grant',
      'revoke',
      'refer',
      'unrefer',
      'drop',
      'rename',
      'replace',
      'link',
      'unlink',
      'force',
      'remove',
    ];
    for (const verb of verbs) expect(steps.map((step) => step.verb)).toContain(verb);
    const named = steps.flatMap((step) => ('thing' in step ? step.thing : step.object));
    for (const object of caseObjects) expect([...named, 'other', 'broad']).toContain(object);
    expect(new Set(grantCases.map(({ story }) => story)).size).toBe(grantCases.length);
  });
});
