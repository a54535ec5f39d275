import { backgroundWork, listOrganizations, type Log } from '@easement/persistence';
import { backgroundCall } from '@easement/rpc';
import type { OrganizationId } from '@easement/domain';
import type { Deps } from '../deps.ts';
import { listClosings, toAttempt } from './closing-store.ts';
import { type ClosingRow, closingTable } from './closing.table.ts';
import { reopenProject } from './reopen-project.ts';

/** Twice the longest deadline: whoever began the attempt has stopped by then. */
const stoppedAfterMs = 120_000;
const timeoutMs = 30_000;

/**
 * Opens the projects again whose deletion stopped on its way, as when the process died or a peer did not answer. Runs
 * in every replica. What fails is reported and comes up again in the next sweep.
 */
export async function sweepClosings(deps: Deps, signal: AbortSignal, log: Pick<Log, 'error'>): Promise<void> {
  const newWork = () => backgroundWork(signal, timeoutMs);
  for await (const organization of listOrganizations(deps.db, newWork, closingTable)) {
    const rows = await deps.db.read(newWork(), (tx) => listClosings(tx, organization));
    for (const row of rows.filter((one) => hasStopped(one, deps.now()))) {
      await reopen(deps, organization, row, signal).catch((error: unknown) => {
        log.error(
          { err: error, project: row.project_id },
          'a project whose deletion stopped could not be opened again',
        );
      });
    }
  }
}

async function reopen(deps: Deps, organization: OrganizationId, row: ClosingRow, signal: AbortSignal): Promise<void> {
  const call = backgroundCall({
    service: 'identity',
    organization,
    timeoutMs,
    method: 'identity/SweepClosings',
    signal,
  });
  await reopenProject(deps, call, toAttempt(row));
}

function hasStopped({ state, since }: ClosingRow, time: Date): boolean {
  return state === 'reopening' || time.getTime() - since.getTime() > stoppedAfterMs;
}
