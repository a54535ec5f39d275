import type { RecoveryService } from '@easement/contracts';
import { isId, parseId } from '@easement/domain';
import { findRows } from '@easement/persistence';
import { type Handler, organizationOf } from '@easement/rpc';
import type { Deps } from '../deps.ts';
import { closingTable } from '../projects/closing.table.ts';
import { findProjects } from '../projects/project-store.ts';

export function lookUpAttempts({ db }: Deps): Handler<typeof RecoveryService.method.lookUpAttempts> {
  return async (request, call) => {
    const organization = organizationOf(call);
    const ids = request.projectIds.filter((id) => isId('project', id)).map((id) => parseId('project', id));
    return await db.read(call, async (tx) => {
      const rows = await findProjects(tx, organization, ids);
      const closings = await findRows(tx, closingTable, { organization_id: organization, project_id: ids });
      const closing = new Set(closings.map(({ project_id }) => project_id));
      const projects = rows.map(({ id, attempt }) => ({
        projectId: id,
        attempt: BigInt(attempt),
        closing: closing.has(id),
      }));
      return { projects };
    });
  };
}
