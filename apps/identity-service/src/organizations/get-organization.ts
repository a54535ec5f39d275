import type { OrganizationService } from '@easement/contracts';
import { invalidField, notFound, type OrganizationId, parseId } from '@easement/domain';
import { type Call, type Handler, organizationOf } from '@easement/rpc';
import type { Deps } from '../deps.ts';
import { toOrganizationMessage } from './organization-message.ts';
import { findOrganization } from './organization-store.ts';

export function getOrganization({ db }: Deps): Handler<typeof OrganizationService.method.getOrganization> {
  return async (request, call) => {
    const id = askedOrganization(request.organizationId, call);
    const row = await db.read(call, (tx) => findOrganization(tx, id));
    if (row === undefined) throw notFound('organization', id);
    return { organization: toOrganizationMessage(row) };
  };
}

/** The organization that a caller may ask for: its own, or any for the operator, who has none. */
function askedOrganization(asked: string, call: Call): OrganizationId {
  if (call.actor.kind === 'operator') {
    if (asked === '') throw invalidField('organization_id', 'the operator belongs to no organization; name one');
    return parseId('organization', asked);
  }
  const own = organizationOf(call);
  if (asked !== '' && asked !== own) throw notFound('organization', asked);
  return own;
}
