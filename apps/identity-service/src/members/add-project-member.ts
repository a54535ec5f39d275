import type { MembershipService } from '@easement/contracts';
import { parseId, parsePrincipalId, projectClosing } from '@easement/domain';
import { type Handler, principalOf } from '@easement/rpc';
import type { Deps } from '../deps.ts';
import { answerOr, impactOn } from '../impact.ts';
import { lockPrincipal } from '../principals/principal-store.ts';
import { findClosing } from '../projects/closing-store.ts';
import { beginProjectRoleChange } from './change-project-member.ts';
import { fromProjectRole, toProjectMemberMessage } from './member-message.ts';
import { insertProjectMember } from './member-store.ts';

export function addProjectMember({ db, now }: Deps): Handler<typeof MembershipService.method.addProjectMember> {
  return async (request, call) => {
    const { organization, principal: caller } = principalOf(call);
    const project = parseId('project', request.projectId);
    const principal = parsePrincipalId(request.principalId);
    const role = fromProjectRole(request.role);
    const time = now();
    return await db.once(call, async (tx) => {
      await beginProjectRoleChange(tx, { organization, project, caller, principal });
      if (await findClosing(tx, organization, project)) throw projectClosing(project);
      const account = await lockPrincipal(tx, organization, principal);
      const key = { organization_id: organization, project_id: project, principal_id: principal };
      const row = { ...key, role, create_time: time, version: 1 };
      await insertProjectMember(tx, row);
      return answerOr(call, impactOn(1, [project]), { member: toProjectMemberMessage(row, account) });
    });
  };
}
