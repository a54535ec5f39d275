import type { OrganizationId } from '@easement/domain';
import { backgroundWork, listOrganizations, purgeRequests } from '@easement/persistence';
import { backgroundCall, type Call } from '@easement/rpc';
import type { Logger } from 'pino';
import type { Deps } from '../deps.ts';
import { linkTable } from '../links/link.table.ts';
import { projectGuardTable } from '../projects/project-guard.table.ts';
import { shareTable } from '../shares/share.table.ts';
import { sweepLinks } from './sweep-links.ts';
import { sweepProjects } from './sweep-projects.ts';
import { sweepShares } from './sweep-shares.ts';

const callTimeoutMs = 30_000;

/** The call of one piece of background work in one organization. */
export type NewCall = () => Call;

/**
 * One round over all organizations: finishes what calls have left unfinished, and takes away what has lost its ground.
 * Runs in every replica at once: each step is conditional on what it finds. What fails in one organization is reported,
 * and the others have their turn.
 */
export async function sweep(deps: Deps, log: Logger, signal: AbortSignal): Promise<void> {
  const jobs = [
    [linkTable, sweepLinks],
    [shareTable, sweepShares],
    [projectGuardTable, sweepProjects],
  ] as const;
  const newWork = () => backgroundWork(signal, callTimeoutMs);
  for (const [table, job] of jobs) {
    for await (const organization of listOrganizations(deps.db, newWork, table)) {
      signal.throwIfAborted();
      try {
        await job(deps, callsIn(organization, signal));
      } catch (error) {
        if (!signal.aborted)
          log.error({ err: error, organization, job: job.name }, 'sweeping failed; it is tried again');
      }
    }
  }
  await purgeRequests(deps.db, newWork(), deps.now());
}

function callsIn(organization: OrganizationId, signal: AbortSignal): NewCall {
  return () =>
    backgroundCall({
      service: 'sharing',
      organization,
      timeoutMs: callTimeoutMs,
      method: 'easement.sharing/sweep',
      signal,
    });
}
