import type { OrganizationService } from '@easement/contracts';
import { checkName, nameKey, newId, type UserId } from '@easement/domain';
import { insertRow, type WriteTx } from '@easement/persistence';
import { assertOperator, type Handler } from '@easement/rpc';
import type { Deps } from '../deps.ts';
import { answerOr, impactOn } from '../impact.ts';
import { organizationMemberTable } from '../members/member.table.ts';
import { emailKey, insertPrincipal } from '../principals/principal-store.ts';
import { newToken } from '../tokens/new-token.ts';
import { insertToken } from '../tokens/token-store.ts';
import { toOrganizationMessage } from './organization-message.ts';
import { insertOrganization } from './organization-store.ts';
import type { OrganizationRow } from './organization.table.ts';

/** What creates things where no principal of the organization does. */
const operator = 'operator';

/** Makes an organization with its first owner and the owner's first token: from then on people help themselves. */
export function createOrganization({
  db,
  secrets,
  now,
}: Deps): Handler<typeof OrganizationService.method.createOrganization> {
  return async (request, call) => {
    assertOperator(call);
    const name = checkName(request.name);
    const organization = newOrganization(name, now());
    const owner = newId('user');
    const { row: token, reference } = newToken(secrets, {
      organization: organization.organization_id,
      holder: owner,
      creator: operator,
      description: 'first token of the owner',
      expireTime: null,
      time: organization.create_time,
    });
    const answer = await db.once(call, async (tx) => {
      await insertOrganization(tx, organization);
      await insertOwner(tx, organization, owner, request.ownerEmail);
      await insertToken(tx, token);
      const made = { organization: toOrganizationMessage(organization), ownerId: owner, ownerToken: reference };
      return answerOr(call, impactOn(1), made);
    });
    return 'ownerToken' in answer ? { ...answer, ownerToken: secrets.reveal(answer.ownerToken) } : answer;
  };
}

function newOrganization(name: string, time: Date): OrganizationRow {
  return {
    organization_id: newId('organization'),
    name,
    name_key: nameKey(name),
    create_time: time,
    update_time: time,
    version: 1,
  };
}

async function insertOwner(tx: WriteTx, organization: OrganizationRow, id: UserId, email: string): Promise<void> {
  const { organization_id, create_time } = organization;
  await insertPrincipal(tx, {
    organization_id,
    id,
    kind: 'user',
    email,
    email_key: emailKey(email),
    display_name: '',
    name_key: null,
    project_id: null,
    creator_id: operator,
    create_time,
  });
  await insertRow(tx, organizationMemberTable, {
    organization_id,
    principal_id: id,
    role: 'owner',
    create_time,
    version: 1,
  });
}
