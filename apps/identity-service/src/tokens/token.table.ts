import type { OrganizationId, PrincipalId, TokenId } from '@easement/domain';
import {
  digestColumn,
  guardColumn,
  idColumn,
  integerColumn,
  nullable,
  type RowOf,
  table,
  textColumn,
  timeColumn,
} from '@easement/persistence';

export type TokenRow = RowOf<typeof tokenTable>;

/** Secrets are not here: only their SHA-256 is. */
export const tokenTable = table('token', {
  columns: {
    organization_id: idColumn<OrganizationId>(),
    id: idColumn<TokenId>(),
    principal_id: idColumn<PrincipalId>(),
    description: textColumn(),
    /** Raised by each rotation. */
    generation: integerColumn(),
    digest: digestColumn(),
    /** The secret before the last rotation, and until when it is still good. */
    previous_digest: nullable(digestColumn()),
    previous_until: nullable(timeColumn()),
    expire_time: nullable(timeColumn()),
    rotate_time: nullable(timeColumn()),
    revoke_time: nullable(timeColumn()),
    creator_id: idColumn(),
    create_time: timeColumn(),
    guard: guardColumn(),
  },
  primary: ['organization_id', 'id'],
  indexes: { by_principal: ['organization_id', 'principal_id', 'id'] },
});
