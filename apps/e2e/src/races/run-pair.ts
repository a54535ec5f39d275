import type { Client } from '@easement/client';
import { findViolations } from '../invariants/check-truth.ts';
import type { TruthReader } from '../invariants/read-truth.ts';
import { isLive, type Truth } from '../invariants/truth.ts';
import { outcomeAfter } from './outcome.ts';
import { judgePair, type Outcomes, type Pair } from './pair.ts';
import type { World } from './world.ts';

/** How one pair was started: enough to look for what happened in the logs, and to try the same again. */
export type Start = {
  readonly offsetMs: number;
  /** Which gateway the first call goes to; the second takes the next. */
  readonly door: number;
};

export type Finished = { readonly outcomes: Outcomes; readonly problems: readonly string[]; readonly truth: Truth };

/** Makes the pair ready, lets the two calls meet, and judges their answers and what they have left. */
export async function runPair(pair: Pair, world: World, truth: TruthReader, start: Start): Promise<Finished> {
  const before = await truth.read(world.organization);
  const ready = await pair.prepare(world);
  const [one, other] = pair.racers.map((racer, place) => clientAt(world[racer].at, start.door + place));
  if (!one || !other) throw new Error('a pair has two racers');
  const [act, counterAct] = ready.acts;
  const outcomes: Outcomes = await Promise.all([
    outcomeAfter(Math.max(0, -start.offsetMs), () => act(one)),
    outcomeAfter(Math.max(0, start.offsetMs), () => counterAct(other)),
  ]);
  const end = await truth.read(world.organization);
  const fresh = end.projects.filter((project) => !before.projects.includes(project));
  const problems = [
    ...findViolations(end),
    ...judgePair(pair, ready, outcomes, end),
    ...(await compareWithApi(world, end, fresh, start.door)),
  ];
  return { outcomes, problems, truth: end };
}

function clientAt(clients: readonly Client[], door: number): Client | undefined {
  return clients[door % clients.length];
}

/** What the product says of the projects has to be what its databases hold: each gateway and replica, after the answers. */
async function compareWithApi(
  world: World,
  truth: Truth,
  projects: readonly string[],
  door: number,
): Promise<string[]> {
  const owner = clientAt(world.owner.at, door);
  if (!owner) throw new Error('the owner has no client');
  const found = await Promise.all(
    projects.map(async (project) => {
      const [links, buckets] = await Promise.all([
        owner.links.listLinks({ parent: { case: 'projectId', value: project } }),
        owner.buckets.listBuckets({ projectId: project }),
      ]);
      const live = truth.links.filter((link) => link.project === project && isLive(link));
      const own = truth.buckets.filter(({ scope }) => scope === project);
      return [
        ...differences('links', project, links.links, live),
        ...differences('buckets', project, buckets.buckets, own),
      ];
    }),
  );
  return found.flat();
}

type Thing = { readonly id: string };

function differences(what: string, project: string, told: readonly Thing[], held: readonly Thing[]): string[] {
  const [one, other] = [told, held].map((things) =>
    things
      .map(({ id }) => id)
      .toSorted()
      .join(),
  );
  return one === other ? [] : [`${project} lists the ${what} ${one ?? ''}, and holds ${other ?? ''}`];
}
