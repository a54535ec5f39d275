import type { OrganizationId } from '@easement/domain';
import { type AnyTable, backgroundWork, listOrganizations } from '@easement/persistence';
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

type Job = readonly [table: AnyTable, work: (deps: Deps, newCall: NewCall) => Promise<void>];

/** What somebody may be waiting for: links that were left unfinished, and projects that are deleted. */
export const urgentJobs: readonly Job[] = [
  [linkTable, sweepLinks],
  [projectGuardTable, sweepProjects],
];

/** What nobody sees meanwhile, and takes a look at every share. */
export const thoroughJobs: readonly Job[] = [[shareTable, sweepShares]];

/**
 * One round over all organizations: finishes what calls have left unfinished, and takes away what has lost its ground.
 * Runs in every replica at once: each step is conditional on what it finds. What fails in one organization is reported,
 * and the others have their turn.
 */
export async function sweep(deps: Deps, log: Logger, jobs: readonly Job[], signal: AbortSignal): Promise<void> {
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
