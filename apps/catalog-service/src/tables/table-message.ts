import { etagOf } from '@easement/domain';
import type { MessageInitShape } from '@bufbuild/protobuf';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import type { TableSchema } from '@easement/contracts';
import type { Sight } from '../buckets/bucket-message.ts';
import { type DataTable, primaryKeyOf } from './data-table.ts';

export function toTableMessage(table: DataTable, sight: Sight = 'inside'): MessageInitShape<typeof TableSchema> {
  return {
    id: table.id,
    name: table.name,
    organizationId: table.organization,
    projectId: table.project,
    bucketId: table.bucket,
    columns: table.columns.map(({ id, name, type, nullable }) => ({ id, name, type, nullable })),
    primaryKey: primaryKeyOf(table.columns),
    rowCount: BigInt(table.rowCount),
    byteCount: BigInt(table.byteCount),
    version: BigInt(table.dataVersion),
    etag: etagOf(table),
    createTime: timestampFromDate(table.createTime),
    updateTime: timestampFromDate(table.updateTime),
    creatorId: sight === 'inside' ? table.creator : '',
  };
}
