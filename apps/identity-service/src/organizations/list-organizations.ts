import { pageOf } from '@easement/persistence';
import type { OrganizationService } from '@easement/contracts';
import { type Handler, organizationOf } from '@easement/rpc';
import type { Deps } from '../deps.ts';
import { toOrganizationMessage } from './organization-message.ts';
import { findOrganization, listOrganizationRows } from './organization-store.ts';

export function listOrganizations({ db, pages }: Deps): Handler<typeof OrganizationService.method.listOrganizations> {
  return async (request, call) => {
    const page = pageOf(pages, call, request);
    if (call.actor.kind !== 'operator') {
      const own = await db.read(call, (tx) => findOrganization(tx, organizationOf(call)));
      return { organizations: own ? [toOrganizationMessage(own)] : [] };
    }
    const { rows, next } = await db.read(call, (tx) => listOrganizationRows(tx, page));
    return { organizations: rows.map(toOrganizationMessage), nextPageToken: pages.sign(call, next) };
  };
}
