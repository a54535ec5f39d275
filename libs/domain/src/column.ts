import { formatColumnType, parseColumnType } from './column-type.ts';
import type { ColumnId } from './ids.ts';
import { checkColumnName, columnKey, invalidField } from './name.ts';

/** A column as somebody asks for it. */
export type ColumnDraft = { readonly name: string; readonly type: string; readonly nullable: boolean };

/** A column of a table. A name that is used again after a drop is another column, with another id. */
export type Column = ColumnDraft & { readonly id: ColumnId };

/** Answers a column with name and type in the form they are kept, or refuses `invalid_field`. */
export function checkColumn<C extends ColumnDraft>(column: C, field = 'column'): C {
  const name = checkColumnName(column.name, `${field}.name`);
  return { ...column, name, type: formatColumnType(parseColumnType(column.type, `${field}.type`)) };
}

/** Answers all columns of a table in the form they are kept; refuses a name that is there twice, whatever its case. */
export function checkColumns<C extends ColumnDraft>(columns: readonly C[], field = 'columns'): C[] {
  const kept = columns.map((column, index) => checkColumn(column, `${field}[${index}]`));
  const keys = new Set<string>();
  for (const [index, { name }] of kept.entries()) {
    if (keys.has(columnKey(name))) {
      throw invalidField(`${field}[${index}].name`, `two columns are named ${JSON.stringify(name)}; name each once`);
    }
    keys.add(columnKey(name));
  }
  return kept;
}

/** Answers the places of the key's columns among `columns`; refuses a name that is none of them, or is there twice. */
export function checkPrimaryKey(
  names: readonly string[],
  columns: readonly Pick<Column, 'name'>[],
  field = 'primary_key',
): number[] {
  const places = names.map((name, index) => {
    const place = columns.findIndex((column) => columnKey(column.name) === columnKey(name));
    if (place >= 0) return place;
    throw invalidField(`${field}[${index}]`, `${JSON.stringify(name)} names no column of the table`);
  });
  if (new Set(places).size === places.length) return places;
  throw invalidField(field, 'the primary key names a column twice; name each once');
}

/**
 * The columns that readers lose when a table's columns become `after`: those that are gone, and those whose name or id
 * now holds another type. Each counts as dropped.
 */
export function lostColumns<C extends Column>(before: readonly C[], after: readonly Column[]): C[] {
  const types = new Map(after.map(({ id, type }) => [id, type]));
  return before.filter(({ id, type }) => types.get(id) !== type);
}
