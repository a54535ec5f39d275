import {
  assertProjectRole,
  maySeeProjectName,
  notFound,
  type OrganizationId,
  type PrincipalId,
  type ProjectId,
} from '@easement/domain';
import type { WriteTx } from '@easement/persistence';
import type { PrincipalRow } from '../principals/principal.table.ts';
import { getVisiblePrincipal } from '../principals/see-principal.ts';
import { lockProject } from '../projects/project-store.ts';
import { readStanding } from '../standings/standing-store.ts';
import { findProjectMember } from './member-store.ts';
import type { ProjectMemberRow } from './member.table.ts';

type Change = {
  readonly organization: OrganizationId;
  readonly project: ProjectId;
  readonly caller: PrincipalId;
  readonly principal: PrincipalId;
};

/**
 * Whose role in the project is about to change, and its present one, with the project's row held until commit. Refuses
 * `not_found` where the caller sees not the project or not the account, then `missing_role`.
 */
export async function beginProjectRoleChange(
  tx: WriteTx,
  { organization, project, caller, principal }: Change,
): Promise<{ readonly principal: PrincipalRow; readonly member: ProjectMemberRow | undefined }> {
  await lockProject(tx, organization, project);
  const standing = await readStanding(tx, organization, caller, project);
  if (!maySeeProjectName(standing)) throw notFound('project', project);
  const row = await getVisiblePrincipal(tx, organization, standing, principal);
  assertProjectRole(standing, 'admin', 'changing roles in the project');
  return { principal: row, member: await findProjectMember(tx, organization, project, principal) };
}
