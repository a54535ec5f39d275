import type { OrganizationId, PrincipalId, TableId } from '@easement/domain';
import { codeColumn, idColumn, integerColumn, type RowOf, table, timeColumn } from '@easement/persistence';
import type { Operation, OperationKind } from './version.ts';

/** The history of each table: one entry for each version that it has had. */
export const operationTable = table('table_operation', {
  columns: {
    organization_id: idColumn<OrganizationId>(),
    table_id: idColumn<TableId>(),
    table_version: integerColumn(),
    kind: codeColumn<OperationKind>(),
    row_count: integerColumn(),
    byte_count: integerColumn(),
    rows_added: integerColumn(),
    rows_removed: integerColumn(),
    time: timeColumn(),
    actor_id: idColumn<PrincipalId>(),
  },
  primary: ['organization_id', 'table_id', 'table_version'],
});

type OperationRow = RowOf<typeof operationTable>;

export function toOperation(row: OperationRow): Operation {
  return {
    version: row.table_version,
    kind: row.kind,
    rowCount: row.row_count,
    byteCount: row.byte_count,
    rowsAdded: row.rows_added,
    rowsRemoved: row.rows_removed,
    time: row.time,
    actor: row.actor_id,
  };
}

export function toOperationRow(
  { organization, id }: { readonly organization: OrganizationId; readonly id: TableId },
  operation: Operation,
): OperationRow {
  return {
    organization_id: organization,
    table_id: id,
    table_version: operation.version,
    kind: operation.kind,
    row_count: operation.rowCount,
    byte_count: operation.byteCount,
    rows_added: operation.rowsAdded,
    rows_removed: operation.rowsRemoved,
    time: operation.time,
    actor_id: operation.actor,
  };
}
