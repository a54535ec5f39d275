import type { OrganizationId, ProjectId } from './ids.ts';
import type { OrganizationStanding } from './membership.ts';
import { Refusal } from './refusal.ts';
import { covers } from './role.ts';
import { effectiveRole, isOrganizationAdmin, missingRole, type Standing } from './standing.ts';

/** Whose tokens are governed. */
export type TokenHolder = OrganizationStanding & {
  readonly organization: OrganizationId;
  /** The project that governs a service account; undefined for people, and for an organization's service account. */
  readonly scope: ProjectId | undefined;
};

/**
 * Refuses `missing_role` unless the caller may make, list, rotate and revoke the holder's tokens. Who holds a token of
 * an account is that account, so governing asks for no less than the account itself may do in the organization: an
 * owner's tokens are for owners, an admin's for owners and admins, those of other service accounts of a project for its
 * admins as well. Everybody governs their own. `inScope` is the caller's standing in the project that governs the holder.
 * Source: the contract, "Who may call".
 */
export function assertMayGovernTokens(
  caller: OrganizationStanding,
  holder: TokenHolder,
  inScope: Standing | undefined,
): void {
  if (caller.principal === holder.principal) return;
  const act = `governing the tokens of ${holder.principal}`;
  if (holder.organizationRole === 'owner') {
    if (caller.organizationRole !== 'owner') throw missingRole(act, 'owner', holder.organization);
    return;
  }
  if (isOrganizationAdmin(caller)) return;
  if (holder.scope === undefined || isOrganizationAdmin(holder)) throw missingRole(act, 'admin', holder.organization);
  const role = inScope?.project === holder.scope ? effectiveRole(inScope) : undefined;
  if (!covers(role, 'admin')) throw missingRole(act, 'admin', holder.scope);
}

/** The one answer, in one text, for a token that is missing, malformed, unknown, expired or revoked. */
export function badToken(): Refusal {
  return new Refusal('bad_token', 'the token is missing or not good; sign in again, or ask for a new one');
}
