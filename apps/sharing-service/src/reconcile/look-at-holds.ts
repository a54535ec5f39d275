import { judgeHold, type LinkId, type LinkState } from '@easement/domain';
import { findRows } from '@easement/persistence';
import { organizationOf } from '@easement/rpc';
import type { Deps } from '../deps.ts';
import { linkTable } from '../links/link.table.ts';
import type { NewCall } from '../sweeper/sweep.ts';
import type { Finding, Look } from './finding.ts';

/**
 * Every hold that is placed beside its link. Asked of the catalog first: a link is there before its hold, so one that is
 * missing then was not made just now.
 */
export const lookAtHolds: Look = async (deps, newCall, { size, after, dryRun }) => {
  const { found, next } = await deps.inventory.placedHolds(newCall(), size, after);
  const states = await statesOf(
    deps,
    newCall,
    found.map(({ link }) => link),
  );
  const findings = found.flatMap(({ link, project, facts }): Finding[] => {
    const cause = judgeHold(states.get(link));
    const name = facts === 'released' ? '' : (facts.name ?? '');
    return cause === undefined ? [] : [{ id: link, name, project, action: 'hold_released', cause }];
  });
  const orphans = findings.map(({ id }) => id as LinkId);
  if (orphans.length > 0 && !dryRun) await deps.catalog.releaseHolds(newCall(), orphans);
  return { findings, checked: found.length, next };
};

async function statesOf(
  { db }: Deps,
  newCall: NewCall,
  links: readonly LinkId[],
): Promise<ReadonlyMap<LinkId, LinkState>> {
  const call = newCall();
  const where = { organization_id: organizationOf(call), id: links };
  const rows = await db.read(call, (tx) => findRows(tx, linkTable, where));
  return new Map(rows.map(({ id, state }) => [id, state]));
}
