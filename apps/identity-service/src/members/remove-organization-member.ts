import type { MembershipService } from '@easement/contracts';
import { assertKeepsOwner, parsePrincipalId } from '@easement/domain';
import { type Handler, principalOf } from '@easement/rpc';
import type { Deps } from '../deps.ts';
import { assertEtag } from '../etag.ts';
import { answerOr, impactOn } from '../impact.ts';
import { beginOrganizationRoleChange, presentMember } from './change-organization-member.ts';
import { countOwners, deleteOrganizationMember } from './member-store.ts';

export function removeOrganizationMember({
  db,
}: Deps): Handler<typeof MembershipService.method.removeOrganizationMember> {
  return async (request, call) => {
    const { organization, principal: caller } = principalOf(call);
    const principal = parsePrincipalId(request.principalId);
    return await db.once(call, async (tx) => {
      const begun = await beginOrganizationRoleChange(tx, { organization, caller, principal, to: undefined });
      const member = presentMember(begun.member, principal);
      assertEtag(request.etag, member, 'member', principal);
      assertKeepsOwner({ from: member.role, to: undefined }, await countOwners(tx, organization), organization);
      await deleteOrganizationMember(tx, member);
      return answerOr(call, impactOn(1), {});
    });
  };
}
