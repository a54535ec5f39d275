import type { UpdateTableRequest } from '@easement/contracts';
import {
  type Alias,
  type AliasFilter,
  bindFilter,
  chooseAliasColumns,
  countsAsDrop,
  invalidField,
  isHiddenThroughLinks,
  parseFilter,
} from '@easement/domain';
import type { WriteTx } from '@easement/persistence';
import { addToBucket } from '../buckets/bucket-store.ts';
import { assertNotHeld } from '../holds/held.ts';
import type { DataTable } from '../tables/data-table.ts';
import { getTableIn } from '../tables/table-store.ts';

export const aliasFields = ['filter', 'auto_sync_columns', 'columns'] as const;

/** What a request changes of an alias; a key that is not there stays as it is. */
export type AliasChange = {
  readonly filter?: AliasFilter | undefined;
  readonly columns?: { readonly isSynchronized: boolean; readonly names: readonly string[] };
};

/** Reads the change; undefined where the request is about none of it. Refuses `bad_filter`, `invalid_field`. */
export function toAliasChange(request: UpdateTableRequest, fields: ReadonlySet<string>): AliasChange | undefined {
  if (!aliasFields.some((field) => fields.has(field))) return undefined;
  const isSynchronized = fields.has('auto_sync_columns') && request.autoSyncColumns;
  const names = fields.has('columns') ? request.columns : [];
  return {
    ...(fields.has('filter') ? { filter: request.filter === '' ? undefined : parseFilter(request.filter) } : {}),
    ...(fields.has('auto_sync_columns') || fields.has('columns') ? { columns: { isSynchronized, names } } : {}),
  };
}

/**
 * The alias as it is to be. To hide one from the links of its bucket counts as its drop, which blocking holds forbid.
 * Demands the locks of the alias, of its source, and of their buckets.
 */
export async function changeAlias(tx: WriteTx, table: DataTable, change: AliasChange): Promise<DataTable['alias']> {
  const { alias } = table;
  if (!alias) throw invalidField('update_mask', `${table.id} is no alias; only its name can be changed here`);
  const { columns } = await getTableIn(tx, { organization: table.organization, id: alias.source });
  const changed: Alias = {
    source: alias.source,
    filter: 'filter' in change ? change.filter && bindFilter(change.filter, columns) : alias.filter,
    columns: change.columns
      ? chooseAliasColumns(change.columns.isSynchronized, change.columns.names, columns)
      : alias.columns,
  };
  const { organization, bucket, id } = table;
  if (countsAsDrop(alias, changed)) await assertNotHeld(tx, organization, { bucket, table: id }, id);
  const hidden = Number(isHiddenThroughLinks(changed)) - Number(isHiddenThroughLinks(alias));
  if (hidden !== 0) await addToBucket(tx, table, { hidden });
  return { ...changed, filterColumns: [] };
}
