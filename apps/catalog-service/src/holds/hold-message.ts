import type { MessageInitShape } from '@bufbuild/protobuf';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import type { HoldSchema } from '@easement/contracts';
import type { HoldRow } from './hold.table.ts';

export function toHoldMessage(row: HoldRow, name: string): MessageInitShape<typeof HoldSchema> {
  return {
    objectId: row.object_id ?? '',
    holderId: row.holder_id,
    projectId: row.project_id ?? '',
    blocks: row.blocks,
    released: row.released,
    createTime: timestampFromDate(row.create_time),
    name,
  };
}
