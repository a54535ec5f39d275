import type { DirectoryService } from '@easement/contracts';
import {
  isId,
  isOrganizationAdmin,
  type OrganizationId,
  type OrganizationRole,
  parsePrincipalId,
  type PrincipalId,
} from '@easement/domain';
import { codeColumn, flagColumn, idColumn, marks, nullable, query, type ReadTx } from '@easement/persistence';
import { type Handler, organizationOf } from '@easement/rpc';
import type { Deps } from '../deps.ts';
import { toPrincipalMessage } from '../principals/principal-message.ts';
import { emailKey, findPrincipals, findPrincipalsByEmail } from '../principals/principal-store.ts';
import type { PrincipalRow } from '../principals/principal.table.ts';

export function lookUpPrincipals({ db }: Deps): Handler<typeof DirectoryService.method.lookUpPrincipals> {
  return async ({ users }, call) => {
    const organization = organizationOf(call);
    return await db.read(call, async (tx) => {
      const found = await findEach(tx, organization, users);
      const present = await findPresent(tx, organization, [...found.values()]);
      const principals = [...found].map(([asked, row]) => ({
        asked,
        principal: toPrincipalMessage(row),
        inProject: present.has(row.id),
      }));
      return { principals };
    });
  };
}

/** Who was meant, by what was asked: ids and e-mail addresses. */
async function findEach(
  tx: ReadTx,
  organization: OrganizationId,
  users: readonly string[],
): Promise<ReadonlyMap<string, PrincipalRow>> {
  const isPrincipalId = (text: string) => isId('user', text) || isId('service_account', text);
  const byId = await findPrincipals(tx, organization, users.filter(isPrincipalId).map(parsePrincipalId));
  const byEmail = await findPrincipalsByEmail(
    tx,
    organization,
    users.filter((text) => !isPrincipalId(text)),
  );
  const found = new Map<string, PrincipalRow>();
  for (const asked of users) {
    const row = isPrincipalId(asked) ? byId.get(parsePrincipalId(asked)) : byEmail.get(emailKey(asked));
    if (row !== undefined) found.set(asked, row);
  }
  return found;
}

/** Those who have a role in some project, given or implied. */
async function findPresent(
  tx: ReadTx,
  organization: OrganizationId,
  rows: readonly PrincipalRow[],
): Promise<ReadonlySet<PrincipalId>> {
  if (rows.length === 0) return new Set();
  const shape = {
    id: idColumn<PrincipalId>(),
    role: nullable(codeColumn<OrganizationRole>()),
    given: flagColumn(),
    any_project: flagColumn(),
  };
  const roles = await query(
    tx,
    shape,
    `SELECT p.id, o.role,
       EXISTS (SELECT 1 FROM project_member m WHERE m.organization_id = p.organization_id AND m.principal_id = p.id) AS given,
       EXISTS (SELECT 1 FROM project j WHERE j.organization_id = p.organization_id) AS any_project
     FROM principal p LEFT JOIN organization_member o ON o.organization_id = p.organization_id AND o.principal_id = p.id
     WHERE p.organization_id = ? AND p.id IN (${marks(rows)})`,
    [organization, ...rows.map(({ id }) => id)],
  );
  const isPresent = ({ role, given, any_project }: (typeof roles)[number]) =>
    given || (any_project && isOrganizationAdmin({ organizationRole: role ?? undefined }));
  return new Set(roles.filter(isPresent).map(({ id }) => id));
}
