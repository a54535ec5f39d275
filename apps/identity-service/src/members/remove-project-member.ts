import type { MembershipService } from '@easement/contracts';
import { assertKeepsAdmin, parseId, parsePrincipalId } from '@easement/domain';
import { type Handler, principalOf } from '@easement/rpc';
import type { Deps } from '../deps.ts';
import { assertEtag } from '../etag.ts';
import { answerOr, impactOn } from '../impact.ts';
import { presentMember } from './change-organization-member.ts';
import { beginProjectRoleChange } from './change-project-member.ts';
import { countAdmins, deleteProjectMember } from './member-store.ts';

export function removeProjectMember({ db }: Deps): Handler<typeof MembershipService.method.removeProjectMember> {
  return async (request, call) => {
    const { organization, principal: caller } = principalOf(call);
    const project = parseId('project', request.projectId);
    const principal = parsePrincipalId(request.principalId);
    return await db.once(call, async (tx) => {
      const begun = await beginProjectRoleChange(tx, { organization, project, caller, principal });
      const member = presentMember(begun.member, principal);
      assertEtag(request.etag, member, 'member', principal);
      assertKeepsAdmin({ from: member.role, to: undefined }, await countAdmins(tx, organization, project), project);
      await deleteProjectMember(tx, member);
      return answerOr(call, impactOn(1, [project]), {});
    });
  };
}
