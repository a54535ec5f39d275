import type { MessageInitShape } from '@bufbuild/protobuf';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import type { ProjectSchema } from '@easement/contracts';
import { etagOf } from '../etag.ts';
import type { ProjectRow } from './project.table.ts';

export function toProjectMessage(row: ProjectRow): MessageInitShape<typeof ProjectSchema> {
  return {
    id: row.id,
    name: row.name,
    organizationId: row.organization_id,
    description: row.description,
    etag: etagOf(row),
    createTime: timestampFromDate(row.create_time),
    updateTime: timestampFromDate(row.update_time),
    creatorId: row.creator_id,
  };
}
