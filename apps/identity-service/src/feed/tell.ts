import { ChangeKind } from '@easement/contracts';
import type { OrganizationId, PrincipalId, ProjectId } from '@easement/domain';
import { addChange, type WriteTx } from '@easement/persistence';
import { feedChange } from '@easement/rpc';
import type { ProjectRow } from '../projects/project.table.ts';

/** Tells the feed what became of a project; of one that is deleted, and so of all memberships in it, once. */
export function tellProject(tx: WriteTx, before: ProjectRow | undefined, after: ProjectRow | undefined): void {
  const project = after ?? before;
  if (!project) return;
  const isRenamed = before !== undefined && after !== undefined && before.name !== after.name;
  const value = {
    kind: before ? (after ? ChangeKind.UPDATED : ChangeKind.DELETED) : ChangeKind.CREATED,
    projectId: project.id,
    name: project.name,
    previousName: isRenamed ? before.name : '',
  };
  addChange(tx, feedChange(project.organization_id, { case: 'project', value }));
}

/** Tells that somebody got a role, has another, or has none any more: in a project or, without one, in the organization. */
export function tellMembership(
  tx: WriteTx,
  { organization_id, project_id, principal_id }: Member,
  kind: ChangeKind,
): void {
  const value = { kind, principalId: principal_id, projectId: project_id ?? '' };
  addChange(tx, feedChange(organization_id, { case: 'membership', value }));
}

/** Tells that an account is gone, with all its roles and tokens. */
export function tellGoneAccount(tx: WriteTx, organization: OrganizationId, principalId: PrincipalId): void {
  addChange(tx, feedChange(organization, { case: 'principal', value: { kind: ChangeKind.DELETED, principalId } }));
}

type Member = {
  readonly organization_id: OrganizationId;
  readonly project_id?: ProjectId;
  readonly principal_id: PrincipalId;
};
