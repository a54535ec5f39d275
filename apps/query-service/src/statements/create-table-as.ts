import { OperationKind, type TableVersion } from '@easement/contracts';
import { checkColumns, checkName, formatColumnType, nameKey, newId, parseId } from '@easement/domain';
import { organizationOf } from '@easement/rpc';
import { type Piece, refuseAt } from '@easement/sql';
import { namesOf, toGranted } from '../access/granted-objects.ts';
import type { Deps } from '../deps.ts';
import type { InferredColumn } from '../engine/rows/load-job.ts';
import { commitRows } from '../loads/commit-rows.ts';
import { keptUnder } from '../loads/store-rows.ts';
import { assertMayChange, counted, hashOf, repeated } from './change-rows.ts';
import { compose, relocated } from './composed.ts';
import { getOwnDatabase } from './database.ts';
import { type Here, qualified } from './here.ts';
import { getTable, orTaken, orUnknown, placeIn } from './object.ts';
import type { Outcome } from './outcome.ts';
import type { CreateTable } from './tables.ts';

/** A table of what a SELECT answers: columns, rows and first version at once or, replacing, the next version. */
export async function createTableAs(deps: Deps, here: Here, statement: CreateTable, query: Piece): Promise<Outcome> {
  const { name, ifThere } = statement;
  const { database, last } = placeIn(here, name);
  const bucketId = await getOwnDatabase(deps, here, database);
  const earlier = here.validateOnly ? undefined : await deps.commits.recall(here.call, here.call.requestId);
  if (earlier) return repeated(here, earlier, 'append');
  const there = ifThere === 'refuse' ? undefined : await orUnknown(true, () => getTable(deps, here, name));
  if (there && ifThere === 'skip') return counted(0);
  await deps.tables.assertMayChange(here.call, here.project, bucketId, { kind: 'bucket', id: bucketId });
  if (there) await assertMayChange(deps, here, there);
  const answered = await readQuery(deps, here, query);
  const place = { bucketId, name: there?.tableName ?? checkName(last), there };
  return (await orTaken(ifThere === 'skip', () => store(deps, here, answered, place))) ?? counted(0);
}

type Answered = Awaited<ReturnType<typeof readQuery>>;
type Place = { readonly bucketId: string; readonly name: string; readonly there: TableVersion | undefined };

async function readQuery({ engine, resolver }: Deps, here: Here, query: Piece) {
  const { call, project, text } = here;
  const limits = { ...call, group: project };
  const composed = compose(query);
  return await relocated(composed, text, async () => {
    const statement = await engine.parse(composed.text, limits);
    if (statement.kind !== 'select' || statement.explain) {
      throw refuseAt('statement_not_supported', 'only a SELECT or VALUES can give rows', query.text, 0);
    }
    const names = namesOf(statement).map((name) => qualified(here, name));
    const granted = toGranted(await resolver.objects(call, project, query.text, names), project);
    const described = await engine.describe({ statement, ...granted }, limits);
    return { statement, granted, described, composed };
  });
}

async function store(deps: Deps, here: Here, answered: Answered, { bucketId, name, there }: Place): Promise<Outcome> {
  const { call, project, text, validateOnly } = here;
  const { statement, granted, described, composed } = answered;
  const columns = toColumns(described, there);
  const table = there ? parseId('table', there.tableId) : newId('table');
  const request = {
    ...{ statement, ...granted, table, columns, organization: organizationOf(call), primaryKey: [] },
    ...{ existing: { columns: [], files: [] }, filled: columns.map(({ id }) => id), countText: undefined },
  };
  const file = await relocated(composed, text, () => deps.engine.storeQuery(request, { ...call, group: project }));
  const { changed: _, ...stored } = file;
  await using rows = keptUnder(deps.dataFolder, stored);
  const typed = columns.map((column) => ({ ...column, type: formatColumnType(column.type) }));
  await commitRows(deps, { call, validateOnly, requestId: call.requestId, contentHash: hashOf(here) }, rows, {
    tableId: table,
    expectedVersion: there?.version ?? 0n,
    newTable: { bucketId, name, columns: typed, primaryKey: [] },
    kind: there ? OperationKind.REPLACE : OperationKind.CREATE,
  });
  return counted(file.rowCount);
}

/** A column that keeps name and type keeps its id, and so what is said of it. */
function toColumns(described: readonly InferredColumn[], there: TableVersion | undefined) {
  const kept = new Map(there?.columns.map(({ id, name, type }) => [`${nameKey(name)} ${type}`, id]));
  const drafts = described.map(({ name, type }) => ({
    id: kept.get(`${nameKey(name)} ${formatColumnType(type)}`) ?? newId('column'),
    name,
    type: formatColumnType(type),
    nullable: true,
  }));
  const checked = checkColumns(drafts, 'statement');
  return checked.map(({ id, name, nullable }, index) => {
    const type = described[index]?.type ?? ({ name: 'STRING' } as const);
    return { id, name, type, nullable };
  });
}
