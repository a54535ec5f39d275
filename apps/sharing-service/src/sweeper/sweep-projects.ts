import { organizationOf } from '@easement/rpc';
import { forgetActivity } from '../activity/activity-store.ts';
import type { Deps } from '../deps.ts';
import { findClosedProjects, forgetProject } from '../projects/closing-store.ts';
import type { NewCall } from './sweep.ts';

/** Once a closed project is deleted, what was kept of it goes: its links that are gone, and its place on lists. */
export async function sweepProjects({ db, directory }: Deps, newCall: NewCall): Promise<void> {
  const call = newCall();
  const closed = await db.read(call, (tx) => findClosedProjects(tx, organizationOf(call)));
  const names = await directory.projectNames(call, closed);
  for (const project of closed.filter((id) => !names.has(id))) {
    await forgetActivity(db, newCall, organizationOf(call), project);
    const work = newCall();
    await db.write(work, (tx) => forgetProject(tx, organizationOf(work), project));
  }
}
