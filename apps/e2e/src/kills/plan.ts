import type { ServiceName } from '@easement/domain';
import { type Random, shuffled } from '../races/random.ts';
import { deleteProject, refusedDeletion } from './stories/closing-stories.ts';
import { cut, forceUnlink, link, rename, share, unlink } from './stories/link-stories.ts';
import { load } from './stories/load-story.ts';
import type { Point, Story } from './story.ts';

/** Who dies in which story: when somebody comes to a point, or so many milliseconds after the beginning. */
export type Kill = {
  readonly story: Story;
  readonly victim: ServiceName;
  readonly when: { readonly point: Point } | { readonly afterMs: number };
  /** Whether the caller repeats at once, or the sweepers come first. */
  readonly isRepeatedFirst: boolean;
};

export const stories: readonly Story[] = [
  ...[link, unlink, forceUnlink, cut, rename, share],
  ...[load, deleteProject, refusedDeletion],
];

/** Of all kills, so many at a moment of chance. */
const byChance = 0.2;
const longestMs = 40;

/** Every point with the death of the service that is there, and of every other that the story needs. */
export function namedKills(): Omit<Kill, 'isRepeatedFirst'>[] {
  return stories.flatMap((story) =>
    story.points.flatMap((point) => story.cast.map((victim) => ({ story, victim, when: { point } }))),
  );
}

/** So many kills: first each point with the service that is there itself, then the others, then chance. */
export function drawKills(count: number, random: Random): Kill[] {
  const chances = Math.floor(count * byChance);
  const named = shuffled(namedKills(), random);
  const isOwn = ({ victim, when }: (typeof named)[number]): boolean => 'point' in when && when.point.in === victim;
  const ordered = [...named.filter(isOwn), ...named.filter((kill) => !isOwn(kill))];
  const drawn = [
    ...Array.from({ length: count - chances }, (_, place) => ordered[place % ordered.length]),
    ...Array.from({ length: chances }, () => killByChance(random)),
  ].filter((kill) => kill !== undefined);
  return shuffled(drawn, random).map((kill) => ({ ...kill, isRepeatedFirst: random() < 0.5 }));
}

function killByChance(random: Random): Omit<Kill, 'isRepeatedFirst'> | undefined {
  const [story] = shuffled(stories, random);
  const [victim] = story ? shuffled(story.cast, random) : [];
  return story && victim && { story, victim, when: { afterMs: longestMs * random() } };
}

export function nameOfKill({ story, victim, when, isRepeatedFirst }: Kill): string {
  const moment = 'point' in when ? `at ${when.point.in}: ${when.point.at}` : `after ${when.afterMs.toFixed(0)} ms`;
  return `${story.name}, ${victim} dies ${moment}, ${isRepeatedFirst ? 'repeated' : 'swept'}`;
}
