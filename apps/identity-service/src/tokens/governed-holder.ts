import { assertMayGovernTokens, type OrganizationId, type PrincipalId } from '@easement/domain';
import type { ReadTx } from '@easement/persistence';
import type { PrincipalRow } from '../principals/principal.table.ts';
import { getVisiblePrincipal } from '../principals/see-principal.ts';
import { readOrganizationStanding, readStanding } from '../standings/standing-store.ts';

/** The account whose tokens the caller would govern; `not_found` where it is hidden, `missing_role` where it may not. */
export async function getGovernedHolder(
  tx: ReadTx,
  organization: OrganizationId,
  caller: PrincipalId,
  id: PrincipalId,
): Promise<PrincipalRow> {
  const standing = await readOrganizationStanding(tx, organization, caller);
  const holder = await getVisiblePrincipal(tx, organization, standing, id);
  const { organizationRole } = await readOrganizationStanding(tx, organization, id);
  const scope = holder.project_id ?? undefined;
  const inScope = scope && (await readStanding(tx, organization, caller, scope));
  assertMayGovernTokens(standing, { principal: id, organizationRole, organization, scope }, inScope);
  return holder;
}
