import { notFound, type OrganizationId, type PrincipalId, Refusal, type TokenId } from '@easement/domain';
import type { WriteTx } from '@easement/persistence';
import { getGovernedHolder } from './governed-holder.ts';
import { lockToken } from './token-store.ts';
import type { TokenRow } from './token.table.ts';

/**
 * The token, held until commit. `not_found` to whoever does not govern it: who may know the holder knows nothing of the
 * holder's tokens, and so does not learn by the id of a token whose it is.
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
    throw error instanceof Refusal ? notFound('token', id) : error;
  }
  return row;
}
