import type { MembershipService } from '@easement/contracts';
import { missingRole } from '@easement/domain';
import { findPage, pageOf } from '@easement/persistence';
import { type Handler, principalOf } from '@easement/rpc';
import type { Deps } from '../deps.ts';
import { findPrincipals } from '../principals/principal-store.ts';
import { readOrganizationStanding } from '../standings/standing-store.ts';
import { toOrganizationMemberMessage } from './member-message.ts';
import { organizationMemberTable } from './member.table.ts';

export function listOrganizationMembers({
  db,
  pages,
}: Deps): Handler<typeof MembershipService.method.listOrganizationMembers> {
  return async (request, call) => {
    const { organization, principal: caller } = principalOf(call);
    const page = pageOf(pages, call, request);
    const { members, next } = await db.read(call, async (tx) => {
      const { organizationRole } = await readOrganizationStanding(tx, organization, caller);
      if (organizationRole === undefined) throw missingRole('listing its members', 'member', organization);
      const where = { organization_id: organization };
      const found = await findPage(tx, organizationMemberTable, where, { by: ['principal_id'], ...page });
      const people = await findPrincipals(
        tx,
        organization,
        found.rows.map(({ principal_id }) => principal_id),
      );
      const members = found.rows.map((row) => toOrganizationMemberMessage(row, people.get(row.principal_id)));
      return { members, next: found.next };
    });
    return { members, nextPageToken: pages.sign(call, next) };
  };
}
