import type { SharingClosingService } from '@easement/contracts';
import { hasLinks, type OrganizationId, parseId, type ProjectId, Refusal } from '@easement/domain';
import { countRows, type ReadTx, type WriteTx } from '@easement/persistence';
import { type Handler, organizationOf } from '@easement/rpc';
import type { Deps } from '../deps.ts';
import { findLinkersOfProject } from '../links/linkers.ts';
import { linkTable } from '../links/link.table.ts';
import { findGone, removeGoneShares } from '../shares/gone-shares.ts';
import { shareTable } from '../shares/share.table.ts';
import { lockForClosing, markClosed } from './closing-store.ts';

/**
 * Repeating an attempt is asking the same question again, so no request is recorded: an attempt that was refused for
 * what was left may succeed later.
 */
export function closeProject(deps: Deps): Handler<typeof SharingClosingService.method.closeProject> {
  return async (request, call) => {
    const organization = organizationOf(call);
    const project = parseId('project', request.projectId);
    const attempt = Number(request.attempt);
    const gone = await findGone(deps, call, project);
    const close = async (tx: WriteTx) => {
      await lockForClosing(tx, organization, project, attempt);
      await removeGoneShares(tx, organization, gone, deps.now());
      await assertNothingLeft(tx, organization, project);
      await markClosed(tx, organization, project, attempt);
    };
    await (call.validateOnly ? deps.db.rehearse(call, close) : deps.db.write(call, close));
    return {};
  };
}

/** Links that are being made or removed count as left: they are of this project until they are gone. */
async function assertNothingLeft(tx: ReadTx, organization: OrganizationId, project: ProjectId): Promise<void> {
  const own = { organization_id: organization, project_id: project };
  const { count, projects } = await findLinkersOfProject(tx, organization, project);
  if (count > 0) throw hasLinks(project, projects, count - projects.length);
  const shares = await countRows(tx, shareTable, own);
  if (shares > 0) throw leftIn(project, 'share', shares);
  const links = await countRows(tx, linkTable, { ...own, live: true });
  if (links > 0) throw leftIn(project, 'link', links);
}

function leftIn(project: ProjectId, kind: 'share' | 'link', count: number): Refusal {
  const what = count === 1 ? `${kind}; remove it` : `${kind}s; remove them`;
  return new Refusal('not_empty', `${project} still has ${count} ${what} first`, {
    kind,
    count: String(count),
    project,
  });
}
