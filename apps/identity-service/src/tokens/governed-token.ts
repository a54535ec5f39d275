import { notFound, type OrganizationId, type PrincipalId, Refusal, type TokenId } from '@easement/domain';
import type { WriteTx } from '@easement/persistence';
import { getGovernedHolder } from './governed-holder.ts';
import { lockToken } from './token-store.ts';
import type { TokenRow } from './token.table.ts';

/**
 * The token, held until commit. `not_found` also where its holder is hidden from the caller, so that nobody learns of
 * a token by its id; `missing_role` where the caller does not govern it.
 */
export async function lockGovernedToken(
  tx: WriteTx,
  organization: OrganizationId,
  caller: PrincipalId,
  id: TokenId,
): Promise<TokenRow> {
  const row = await lockToken(tx, organization, id);
  try {
    await getGovernedHolder(tx, organization, caller, row.principal_id);
  } catch (error) {
    throw error instanceof Refusal && error.reason === 'not_found' ? notFound('token', id) : error;
  }
  return row;
}
