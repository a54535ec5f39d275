import type { MembershipService } from '@easement/contracts';
import { parsePrincipalId } from '@easement/domain';
import { type Handler, principalOf } from '@easement/rpc';
import type { Deps } from '../deps.ts';
import { answerOr, impactOn } from '../impact.ts';
import { lockPrincipal } from '../principals/principal-store.ts';
import { beginOrganizationRoleChange } from './change-organization-member.ts';
import { fromOrganizationRole, toOrganizationMemberMessage } from './member-message.ts';
import { insertOrganizationMember } from './member-store.ts';

export function addOrganizationMember({
  db,
  now,
}: Deps): Handler<typeof MembershipService.method.addOrganizationMember> {
  return async (request, call) => {
    const { organization, principal: caller } = principalOf(call);
    const principal = parsePrincipalId(request.principalId);
    const role = fromOrganizationRole(request.role);
    const time = now();
    return await db.once(call, async (tx) => {
      await beginOrganizationRoleChange(tx, { organization, caller, principal, to: role });
      const account = await lockPrincipal(tx, organization, principal);
      const row = { organization_id: organization, principal_id: principal, role, create_time: time, version: 1 };
      await insertOrganizationMember(tx, row);
      return answerOr(call, impactOn(1), { member: toOrganizationMemberMessage(row, account) });
    });
  };
}
