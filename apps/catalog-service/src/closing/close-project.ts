import type { CatalogClosingService } from '@easement/contracts';
import { hasLinks, type OrganizationId, parseId, type ProjectId, Refusal } from '@easement/domain';
import { countRows, query, type ReadTx, type WriteTx } from '@easement/persistence';
import { type Handler, organizationOf } from '@easement/rpc';
import { bucketTable } from '../buckets/bucket.table.ts';
import type { Deps } from '../deps.ts';
import { holdTable } from '../holds/hold.table.ts';
import { lockAttempts, saveAttempts } from './project-guard.ts';

/**
 * Repeating an attempt is repeating the same question, so no request is recorded: an attempt that was refused for what
 * was left may succeed later.
 */
export function closeProject({ db }: Deps): Handler<typeof CatalogClosingService.method.closeProject> {
  return async (request, call) => {
    const organization = organizationOf(call);
    const project = parseId('project', request.projectId);
    const attempt = Number(request.attempt);
    const close = async (tx: WriteTx): Promise<void> => {
      const { closed, reopened } = await lockAttempts(tx, organization, project);
      if (attempt <= reopened) throw attemptOver(project, attempt);
      await assertNothingLeft(tx, organization, project);
      await saveAttempts(tx, organization, project, { closed: Math.max(closed, attempt), reopened });
    };
    await (call.validateOnly ? db.rehearse(call, close) : db.write(call, close));
    return {};
  };
}

/** Who links the project's buckets is told as a count alone: for whom identity-service asks is not known here. */
async function assertNothingLeft(tx: ReadTx, organization: OrganizationId, project: ProjectId): Promise<void> {
  const own = { organization_id: organization, project_id: project };
  const buckets = await countRows(tx, bucketTable, own);
  if (buckets > 0) {
    const linking = await countLinkingProjects(tx, organization, project);
    if (linking > 0) throw hasLinks(project, [], linking);
    throw leftIn(project, 'bucket', buckets);
  }
  const links = await countRows(tx, holdTable, { ...own, released: false });
  if (links > 0) throw leftIn(project, 'link', links);
}

async function countLinkingProjects(tx: ReadTx, organization: OrganizationId, project: ProjectId): Promise<number> {
  const { project_id } = holdTable.columns;
  const rows = await query(
    tx,
    { project_id },
    'SELECT DISTINCT hold.project_id FROM hold JOIN bucket ON bucket.organization_id = hold.organization_id' +
      ' AND bucket.id = hold.object_id WHERE hold.organization_id = ? AND bucket.project_id = ?' +
      ' AND hold.released = 0 AND hold.blocks = 1',
    [organization, project],
  );
  return rows.length;
}

function leftIn(project: ProjectId, kind: 'bucket' | 'link', count: number): Refusal {
  return new Refusal(
    'not_empty',
    `${project} still has ${count} ${kind}${count === 1 ? '' : 's'}; delete ${count === 1 ? 'it' : 'them'} first`,
    { kind, count: String(count), project },
  );
}

function attemptOver(project: ProjectId, attempt: number): Refusal {
  return new Refusal(
    'lost_race',
    `attempt ${attempt} to close ${project} is over, and the project is open again; repeat`,
    {
      project,
    },
  );
}
