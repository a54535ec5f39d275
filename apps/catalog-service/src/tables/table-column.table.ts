import { type ColumnId, columnKey, type OrganizationId, type TableId } from '@easement/domain';
import {
  codeColumn,
  flagColumn,
  idColumn,
  integerColumn,
  nameKeyColumn,
  nullable,
  type RowOf,
  table,
  textColumn,
} from '@easement/persistence';
import type { TableColumn } from './data-table.ts';

/** The columns that tables have now. What was dropped is gone from here; files that still hold it name its id. */
export const tableColumnTable = table('table_column', {
  columns: {
    organization_id: idColumn<OrganizationId>(),
    id: idColumn<ColumnId>(),
    table_id: idColumn<TableId>(),
    position: integerColumn(),
    name: textColumn(128),
    name_key: nameKeyColumn(),
    type: codeColumn(),
    nullable: flagColumn(),
    key_place: nullable(integerColumn()),
  },
  primary: ['organization_id', 'id'],
  uniques: {
    by_place: ['organization_id', 'table_id', 'position'],
    by_name: ['organization_id', 'table_id', 'name_key'],
  },
});

export type TableColumnRow = RowOf<typeof tableColumnTable>;

export function toColumn(row: TableColumnRow): TableColumn {
  const { id, name, type, key_place } = row;
  return { id, name, type, nullable: row.nullable, keyPlace: key_place ?? undefined };
}

export function toColumnRow(
  { organization, id }: { readonly organization: OrganizationId; readonly id: TableId },
  column: TableColumn,
  position: number,
): TableColumnRow {
  return {
    organization_id: organization,
    id: column.id,
    table_id: id,
    position,
    name: column.name,
    name_key: columnKey(column.name),
    type: column.type,
    nullable: column.nullable,
    key_place: column.keyPlace ?? null,
  };
}
