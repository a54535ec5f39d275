import { setTimeout as sleep } from 'node:timers/promises';
import type { LiveWorld } from './live-world.ts';

/** Everybody who is there from the beginning. */
export const people = ['ada', 'ben', 'eve', 'fay', 'gil'] as const;

/** What is there at the first moment. */
export async function live(world: LiveWorld): Promise<void> {
  for (const project of ['operations', 'analytics', 'marketing', 'doomed']) await world.addProject(project);
  await world.join('ada', 'operations');
  await world.join('ben', 'analytics');
  await world.join('eve', 'analytics');
  await world.join('fay', 'doomed');
  for (const bucket of ['kept', 'unlinked', 'forced', 'relinked', 'dropped', 'renamed', 'offered']) {
    await world.share(bucket, 'operations');
  }
  await world.share('listed', 'operations', ['analytics', 'doomed']);
  for (const bucket of ['kept', 'unlinked', 'relinked', 'dropped', 'renamed', 'listed']) {
    await world.link(bucket, 'analytics', bucket);
  }
  await world.link('forced', 'marketing', 'forced');
  await world.link('kept', 'doomed', 'kept');
}

/** All that can happen to a link between two moments, and to what it stands on. Names move from one link to another. */
export async function liveOn(world: LiveWorld): Promise<void> {
  await world.unlink('unlinked', 'analytics');
  await world.forceUnlink('forced', 'marketing');
  await world.unlink('relinked', 'analytics');
  await world.link('relinked', 'analytics', 'relinked');
  await world.unlink('dropped', 'analytics');
  await world.drop('dropped');
  await world.rename('renamed', 'analytics', 'dropped');
  await world.link('offered', 'marketing', 'forced');
  await world.share('fresh', 'operations');
  await world.link('fresh', 'analytics', 'unlinked');
  await world.addProject('young');
  await world.join('gil', 'young');
  await world.link('kept', 'young', 'kept');
  await world.leave('eve', 'analytics');
  await world.join('gil', 'marketing');
  await world.unlink('kept', 'doomed');
  await world.deleteProject('doomed');
  await sleep(untilSweptMs);
}

/** By then sharing-service has noticed that a project which it closed is deleted. */
const untilSweptMs = 3_000;
