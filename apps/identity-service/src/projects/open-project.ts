import {
  assertProjectRole,
  notFound,
  type OrganizationId,
  type PrincipalId,
  projectClosing,
  type ProjectId,
  type ProjectRole,
  type Standing,
} from '@easement/domain';
import type { WriteTx } from '@easement/persistence';
import { readStanding } from '../standings/standing-store.ts';
import { findClosing } from './closing-store.ts';
import { lockProject } from './project-store.ts';
import type { ProjectRow } from './project.table.ts';

type Demand = { readonly caller: PrincipalId; readonly needed: ProjectRole; readonly act: string };
type Held = { readonly project: ProjectRow; readonly standing: Standing };

/** The project, held until commit, for a caller who has the role there. Refuses `not_found` and `missing_role`. */
export async function lockProjectFor(
  tx: WriteTx,
  organization: OrganizationId,
  id: ProjectId,
  { caller, needed, act }: Demand,
): Promise<Held> {
  const project = await lockProject(tx, organization, id);
  const standing = await readStanding(tx, organization, caller, id);
  assertProjectRole(standing, needed, act);
  if (project === undefined) throw notFound('project', id);
  return { project, standing };
}

/** The same for what makes something in the project: refuses `project_closing` too. */
export async function lockOpenProject(
  tx: WriteTx,
  organization: OrganizationId,
  id: ProjectId,
  demand: Demand,
): Promise<Held> {
  const held = await lockProjectFor(tx, organization, id, demand);
  if (await findClosing(tx, organization, id)) throw projectClosing(id);
  return held;
}
