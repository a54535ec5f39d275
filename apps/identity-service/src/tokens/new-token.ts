import { newId, type OrganizationId, type PrincipalId } from '@easement/domain';
import type { SecretReference, TokenSecrets } from './token-secrets.ts';
import type { TokenRow } from './token.table.ts';

type NewToken = {
  readonly organization: OrganizationId;
  readonly holder: PrincipalId;
  readonly creator: string;
  readonly description: string;
  readonly expireTime: Date | null;
  readonly time: Date;
};

/** A token of the first generation, and the reference that its secret is revealed by. */
export function newToken(
  secrets: TokenSecrets,
  { organization, holder, creator, description, expireTime, time }: NewToken,
): { readonly row: TokenRow; readonly reference: SecretReference } {
  const id = newId('token');
  const { digest, reference } = secrets.make(organization, id, 1);
  const row: TokenRow = {
    organization_id: organization,
    id,
    principal_id: holder,
    description,
    generation: 1,
    digest,
    previous_digest: null,
    previous_until: null,
    expire_time: expireTime,
    rotate_time: null,
    revoke_time: null,
    creator_id: creator,
    create_time: time,
  };
  return { row, reference };
}
