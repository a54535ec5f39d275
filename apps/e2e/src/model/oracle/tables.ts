import type { EtagChoice, Mutation } from '../act.ts';
import { type Alias, type Column, type Person, type Table, there, type World } from '../world.ts';
import { nextHandle } from '../world.ts';
import { aliasesOf, impactOf, refuseChange, refuseHeld, refuseStale } from './buckets.ts';
import { foldColumn, nameTaken, refuseColumnName, refuseName } from './names.ts';
import { ownerInBucket } from './sight.ts';
import { may, seesInside } from './standing.ts';
import { grant, invalid, refuse, type Refused, type Verdict } from './verdict.ts';
import { isHidden, viewTable } from './views.ts';

type Of<K extends Mutation['kind']> = Extract<Mutation, { readonly kind: K }>;
type Alteration = Of<'update_table' | 'delete_table' | 'add_column' | 'rename_column' | 'drop_column'>;

export function createTable(world: World, person: Person, act: Of<'create_table'>): Verdict {
  const names = act.columns.map(foldColumn);
  const bad = refuseName(act.name) ?? act.columns.map(refuseColumnName).find((refused) => refused !== undefined);
  if (bad) return bad;
  if (new Set(names).size < names.length) return invalid();
  const refused = refuseChange(world, person, act.bucket);
  if (refused) return refused;
  const owner = ownerInBucket(world, act.bucket, act.name);
  if (owner !== undefined) return nameTaken(owner);
  return grant(
    () => {
      const handle = nextHandle('table', world.tables);
      const { organization } = person;
      const { bucket, name } = act;
      const columns = act.columns.map((column) => newColumn(world, column));
      const table: Table = { handle, organization, gone: false, bucket, name, columns, updates: 0, alias: undefined };
      world.tables.set(handle, table);
      return viewTable(world, table, true);
    },
    impactOf(world, person, act.bucket),
  );
}

function newColumn(world: World, name: string): Column {
  world.columns++;
  return { handle: `column ${world.columns}`, name };
}

/** What changes a table itself. The right to it is that to its bucket. */
export function alterTable(world: World, person: Person, act: Alteration, etag: EtagChoice): Verdict {
  const bad = refuseWords(act);
  if (bad) return bad;
  const table = there(world.tables, act.table, person.organization);
  if (!table) return refuse('NOT_FOUND');
  const no =
    refuseChangeOf(world, person, table) ??
    refuseAlias(table, act) ??
    refuseStale(etag) ??
    refuseAlteration(world, person, table, act);
  if (no) return no;
  // Whom it touches by an alias, the rules leave open.
  const isPlain = table.alias === undefined && aliasesOf(world, table).length === 0;
  return grant(() => alter(world, table, act), isPlain ? impactOf(world, person, table.bucket) : undefined);
}

/** §5: what no link shows is not reached by one, and the role in its project alone decides. */
function refuseChangeOf(world: World, person: Person, table: Table): Refused | undefined {
  if (!isHidden(table)) return refuseChange(world, person, table.bucket, table);
  const project = world.buckets.get(table.bucket)?.project ?? '';
  if (!seesInside(world, person, project)) return refuse('NOT_FOUND');
  return may(world, person, project, 'write') ? undefined : refuse('MISSING_ROLE', { role: 'write' });
}

/** The columns of an alias are its source's to change, whatever the etag: it never was otherwise. */
function refuseAlias({ alias }: Table, { kind }: Alteration): Refused | undefined {
  const changesColumns = kind === 'add_column' || kind === 'rename_column' || kind === 'drop_column';
  return alias && changesColumns ? refuse('INVALID_FIELD') : undefined;
}

function refuseWords(act: Alteration): Refused | undefined {
  switch (act.kind) {
    case 'update_table':
      return refuseName(act.name);
    case 'add_column':
      return refuseColumnName(act.name);
    case 'rename_column':
      return refuseColumnName(act.to);
    case 'drop_column':
    case 'delete_table':
      return undefined;
  }
}

function refuseAlteration(world: World, person: Person, table: Table, act: Alteration): Refused | undefined {
  switch (act.kind) {
    case 'update_table': {
      const owner = ownerInBucket(world, table.bucket, act.name);
      return owner !== undefined && owner !== table.handle ? nameTaken(owner) : undefined;
    }
    case 'delete_table':
      return refuseHeld(world, person, table.bucket, [table]) ?? refuseShown(aliasesOf(world, table));
    case 'add_column':
      return columnNamed(table, act.name) ? refuse('NAME_TAKEN') : undefined;
    case 'rename_column': {
      const column = columnNamed(table, act.name);
      if (!column) return refuse('NOT_FOUND');
      const owner = columnNamed(table, act.to);
      return owner && owner.handle !== column.handle ? refuse('NAME_TAKEN') : undefined;
    }
    case 'drop_column': {
      const column = columnNamed(table, act.name);
      if (!column) return refuse('NOT_FOUND');
      if (table.columns.length === 1) return refuse('INVALID_FIELD');
      const needing = aliasesOf(world, table).filter(({ alias }) => alias && needs(table, alias, column));
      return refuseHeld(world, person, table.bucket, [table]) ?? refuseShown(needing);
    }
  }
}

/** An alias needs the column that it filters by, and the last one that it has left. */
function needs({ columns }: Table, alias: Alias, column: Column): boolean {
  if (alias.filter === column.handle) return true;
  const left = columns.filter(({ handle }) => alias.columns?.includes(handle));
  return left.length === 1 && left[0] === column;
}

function refuseShown(aliases: readonly Table[]): Refused | undefined {
  return aliases.length > 0 ? refuse('NOT_EMPTY') : undefined;
}

export function columnNamed({ columns }: Table, name: string): Column | undefined {
  return columns.find((column) => foldColumn(column.name) === foldColumn(name));
}

function alter(world: World, table: Table, act: Alteration): object {
  table.updates++;
  switch (act.kind) {
    case 'update_table':
      table.name = act.name;
      break;
    case 'delete_table':
      table.gone = true;
      return {};
    case 'add_column':
      table.columns.push(newColumn(world, act.name));
      break;
    case 'rename_column': {
      const column = columnNamed(table, act.name);
      if (column) column.name = act.to;
      break;
    }
    case 'drop_column':
      table.columns = table.columns.filter((column) => column !== columnNamed(table, act.name));
      break;
  }
  return viewTable(world, table, true);
}
