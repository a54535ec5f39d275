import { EntitySchema, type EntitySchemaColumnOptions, EntitySchemaOptions } from 'typeorm';
import type { AnyColumn } from './column.ts';

export type Columns = Readonly<Record<string, AnyColumn>>;

/** A row with these columns. Its `guard` belongs to locks, not to the row. */
export type Row<C extends Columns> = {
  readonly [K in keyof C as K extends 'guard' ? never : K]: ReturnType<C[K]['decode']>;
};
export type RowOf<T extends { readonly columns: Columns }> = Row<T['columns']>;

/** What names one row. */
export type KeyOf<C extends Columns, P extends string> = Pick<Row<C>, P & keyof Row<C>>;

/** Its columns in order and, where it did not come with its table or is gone, the migrations that make and drop it. */
export type Index<K extends string> =
  | readonly K[]
  | { readonly columns: readonly K[]; readonly since: number; readonly until?: number }
  | { readonly columns: readonly K[]; readonly since?: number; readonly until: number };

/** An index that there is, or that a migration has dropped since: those that ran before made it all the same. */
export type EverIndex = { readonly name: string; readonly isUnique: boolean; readonly index: Index<string> };

/** A table as migrations see it. */
export type AnyTable = EntitySchema & {
  readonly name: string;
  readonly columns: Columns;
  readonly primary: readonly string[];
  readonly uniques: Readonly<Record<string, Index<string>>>;
  readonly indexes: Readonly<Record<string, Index<string>>>;
  /** With those that were dropped, in the order of the definition. */
  readonly everIndexed: readonly EverIndex[];
};

/** The one definition that mapping, queries and migrations are made from. It is an EntitySchema as well. */
export type Table<C extends Columns, P extends string, U extends string = string> = EntitySchema<Row<C>> & {
  readonly name: string;
  readonly columns: C;
  readonly primary: readonly P[];
  readonly uniques: Readonly<Record<U, Index<keyof C & string>>>;
  readonly indexes: Readonly<Record<string, Index<keyof C & string>>>;
  readonly everIndexed: readonly EverIndex[];
};

type Definition<C extends Columns, P extends string, U extends string> = {
  readonly columns: C;
  readonly primary: readonly P[];
  readonly uniques?: Readonly<Record<U, Index<keyof C & string>>>;
  readonly indexes?: Readonly<Record<string, Index<keyof C & string>>>;
  /** For the few tables that are above organizations, as the list of organizations itself. */
  readonly acrossOrganizations?: true;
};

/**
 * Defines a table. Its primary key begins with `organization_id`, the unit of placement. Throws on a definition that
 * would compare differently on the two stores.
 */
export function table<C extends Columns, const P extends keyof C & string, U extends string = never>(
  name: string,
  definition: Definition<C, P, U>,
): Table<C, P, U> {
  const { columns, primary, acrossOrganizations } = definition;
  const everIndexed = [...toEver(definition.uniques ?? {}, true), ...toEver(definition.indexes ?? {}, false)];
  if (acrossOrganizations === undefined && primary[0] !== 'organization_id') {
    throw new TypeError(`the primary key of ${name} does not begin with organization_id, by which tables are placed`);
  }
  for (const key of [primary, ...everIndexed.map(({ index }) => columnsOf(index))]) assertKeyable(name, columns, key);
  const options = Object.assign(new EntitySchemaOptions<Row<C>>(), {
    name,
    tableName: name,
    columns: toOrmColumns(columns, primary),
  });
  const [uniques, indexes] = [withoutDropped(definition.uniques), withoutDropped(definition.indexes)];
  return Object.assign(new EntitySchema<Row<C>>(options), { name, columns, primary, uniques, indexes, everIndexed });
}

function toEver(indexes: Readonly<Record<string, Index<string>>>, isUnique: boolean): EverIndex[] {
  return Object.entries(indexes).map(([name, index]) => ({ name, isUnique, index }));
}

function withoutDropped<I extends Index<string>, N extends string>(
  indexes: Readonly<Record<N, I>> | undefined,
): Readonly<Record<N, I>> {
  const left = Object.entries<I>(indexes ?? {}).filter(([, index]) => untilOf(index) === undefined);
  return Object.fromEntries(left) as Record<N, I>;
}

/** The migration that drops the index; undefined for one that there is. */
export function untilOf(index: Index<string>): number | undefined {
  return 'columns' in index ? index.until : undefined;
}

export function columnsOf(index: Index<string>): readonly string[] {
  return 'columns' in index ? index.columns : index;
}

function toOrmColumns<C extends Columns>(columns: C, primary: readonly string[]) {
  const entries = Object.entries(columns).filter(([name]) => name !== 'guard');
  return Object.fromEntries(
    entries.map(([name, column]) => [name, toOrmColumn(column, primary.includes(name))]),
  ) as EntitySchemaOptions<Row<C>>['columns'];
}

/** Rows are mapped by our own columns; the ORM is told a plain type so that it changes nothing on the way. */
function toOrmColumn(column: AnyColumn, primary: boolean): EntitySchemaColumnOptions {
  return {
    type: column.sqlite === 'TEXT' ? 'varchar' : column.sqlite === 'BLOB' ? 'blob' : 'bigint',
    primary,
    nullable: column.nullable,
    version: column.isVersion === true,
    transformer: {
      to: (value: unknown) => (value === undefined || value === null ? value : column.encode(value)),
      from: (stored: unknown) => (stored === undefined || stored === null ? stored : column.decode(stored)),
    },
  };
}

function assertKeyable(table: string, columns: Columns, key: readonly string[]): void {
  for (const name of key) {
    const column = columns[name];
    if (column === undefined) throw new TypeError(`a key of ${table} names ${name}, which is no column of it`);
    if (!column.keyable)
      throw new TypeError(`${table}.${name} cannot be part of a key: its text would collate on MySQL`);
  }
}
