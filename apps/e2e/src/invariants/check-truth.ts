import { nameKey } from '@easement/domain';
import { isLive, isThere, type LinkFact, type NamedFact, type Truth } from './truth.ts';

/**
 * What the rules forbid, found in a state in which nothing is under way: an empty answer says that it is a right one.
 * Written from the sharing rules (sections 4, 5 and 7) and the protocols between the services, and from nothing else.
 */
export function findViolations(truth: Truth): string[] {
  return [
    ...truth.links.filter(isLive).flatMap((link) => checkLiveLink(truth, link)),
    ...checkLeftovers(truth),
    ...checkHolds(truth),
    ...checkNames(truth),
    ...checkProjects(truth),
  ];
}

function checkLiveLink(truth: Truth, link: LinkFact): string[] {
  const share = truth.shares.find(({ id }) => id === link.share);
  const holds = truth.holds.filter(({ holder }) => holder === link.id);
  const twins = truth.links.filter(
    (other) => isLive(other) && other.share === link.share && other.project === link.project,
  );
  const isListed = share?.audience !== 'selected_projects' || share.targets.includes(link.project);
  return violations(link.id, [
    [share !== undefined, `lives, and its share ${link.share} is gone`],
    [share === undefined || share.bucket === link.bucket, `shows ${link.bucket}, which its share does not share`],
    [isThere(truth.buckets, link.bucket), `lives, and its bucket ${link.bucket} is gone`],
    [truth.projects.includes(link.project), `lives in ${link.project}, which is deleted`],
    [holds.length === 1, `lives, and has ${holds.length} holds`],
    [holds.every(({ object }) => object === link.bucket), 'holds another thing than its bucket'],
    [holds.every(({ project }) => project === link.project), 'holds for another project than its own'],
    [twins.length === 1, `is one of ${twins.length} live links of its project to its share`],
    [isListed || link.isOutside, `is in a project that the audience does not list, and is not flagged`],
  ]);
}

/** What calls and the sweeper must not leave behind. */
function checkLeftovers({ links, running, closings }: Truth): string[] {
  const unfinished = links.filter(({ state }) => state !== 'active' && state !== 'removed');
  const undone = links.filter(({ state, removal }) => state === 'removed' && removal === 'undone');
  return [
    ...unfinished.map(({ id, state }) => `${id} is still ${state}`),
    ...undone.map(({ id }) => `${id} was never active, and is kept`),
    ...running.map(
      ({ service, method, thing }) => `${service} has a request of ${method} for ${thing} that never ended`,
    ),
    ...closings.map((project) => `the deletion of ${project} has not ended`),
  ];
}

function checkHolds({ holds, links }: Truth): string[] {
  const live = new Set(links.filter(isLive).map(({ id }) => id));
  return holds.filter(({ holder }) => !live.has(holder)).map(({ holder }) => `${holder} holds, and is no live link`);
}

/** Exactly one name per owner, and no name without one. */
function checkNames({ names, buckets, tables, links }: Truth): string[] {
  const owners: NamedFact[] = [
    ...buckets,
    ...tables,
    ...links.filter(isLive).map(({ id, project, name }) => ({ id, scope: project, name })),
  ];
  const orphans = names.filter(({ owner, scope }) => !owners.some((one) => one.id === owner && one.scope === scope));
  return [
    ...orphans.map(({ key, scope, owner }) => `the name ${key} in ${scope} is of ${owner}, which is not there`),
    ...owners.flatMap(({ id, scope, name }) => {
      const own = names.filter(({ owner }) => owner === id);
      return violations(id, [
        [own.length === 1, `has ${own.length} names`],
        [own.every((one) => one.key === nameKey(name)), `is called ${name}, and its name is ${own[0]?.key ?? ''}`],
        [own.every((one) => one.scope === scope), `has its name in ${own[0]?.scope ?? ''}, not in ${scope}`],
      ]);
    }),
  ];
}

/** A deleted project leaves nothing behind; one that is there and not being deleted takes new things. */
function checkProjects({ projects, shares, buckets, tables, holds, closed, closings }: Truth): string[] {
  const isGone = (project: string): boolean => !projects.includes(project);
  const stuck = closed.filter(({ project }) => !isGone(project) && !closings.includes(project));
  return [
    ...shares.filter(({ project }) => isGone(project)).map(({ id }) => `${id} is shared by a deleted project`),
    ...buckets.filter(({ scope }) => isGone(scope)).map(({ id }) => `${id} is in a deleted project`),
    ...tables.filter(({ scope }) => !isThere(buckets, scope)).map(({ id }) => `${id} is in a bucket that is gone`),
    ...holds.filter(({ project }) => isGone(project)).map(({ holder }) => `${holder} holds for a deleted project`),
    ...stuck.map(({ service, project }) => `${service} takes nothing new into ${project}, which nobody deletes`),
  ];
}

function violations(about: string, demands: readonly (readonly [isSo: boolean, complaint: string])[]): string[] {
  return demands.filter(([isSo]) => !isSo).map(([, complaint]) => `${about} ${complaint}`);
}
