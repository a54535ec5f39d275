import { setTimeout as pause } from 'node:timers/promises';
import { LoadMode, OperationKind, type TableVersion } from '@easement/contracts';
import { notFound, parseColumnType, parseId, Refusal, type TableId } from '@easement/domain';
import { toGrantedTable } from '../access/granted.ts';
import type { Deps } from '../deps.ts';
import { commitRows } from './commit-rows.ts';
import { committing, type Load, type Loaded } from './load.ts';
import { answerRepeat, recallLoad, toLoaded } from './repeated-load.ts';
import { type Into, type StoredRows, storeRows } from './store-rows.ts';

/** How often a load is committed again because the table changed meanwhile. */
const mostTries = 20;
const longestPauseMs = 50;

/** Adds the file's rows to a table, or puts them in the place of its rows. */
export async function loadIntoTable(deps: Deps, load: Load, table: TableId): Promise<Loaded> {
  const { signal } = load.call;
  await using shelf = emptyShelf();
  for (let tries = 1; ; tries++) {
    const version = await deps.tables.version(load.call, table);
    if (!version) throw notFound('table', table);
    // After the version was read: rows that an earlier try of this very load has brought in do not clash with its own.
    const earlier = await recallLoad(deps, load);
    if (earlier) return answerRepeat(load, earlier);
    try {
      return await put(deps, load, shelf, version);
    } catch (error) {
      const isRace = error instanceof Refusal && error.reason === 'lost_race';
      if (!isRace || tries === mostTries) throw error;
    }
    await pause(Math.random() * longestPauseMs, undefined, { signal });
  }
}

async function put(deps: Deps, load: Load, shelf: Shelf, version: TableVersion): Promise<Loaded> {
  const { tableId, version: expectedVersion } = version;
  const replaces = load.header.mode === LoadMode.REPLACE;
  const kind = replaces ? OperationKind.REPLACE : OperationKind.APPEND;
  const stored = await shelf.rowsFor(version, replaces, (into) => storeRows(deps, load, into));
  return toLoaded(await commitRows(deps, committing(load), stored, { tableId, expectedVersion, kind }));
}

/** Where the stored rows are kept from one try to the next; what is left there at the end goes. */
type Shelf = AsyncDisposable & {
  /** The rows that were stored before if they are what storing them again would make; else stores them. */
  readonly rowsFor: (
    version: TableVersion,
    replaces: boolean,
    store: (into: Into) => Promise<StoredRows>,
  ) => Promise<StoredRows>;
};

function emptyShelf(): Shelf {
  let stored: StoredRows | undefined;
  let columns = '';
  const clear = async (): Promise<void> => {
    await stored?.[Symbol.asyncDispose]();
    stored = undefined;
  };
  return {
    rowsFor: async (version, replaces, store) => {
      const into = toInto(version, replaces);
      // Rows are compared with those of the table by their primary key alone.
      const depends = !replaces && into.primaryKey.length > 0;
      const current = JSON.stringify(into.columns);
      if (depends || columns !== current) await clear();
      columns = current;
      return (stored ??= await store(into));
    },
    [Symbol.asyncDispose]: clear,
  };
}

function toInto(version: TableVersion, replaces: boolean): Into {
  const columns = version.columns.map(({ id, name, type, nullable }) => {
    return { id, name, type: parseColumnType(type), nullable };
  });
  const keys = new Set(version.columns.filter(({ inPrimaryKey }) => inPrimaryKey).map(({ id }) => id));
  const granted = toGrantedTable(version);
  return {
    table: parseId('table', version.tableId),
    project: parseId('project', version.projectId),
    columns,
    primaryKey: columns.filter(({ id }) => keys.has(id)),
    existing: replaces ? { ...granted, files: [] } : granted,
  };
}
