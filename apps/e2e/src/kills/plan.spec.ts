import { randomOf } from '../races/random.ts';
import { drawKills, namedKills, nameOfKill, stories } from './plan.ts';

describe('the kills', () => {
  it('are of every service that a story needs, at every point of it', () => {
    const named = namedKills();
    expect(named).toHaveLength(stories.reduce((sum, { points, cast }) => sum + points.length * cast.length, 0));
    expect(new Set(named.map(({ victim }) => victim))).toEqual(
      new Set(['identity', 'catalog', 'sharing', 'query', 'gateway']),
    );
  });

  it('come at the service’s own points first, and a fifth of them by chance', () => {
    const own = namedKills().filter(({ victim, when }) => 'point' in when && when.point.in === victim).length;
    const kills = drawKills(200, randomOf(3));
    expect(kills).toHaveLength(200);
    expect(kills.filter(({ when }) => 'afterMs' in when)).toHaveLength(40);
    const drawnOwn = kills.filter(({ victim, when }) => 'point' in when && when.point.in === victim);
    expect(drawnOwn.length).toBeGreaterThanOrEqual(own);
    const swept = kills.filter(({ isRepeatedFirst }) => !isRepeatedFirst).length;
    expect(swept).toBeGreaterThan(60);
    expect(swept).toBeLessThan(140);
  });

  it('follow from the seed, and tell who dies where', () => {
    const names = (seed: number) => drawKills(20, randomOf(seed)).map(nameOfKill);
    expect(names(1)).toEqual(names(1));
    expect(names(1)).not.toEqual(names(2));
    for (const name of names(1)) expect(name).toMatch(/^.+, \w+ dies (at \w+: .+|after \d+ ms), (repeated|swept)$/);
  });
});
