import type { MembershipService } from '@easement/contracts';
import { assertKeepsOwner, parsePrincipalId } from '@easement/domain';
import { type Handler, principalOf } from '@easement/rpc';
import type { Deps } from '../deps.ts';
import { assertEtag } from '../etag.ts';
import { answerOr, impactOn } from '../impact.ts';
import { beginOrganizationRoleChange, presentMember } from './change-organization-member.ts';
import { fromOrganizationRole, toOrganizationMemberMessage } from './member-message.ts';
import { changeOrganizationRole, countOwners } from './member-store.ts';

export function updateOrganizationMember({
  db,
}: Deps): Handler<typeof MembershipService.method.updateOrganizationMember> {
  return async (request, call) => {
    const { organization, principal: caller } = principalOf(call);
    const principal = parsePrincipalId(request.principalId);
    const role = fromOrganizationRole(request.role);
    return await db.once(call, async (tx) => {
      const begun = await beginOrganizationRoleChange(tx, { organization, caller, principal, to: role });
      const member = presentMember(begun.member, principal);
      assertEtag(request.etag, member, 'member', principal);
      assertKeepsOwner({ from: member.role, to: role }, await countOwners(tx, organization), organization);
      const changed = await changeOrganizationRole(tx, member, role);
      return answerOr(call, impactOn(1), { member: toOrganizationMemberMessage(changed, begun.principal) });
    });
  };
}
