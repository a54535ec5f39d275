import type { RecoveryService } from '@easement/contracts';
import { parseId } from '@easement/domain';
import type { WriteTx } from '@easement/persistence';
import { type Handler, organizationOf } from '@easement/rpc';
import type { Deps } from '../deps.ts';
import { lockOrganization } from '../organizations/organization-store.ts';
import {
  type Attempt,
  beginAttempt,
  endAttempt,
  findClosing,
  newAttemptId,
  toAttempt,
} from '../projects/closing-store.ts';
import { lockProject } from '../projects/project-store.ts';
import type { ProjectRow } from '../projects/project.table.ts';
import { removeProject } from '../projects/remove-project.ts';

/** The other services have closed the project for good, so it goes as at the end of its deletion, in one transaction. */
export function finishDeletion({ db, now }: Deps): Handler<typeof RecoveryService.method.finishDeletion> {
  return async (request, call) => {
    const organization = organizationOf(call);
    const project = parseId('project', request.projectId);
    const time = now();
    const finish = async (tx: WriteTx): Promise<boolean> => {
      await lockOrganization(tx, organization);
      const row = await lockProject(tx, organization, project);
      if (row) await removeProject(tx, await takeOver(tx, row, time));
      return row !== undefined;
    };
    return { found: await (call.validateOnly ? db.rehearse(call, finish) : db.write(call, finish)) };
  };
}

/** Begins the attempt that ends the project, in place of one that may be under way. The project's row is held. */
async function takeOver(tx: WriteTx, project: ProjectRow, time: Date): Promise<Attempt> {
  const closing = await findClosing(tx, project.organization_id, project.id);
  if (closing) await endAttempt(tx, toAttempt(closing), closing.state);
  return await beginAttempt(tx, project, newAttemptId(), time);
}
