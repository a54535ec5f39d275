import type { BucketId, ColumnId, LinkId, OrganizationId, PrincipalId, TableId } from '@easement/domain';
import { codeColumn, idColumn, type RowOf, table, textColumn, timeColumn } from '@easement/persistence';

/** What a project notes down about its buckets, tables and columns, and about its links. */
export const metadataTable = table('metadata', {
  columns: {
    organization_id: idColumn<OrganizationId>(),
    object_id: idColumn<BucketId | TableId | ColumnId | LinkId>(),
    key: codeColumn(512),
    value: textColumn(16_384),
    update_time: timeColumn(),
    updater_id: idColumn<PrincipalId>(),
  },
  primary: ['organization_id', 'object_id', 'key'],
});

export type MetadataRow = RowOf<typeof metadataTable>;
