import type { BucketId, Column, OrganizationId, PrincipalId, ProjectId, TableId } from '@easement/domain';

/** A column, and its place in the primary key if it has one. */
export type TableColumn = Column & { readonly keyPlace: number | undefined };

/** A table with typed columns, and what its current version comes to. */
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
};

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
