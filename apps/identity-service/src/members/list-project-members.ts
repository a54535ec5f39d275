import type { MembershipService } from '@easement/contracts';
import { assertProjectRole, maySeeInside, parseId } from '@easement/domain';
import { findPage, pageOf } from '@easement/persistence';
import { type Handler, principalOf } from '@easement/rpc';
import type { Deps } from '../deps.ts';
import { findPrincipals } from '../principals/principal-store.ts';
import { readStanding } from '../standings/standing-store.ts';
import { toProjectMemberMessage } from './member-message.ts';
import { projectMemberTable } from './member.table.ts';

/** Only the roles given in the project: owners and admins of the organization, who act as its admins, are not listed. */
export function listProjectMembers({ db, pages }: Deps): Handler<typeof MembershipService.method.listProjectMembers> {
  return async (request, call) => {
    const { organization, principal: caller } = principalOf(call);
    const project = parseId('project', request.projectId);
    const page = pageOf(pages, call, request);
    const { members, next } = await db.read(call, async (tx) => {
      const standing = await readStanding(tx, organization, caller, project);
      if (!maySeeInside(standing)) assertProjectRole(standing, 'read', 'listing the members');
      const where = { organization_id: organization, project_id: project };
      const found = await findPage(tx, projectMemberTable, where, { by: ['principal_id'], ...page });
      const people = await findPrincipals(
        tx,
        organization,
        found.rows.map(({ principal_id }) => principal_id),
      );
      const members = found.rows.map((row) => toProjectMemberMessage(row, people.get(row.principal_id)));
      return { members, next: found.next };
    });
    return { members, nextPageToken: pages.sign(call, next) };
  };
}
