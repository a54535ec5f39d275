import type { InventoryService } from '@easement/contracts';
import type { OrganizationId, ProjectId } from '@easement/domain';
import { findPage, integerColumn, marks, pageOf, query, type ReadTx } from '@easement/persistence';
import { type Handler, organizationOf } from '@easement/rpc';
import { bucketTable } from '../buckets/bucket.table.ts';
import { projectGuardTable } from '../closing/project-guard.table.ts';
import type { Deps } from '../deps.ts';

/** Whatever is made in a project touches its guard first, so there is none with a bucket and without a guard. */
export function listKnownProjects({ db, tokens }: Deps): Handler<typeof InventoryService.method.listKnownProjects> {
  return async (request, call) => {
    const organization = organizationOf(call);
    const page = pageOf(tokens, call, request);
    return await db.read(call, async (tx) => {
      const own = { organization_id: organization };
      const { rows, next } = await findPage(tx, projectGuardTable, own, { by: ['project_id'], ...page });
      const counts = await countBuckets(
        tx,
        organization,
        rows.map(({ project_id }) => project_id),
      );
      const projects = rows.map(({ project_id, closed_attempt, reopened_attempt }) => ({
        projectId: project_id,
        closedAttempt: BigInt(closed_attempt),
        reopenedAttempt: BigInt(reopened_attempt),
        bucketCount: counts.get(project_id) ?? 0,
      }));
      return { projects, nextPageToken: tokens.sign(call, next) };
    });
  };
}

async function countBuckets(
  tx: ReadTx,
  organization: OrganizationId,
  projects: readonly ProjectId[],
): Promise<ReadonlyMap<ProjectId, number>> {
  if (projects.length === 0) return new Map();
  const { project_id } = bucketTable.columns;
  const rows = await query(
    tx,
    { project_id, buckets: integerColumn() },
    'SELECT project_id, COUNT(*) AS buckets FROM bucket' +
      ` WHERE organization_id = ? AND project_id IN (${marks(projects)}) GROUP BY project_id`,
    [organization, ...projects],
  );
  return new Map(rows.map((row) => [row.project_id, row.buckets]));
}
