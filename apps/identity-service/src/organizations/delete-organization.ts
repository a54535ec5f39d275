import type { OrganizationService } from '@easement/contracts';
import { notFound, type OrganizationId, parseId, Refusal } from '@easement/domain';
import { countRows, deleteRows, type WriteTx } from '@easement/persistence';
import { assertOperator, type Handler } from '@easement/rpc';
import type { Deps } from '../deps.ts';
import { answerOr, impactOn } from '../impact.ts';
import { organizationMemberTable, projectMemberTable } from '../members/member.table.ts';
import { principalTable } from '../principals/principal.table.ts';
import { projectTable } from '../projects/project.table.ts';
import { tokenTable } from '../tokens/token.table.ts';
import { lockOrganization } from './organization-store.ts';
import { organizationTable } from './organization.table.ts';

export function deleteOrganization({ db }: Deps): Handler<typeof OrganizationService.method.deleteOrganization> {
  return async (request, call) => {
    assertOperator(call);
    const organization = parseId('organization', request.organizationId);
    return await db.once(call, async (tx) => {
      if (!(await lockOrganization(tx, organization))) throw notFound('organization', organization);
      const projects = await countRows(tx, projectTable, { organization_id: organization });
      if (projects > 0) throw notEmpty(organization, projects);
      const people = await countRows(tx, principalTable, { organization_id: organization });
      await deleteAll(tx, organization);
      return answerOr(call, impactOn(people), {});
    });
  };
}

/** Accounts before tokens: who makes a token holds the account, and is waited for. */
async function deleteAll(tx: WriteTx, organization: OrganizationId): Promise<void> {
  const all = { organization_id: organization };
  await deleteRows(tx, organizationTable, all);
  await deleteRows(tx, principalTable, all);
  await deleteRows(tx, organizationMemberTable, all);
  await deleteRows(tx, projectMemberTable, all);
  await deleteRows(tx, tokenTable, all);
}

function notEmpty(organization: OrganizationId, count: number): Refusal {
  return new Refusal('not_empty', `${organization} has ${count} project${count === 1 ? '' : 's'}; delete them first`, {
    kind: 'project',
    count: String(count),
    organization,
  });
}
