import type { Look, Mutation } from '../act.ts';
import { isLive, type Person, there, type World } from '../world.ts';
import { refuseChange } from './buckets.ts';
import { may, seesInside } from './standing.ts';
import { grant, refuse, type Verdict } from './verdict.ts';

/**
 * §5: metadata of a bucket is not shared, and a link has metadata of its own. Both are of the project that the thing is
 * in: kept by who may write there, read by who may read; support sees it is there.
 */
export function setMetadata(world: World, person: Person, act: Extract<Mutation, { kind: 'set_metadata' }>): Verdict {
  const link = there(world.links, act.object, person.organization);
  if (link) {
    if (!isLive(link) || !seesInside(world, person, link.project)) return refuse('NOT_FOUND');
    if (!may(world, person, link.project, 'write')) return refuse('MISSING_ROLE', { role: 'write' });
  }
  const refused = link ? undefined : refuseChange(world, person, act.object);
  const thing = link ?? world.buckets.get(act.object);
  if (refused || !thing) return refused ?? refuse('NOT_FOUND');
  return grant(() => {
    thing.metadata.set(act.key, act.value);
    return { [act.key]: act.value };
  });
}

export function listMetadata(world: World, person: Person, act: Extract<Look, { kind: 'list_metadata' }>): Verdict {
  const link = there(world.links, act.object, person.organization);
  const thing = link ? (isLive(link) ? link : undefined) : there(world.buckets, act.object, person.organization);
  if (!thing || !seesInside(world, person, thing.project)) return refuse('NOT_FOUND');
  if (!may(world, person, thing.project, 'read')) return refuse('MISSING_ROLE');
  return grant(() => Object.fromEntries(thing.metadata));
}
