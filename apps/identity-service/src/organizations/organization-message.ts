import type { MessageInitShape } from '@bufbuild/protobuf';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import type { OrganizationSchema } from '@easement/contracts';
import { etagOf } from '../etag.ts';
import type { OrganizationRow } from './organization.table.ts';

export function toOrganizationMessage(row: OrganizationRow): MessageInitShape<typeof OrganizationSchema> {
  return {
    id: row.organization_id,
    name: row.name,
    etag: etagOf(row),
    createTime: timestampFromDate(row.create_time),
    updateTime: timestampFromDate(row.update_time),
  };
}
