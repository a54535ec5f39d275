import {
  assertMayChangeOrganizationRole,
  notFound,
  type OrganizationId,
  type OrganizationRole,
  type PrincipalId,
} from '@easement/domain';
import type { WriteTx } from '@easement/persistence';
import { lockOrganization } from '../organizations/organization-store.ts';
import type { PrincipalRow } from '../principals/principal.table.ts';
import { getVisiblePrincipal } from '../principals/see-principal.ts';
import { readOrganizationStanding } from '../standings/standing-store.ts';
import { findOrganizationMember } from './member-store.ts';
import type { OrganizationMemberRow } from './member.table.ts';

type Change = {
  readonly organization: OrganizationId;
  readonly caller: PrincipalId;
  readonly principal: PrincipalId;
  /** The role it shall have; undefined to take it away. */
  readonly to: OrganizationRole | undefined;
};

/**
 * Whose role in the organization is about to change, and its present one, with the organization's row held until
 * commit: two owners who remove one another come one after the other. Refuses who may not make this change.
 */
export async function beginOrganizationRoleChange(
  tx: WriteTx,
  { organization, caller, principal, to }: Change,
): Promise<{ readonly principal: PrincipalRow; readonly member: OrganizationMemberRow | undefined }> {
  if (!(await lockOrganization(tx, organization))) throw notFound('organization', organization);
  const standing = await readOrganizationStanding(tx, organization, caller);
  const row = await getVisiblePrincipal(tx, organization, standing, principal);
  const member = await findOrganizationMember(tx, organization, principal);
  assertMayChangeOrganizationRole(standing, { from: member?.role, to }, organization);
  return { principal: row, member };
}

/** The present role, or `not_found` where there is none to change. */
export function presentMember<Member>(member: Member | undefined, principal: PrincipalId): Member {
  if (member === undefined) throw notFound('member', principal);
  return member;
}
