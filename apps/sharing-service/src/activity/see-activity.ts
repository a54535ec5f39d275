import {
  activityShownTo,
  assertMaySeeInside,
  maySeeActivity,
  parseId,
  type ProjectId,
  type Standing,
} from '@easement/domain';
import { type Call, principalOf } from '@easement/rpc';
import type { Deps } from '../deps.ts';
import type { ActivityFilter } from './activity-store.ts';
import type { StoredActivity } from './activity.table.ts';

/** A share that is gone, or that the caller never saw, finds what this project has of it: nothing, if it has nothing. */
export function filterOf(
  call: Call,
  request: { readonly projectId: string; readonly shareId: string },
): ActivityFilter {
  return {
    organization: principalOf(call).organization,
    project: parseId('project', request.projectId),
    share: request.shareId === '' ? undefined : parseId('share', request.shareId),
  };
}

/** Refuses unless the caller sees inside the project; answers what it is there, by which single acts are judged. */
export async function seeActivity({ directory }: Deps, call: Call, project: ProjectId): Promise<Standing> {
  const standing = await directory.standing(call, principalOf(call).principal, project);
  assertMaySeeInside(standing, 'reading activity');
  return standing;
}

/** Those of a project's acts that are for the caller, who is `standing` there, and of each what the caller may know. */
export async function showActivities(
  { directory }: Pick<Deps, 'directory'>,
  call: Call,
  standing: Standing,
  activities: readonly StoredActivity[],
): Promise<readonly StoredActivity[]> {
  if (standing.organizationRole !== undefined || activities.length === 0) return activities;
  const everywhere = await directory.everywhere(call, standing.principal);
  return activities
    .filter((activity) => maySeeActivity(activity, standing))
    .map((activity) => activityShownTo(activity, everywhere));
}
