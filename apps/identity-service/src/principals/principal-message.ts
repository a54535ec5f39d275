import type { MessageInitShape } from '@bufbuild/protobuf';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { PrincipalKind, type PrincipalSchema } from '@easement/contracts';
import type { PrincipalRow } from './principal.table.ts';

export const principalKinds = {
  user: PrincipalKind.USER,
  service_account: PrincipalKind.SERVICE_ACCOUNT,
} as const satisfies Record<PrincipalRow['kind'], PrincipalKind>;

export function toPrincipalMessage(row: PrincipalRow): MessageInitShape<typeof PrincipalSchema> {
  return {
    id: row.id,
    organizationId: row.organization_id,
    email: row.email ?? '',
    displayName: row.display_name,
    kind: principalKinds[row.kind],
    createTime: timestampFromDate(row.create_time),
    creatorId: row.creator_id,
    projectId: row.project_id ?? '',
  };
}
