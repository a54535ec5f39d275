import type { OrganizationId, PrincipalId, ProjectId } from '@easement/domain';
import { integerColumn, marks, query, type ReadTx } from '@easement/persistence';

/**
 * How many principals have a role in one of the projects, given or implied by the organization role, or are among
 * `named`. Each counts once; projects and principals that the organization does not have count nobody.
 */
export async function countPrincipalsOf(
  tx: ReadTx,
  organization: OrganizationId,
  projects: readonly ProjectId[],
  named: readonly PrincipalId[] = [],
): Promise<number> {
  // Nobody's id, since MySQL knows no empty list.
  const [projectIds, principalIds] = [
    ['', ...projects],
    ['', ...named],
  ];
  const [row] = await query(
    tx,
    { affected: integerColumn() },
    `WITH there AS (SELECT id FROM project WHERE organization_id = ? AND id IN (${marks(projectIds)}))
     SELECT COUNT(*) AS affected FROM (
       SELECT m.principal_id FROM there JOIN project_member m ON m.organization_id = ? AND m.project_id = there.id
       UNION SELECT o.principal_id FROM organization_member o
         WHERE o.organization_id = ? AND o.role IN ('owner', 'admin') AND EXISTS (SELECT 1 FROM there)
       UNION SELECT p.id FROM principal p WHERE p.organization_id = ? AND p.id IN (${marks(principalIds)})
     ) everybody`,
    [organization, ...projectIds, organization, organization, organization, ...principalIds],
  );
  return row?.affected ?? 0;
}
