import type { MessageInitShape } from '@bufbuild/protobuf';
import { type GetCallerResponseSchema, PrincipalKind, type PrincipalService } from '@easement/contracts';
import { badToken, type OrganizationId, type PrincipalId, type ProjectRole } from '@easement/domain';
import { codeColumn, idColumn, query, type ReadTx, textColumn } from '@easement/persistence';
import { type Handler, principalOf } from '@easement/rpc';
import type { Deps } from '../deps.ts';
import { toOrganizationRole, toProjectRole } from '../members/member-message.ts';
import { readOrganizationStanding } from '../standings/standing-store.ts';
import { toPrincipalMessage } from './principal-message.ts';
import { findPrincipal } from './principal-store.ts';

export function getCaller({ db }: Deps): Handler<typeof PrincipalService.method.getCaller> {
  return async (_request, call) => {
    if (call.actor.kind === 'operator') return { principal: { kind: PrincipalKind.OPERATOR, displayName: 'operator' } };
    const { organization, principal } = principalOf(call);
    return await db.read(call, (tx) => describeCaller(tx, organization, principal));
  };
}

async function describeCaller(
  tx: ReadTx,
  organization: OrganizationId,
  id: PrincipalId,
): Promise<MessageInitShape<typeof GetCallerResponseSchema>> {
  const row = await findPrincipal(tx, organization, id);
  // A service account that went with its project, on a proof that is a few seconds old.
  if (row === undefined) throw badToken();
  const { organizationRole } = await readOrganizationStanding(tx, organization, id);
  return {
    principal: toPrincipalMessage(row),
    organizationId: organization,
    organizationRole: toOrganizationRole(organizationRole),
    projects: await listCallerProjects(tx, organization, id),
  };
}

async function listCallerProjects(tx: ReadTx, organization: OrganizationId, id: PrincipalId) {
  const rows = await query(
    tx,
    { project_id: idColumn(), role: codeColumn<ProjectRole>(), name: textColumn() },
    `SELECT m.project_id, m.role, p.name FROM project_member m
     JOIN project p ON p.organization_id = m.organization_id AND p.id = m.project_id
     WHERE m.organization_id = ? AND m.principal_id = ? ORDER BY m.project_id`,
    [organization, id],
  );
  return rows.map(({ project_id, role, name }) => ({ projectId: project_id, role: toProjectRole(role), name }));
}
