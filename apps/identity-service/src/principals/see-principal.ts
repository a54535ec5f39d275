import {
  maySeePrincipal,
  notFound,
  type OrganizationId,
  type OrganizationStanding,
  type PrincipalId,
} from '@easement/domain';
import type { ReadTx } from '@easement/persistence';
import { findAcquaintances, findPrincipal } from './principal-store.ts';
import type { PrincipalRow } from './principal.table.ts';

/** The account, or `not_found` where the caller may not know of it. */
export async function getVisiblePrincipal(
  tx: ReadTx,
  organization: OrganizationId,
  caller: OrganizationStanding,
  id: PrincipalId,
): Promise<PrincipalRow> {
  const row = await findPrincipal(tx, organization, id);
  if (row === undefined || !(await isVisible(tx, caller, row))) throw notFound('principal', id);
  return row;
}

/** Whether the caller may know of the account. */
export async function isVisible(tx: ReadTx, caller: OrganizationStanding, row: PrincipalRow): Promise<boolean> {
  if (maySeePrincipal(caller, row.id, false)) return true;
  const met = await findAcquaintances(tx, row.organization_id, caller.principal, [row.id]);
  return maySeePrincipal(caller, row.id, met.length > 0);
}
