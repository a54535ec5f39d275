import type { Alias, BucketId, Column, OrganizationId, PrincipalId, ProjectId, TableId } from '@easement/domain';

/** A column, and its place in the primary key if it has one. */
export type TableColumn = Column & { readonly keyPlace: number | undefined };

/** What an alias shows of which table, with those of the source's columns that its filter looks at. */
export type TableAlias = Alias & { readonly filterColumns: readonly TableColumn[] };

/** A table with typed columns, and what its current version comes to. Of an alias these are those of its source. */
export type DataTable = {
  readonly organization: OrganizationId;
  readonly id: TableId;
  readonly bucket: BucketId;
  readonly project: ProjectId;
  readonly name: string;
  readonly columns: readonly TableColumn[];
  /** The current version of its rows; 0 before the first load. */
  readonly dataVersion: number;
  readonly rowCount: number;
  readonly byteCount: number;
  readonly creator: PrincipalId;
  readonly createTime: Date;
  readonly updateTime: Date;
  readonly version: number;
  /** Set where this is an alias. */
  readonly alias: TableAlias | undefined;
};

/** The table whose files, versions and history these are. */
export function tableWithRows({ id, alias }: Pick<DataTable, 'id' | 'alias'>): TableId {
  return alias?.source ?? id;
}

/**
 * The columns that an alias shows of those of its source. The primary key is one only while all of it is shown.
 */
export function columnsOfAlias({ columns: chosen }: Alias, columns: readonly TableColumn[]): readonly TableColumn[] {
  if (chosen === undefined) return columns;
  const shown = chosen.flatMap((id) => columns.find((column) => column.id === id) ?? []);
  const keyed = (some: readonly TableColumn[]) => some.filter(({ keyPlace }) => keyPlace !== undefined).length;
  return keyed(shown) === keyed(columns) ? shown : shown.map((column) => ({ ...column, keyPlace: undefined }));
}

/** The columns with their places in the primary key: `keyPlaces` are the places among `columns`, in the key's order. */
export function withKey(columns: readonly Column[], keyPlaces: readonly number[]): TableColumn[] {
  return columns.map((column, place) => {
    const keyPlace = keyPlaces.indexOf(place);
    return { ...column, keyPlace: keyPlace < 0 ? undefined : keyPlace };
  });
}

/** The names of the columns of the primary key, in its order. */
export function primaryKeyOf(columns: readonly TableColumn[]): string[] {
  return columns
    .flatMap(({ name, keyPlace }) => (keyPlace === undefined ? [] : [{ name, keyPlace }]))
    .toSorted((one, other) => one.keyPlace - other.keyPlace)
    .map(({ name }) => name);
}
