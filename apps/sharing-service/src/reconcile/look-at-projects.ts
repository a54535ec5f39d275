import { type GuardFacts, judgeGuard, type ProjectFacts, type ProjectId, Refusal } from '@easement/domain';
import { findPage, findRows, type RowOf } from '@easement/persistence';
import { organizationOf } from '@easement/rpc';
import type { Deps } from '../deps.ts';
import { reopen } from '../projects/closing-store.ts';
import { projectGuardTable } from '../projects/project-guard.table.ts';
import type { NewCall } from '../sweeper/sweep.ts';
import { type Finding, guardCauses, type Look } from './finding.ts';

/** Every project that is closed here, beside what identity-service says of it. */
export const lookAtOwnProjects: Look = async (deps, newCall, { size, after, dryRun }) => {
  const call = newCall();
  const where = { organization_id: organizationOf(call), state: ['closed', 'deleted'] } as const;
  const page = { by: ['project_id'], size, after: after === '' ? undefined : [after] } as const;
  const { rows, next } = await deps.db.read(call, (tx) => findPage(tx, projectGuardTable, where, page));
  const guards = rows.map((row) => ({ id: row.project_id, guard: toGuard(row) }));
  const open = async (project: ProjectId, attempt: number) => {
    const work = newCall();
    await deps.db.write(work, (tx) => reopen(tx, organizationOf(work), project, attempt));
  };
  const findings = await judgeAll(deps, newCall, guards, { open, dryRun });
  return { findings, checked: rows.length, next: next && String(next[0]) };
};

/** Every project that the catalog knows. What is in one that identity-service does not have is out of everybody's reach. */
export const lookAtCatalogProjects: Look = async (deps, newCall, { size, after, dryRun }) => {
  const { found, next } = await deps.inventory.catalogProjects(newCall(), size, after);
  const open = (project: ProjectId, attempt: number) => deps.inventory.reopenInCatalog(newCall(), project, attempt);
  const known = await deps.inventory.projects(
    newCall(),
    found.map(({ id }) => id),
  );
  const stranded = found.filter(({ id, bucketCount }) => bucketCount > 0 && !known.has(id));
  const left = stranded.map(({ id, bucketCount }): Finding => {
    const detail = `${bucketCount} bucket${bucketCount === 1 ? '' : 's'}`;
    return { id, project: id, action: 'left', cause: 'project_gone', detail };
  });
  const told = await findTold(deps, newCall, found, known);
  const others = found.filter(({ id }) => !told.has(id));
  const findings = [...left, ...(await judgeAll(deps, newCall, others, { open, dryRun }))];
  return { findings, checked: found.length, next };
};

/** The projects that are closed for good here already: what becomes of them is told there, and is the same in the catalog. */
async function findTold(
  { db }: Deps,
  newCall: NewCall,
  found: readonly Guarded[],
  known: ReadonlyMap<ProjectId, ProjectFacts>,
): Promise<ReadonlySet<ProjectId>> {
  const call = newCall();
  const ids = found.map(({ id }) => id);
  const where = { organization_id: organizationOf(call), project_id: ids };
  const rows = await db.read(call, (tx) => findRows(tx, projectGuardTable, where));
  const isForGood = (row: GuardRow): boolean =>
    ['delete', 'stays_closed'].includes(judgeGuard(known.get(row.project_id), toGuard(row)));
  return new Set(rows.filter(isForGood).map(({ project_id }) => project_id));
}

type GuardRow = RowOf<typeof projectGuardTable>;

function toGuard({ state, closed_attempt, reopened_attempt }: GuardRow): GuardFacts {
  return { closed: closed_attempt, reopened: reopened_attempt, isDeleted: state === 'deleted' };
}

type Guarded = { readonly id: ProjectId; readonly guard: GuardFacts };
type Ways = {
  readonly open: (project: ProjectId, attempt: number) => Promise<void>;
  readonly dryRun: boolean;
};

async function judgeAll(deps: Deps, newCall: NewCall, guarded: readonly Guarded[], ways: Ways): Promise<Finding[]> {
  const known = await deps.inventory.projects(
    newCall(),
    guarded.map(({ id }) => id),
  );
  const findings: Finding[] = [];
  for (const { id, guard } of guarded) {
    const project = known.get(id);
    const verdict = judgeGuard(project, guard);
    if (verdict === 'keep' || project === undefined) continue;
    const done = await settle(deps, newCall, id, project, verdict, ways);
    findings.push({ id, project: id, cause: guardCauses[verdict], ...done });
  }
  return findings;
}

async function settle(
  { inventory }: Deps,
  newCall: NewCall,
  id: ProjectId,
  { attempt }: ProjectFacts,
  verdict: keyof typeof guardCauses,
  { open, dryRun }: Ways,
): Promise<Pick<Finding, 'action' | 'detail'>> {
  switch (verdict) {
    case 'stays_closed':
      return { action: 'left' };
    case 'reopen':
      if (!dryRun) await open(id, attempt);
      return { action: 'project_reopened' };
    case 'delete':
      try {
        await inventory.finishDeletion(newCall(), id, dryRun);
        return { action: 'project_deleted' };
      } catch (error) {
        if (!(error instanceof Refusal) || !isForPeople(error)) throw error;
        return { action: 'left', detail: error.message };
      }
  }
}

/** A service account of the project is the last owner or admin elsewhere: somebody names another first. */
function isForPeople({ reason }: Refusal): boolean {
  return reason === 'last_owner' || reason === 'last_admin';
}
