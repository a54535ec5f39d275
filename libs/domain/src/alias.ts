import { type AliasFilter, filterColumns } from './alias-filter.ts';
import type { Named } from './access.ts';
import type { Column } from './column.ts';
import type { BucketId, ColumnId, ProjectId, TableId } from './ids.ts';
import { columnKey, invalidField } from './name.ts';
import { type ObjectReach, waysToObject } from './object-reach.ts';
import { Refusal } from './refusal.ts';

/** What makes a table an alias: it shows another table, and keeps no rows of its own. */
export type Alias = {
  readonly source: TableId;
  /** Which rows it shows, with the columns by id; undefined for all. */
  readonly filter: AliasFilter | undefined;
  /** The columns that it shows, in order; undefined for those that the source has at the time. */
  readonly columns: readonly ColumnId[] | undefined;
};

/**
 * Whether no link shows the table: aliases filtered by a condition, and aliases without automatically synchronized columns.
 * Source: sharing rules, section 5.
 */
export function isHiddenThroughLinks(alias: Pick<Alias, 'filter' | 'columns'> | undefined): boolean {
  return alias !== undefined && (alias.filter !== undefined || alias.columns !== undefined);
}

type Table = { readonly id: TableId; readonly alias: Alias | undefined };

/** The ways to a table, which may be an alias that no link shows. */
export function waysTo({ id, alias }: Table, reach: ObjectReach): ObjectReach {
  return waysToObject({ id, isHidden: isHiddenThroughLinks(alias) }, reach);
}

/**
 * Whether the change takes an alias away from those who see it through a link, and so is refused while a hold covers it.
 * One that they do not see may change freely.
 */
export function countsAsDrop(before: Alias, after: Alias): boolean {
  return !isHiddenThroughLinks(before) && isHiddenThroughLinks(after);
}

/** The table that an alias is to show. */
export type AliasSource = { readonly id: TableId; readonly project: ProjectId; readonly alias: Alias | undefined };

/**
 * Refuses a source that an alias in a bucket of `project` may not show: what another project owns would be shared onward
 * by the bucket, whether it comes in by a link or is known by a role there; and an alias leads to a table, not to another
 * alias, so that what it shows can be told by looking at one row.
 */
export function assertMayAlias(project: ProjectId, source: AliasSource): void {
  if (source.project !== project) throw aliasIsReshare(project, { kind: 'table', id: source.id });
  if (!source.alias) return;
  throw invalidField(
    'source_table_id',
    `${source.id} is an alias itself; name the table that it shows, ${source.alias.source}`,
  );
}

function aliasIsReshare(project: ProjectId, { id, kind }: Named): Refusal {
  return new Refusal(
    'reshare_forbidden',
    `${id} is not owned by ${project}, and an alias of it there could be shared onward; read it through a link`,
    { id, kind, project },
  );
}

type Readable = { readonly id: TableId; readonly alias: Pick<Alias, 'source'> | undefined };

/** Refuses to write into an alias, or to change the columns that it has from its source. */
export function assertOwnRows({ id, alias }: Readable): void {
  if (!alias) return;
  throw new Refusal(
    'invalid_field',
    `${id} is an alias and read-only; change the table that it shows, ${alias.source}`,
    {
      field: 'table_id',
      id,
      source: alias.source,
    },
  );
}

/**
 * The ids of the columns that an alias shows where they are not synchronized: those named, or all there are if none is.
 * Refuses names where they are synchronized, a name that is no column, and one that is there twice.
 */
export function chooseAliasColumns(
  isSynchronized: boolean,
  names: readonly string[],
  columns: readonly Column[],
): readonly ColumnId[] | undefined {
  if (isSynchronized) {
    if (names.length === 0) return undefined;
    throw invalidField(
      'columns',
      'synchronized columns are those of the source; name none, or leave auto_sync_columns off',
    );
  }
  if (names.length === 0) return columns.map(({ id }) => id);
  const chosen = names.map((name, place) => {
    const column = columns.find((candidate) => columnKey(candidate.name) === columnKey(name));
    if (column) return column.id;
    throw invalidField(`columns[${place}]`, `${JSON.stringify(name)} is no column of the table`);
  });
  if (new Set(chosen).size === chosen.length) return chosen;
  throw invalidField('columns', 'a column is named twice; name each once');
}

/** Whether the alias could not be without these columns: its filter looks at one, or it would have none left to show. */
export function needsColumns({ filter, columns }: Alias, lost: ReadonlySet<ColumnId>): boolean {
  const looksAt = filter ? [...filterColumns(filter)] : [];
  const left = columns?.filter((id) => !lost.has(id));
  return looksAt.some((id) => lost.has(id as ColumnId)) || left?.length === 0;
}

/** Aliases that are in the way of a drop: how many, and those that its refusal names. */
export type AliasesInTheWay = { readonly named: readonly TableId[]; readonly count: number };

/**
 * Those of the aliases that show an object, or tables in it, which its drop would leave with nothing behind them: all but
 * those in the bucket that is dropped, since they go with it.
 */
export function aliasesLeftBy(
  object: BucketId | TableId,
  aliases: readonly { readonly id: TableId; readonly bucket: BucketId }[],
): AliasesInTheWay {
  const left = aliases.filter(({ bucket }) => bucket !== object);
  return { named: left.slice(0, mostNamed).map(({ id }) => id), count: left.length };
}

/** Refuses `not_empty` where aliases are in the way of dropping `what`. */
export function assertNoAliases(what: string, { named, count }: AliasesInTheWay): void {
  if (count === 0) return;
  throw new Refusal(
    'not_empty',
    `${what} is needed by ${count === 1 ? 'the alias' : `${count} aliases:`} ${named.join(', ')}; drop ${count === 1 ? 'it' : 'them'} first`,
    { kind: 'alias', count: String(count), aliases: named.join(', ') },
  );
}

const mostNamed = 25;
