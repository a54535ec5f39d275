import { isId, judgeShare, type PrincipalId, type ProjectId, withoutGone } from '@easement/domain';
import { organizationOf } from '@easement/rpc';
import { recordShareAct } from '../activity/record-act.ts';
import type { Deps } from '../deps.ts';
import { removeGoneShare } from '../shares/gone-shares.ts';
import { pageOfShares } from '../shares/share-lists.ts';
import { lockShare, replaceTargets, saveShare } from '../shares/share-store.ts';
import { type StoredShare, targetsOf } from '../shares/share.table.ts';
import type { NewCall } from '../sweeper/sweep.ts';
import type { Finding, Look } from './finding.ts';

type Exists = (target: ProjectId | PrincipalId) => boolean;

/** Every share beside its bucket and project, and every list beside those it names. */
export const lookAtShares: Look = async (deps, newCall, { size, after, dryRun }) => {
  const call = newCall();
  const page = { size, after: after === '' ? undefined : [after] };
  const { shares, next } = await deps.db.read(call, (tx) => pageOfShares(tx, organizationOf(call), undefined, page));
  const owners = await deps.inventory.bucketOwners(
    newCall(),
    shares.flatMap(({ bucket }) => bucket ?? []),
  );
  const exists = await whoExists(deps, newCall, shares);
  const findings: Finding[] = [];
  for (const share of shares) {
    const bucketOwner = share.bucket === undefined ? share.project : owners.get(share.bucket);
    const facts = { share, hasProject: exists(share.project), bucketOwner };
    const cause = judgeShare(facts);
    const { id, name, project } = share;
    if (cause !== undefined) {
      if (dryRun || (await remove(deps, newCall, share))) {
        findings.push({ id, name, project, action: 'share_removed', cause });
      }
      continue;
    }
    const gone = dryRun ? withoutGone(share.audience, exists).gone : await trim(deps, newCall, share, exists);
    const detail = gone.join(' ');
    if (gone.length > 0) {
      findings.push({ id, name, project, action: 'audience_trimmed', cause: 'targets_gone', detail });
    }
  }
  return { findings, checked: shares.length, next: next && String(next[0]) };
};

/** Asks identity-service about all projects and people of these shares at once. */
async function whoExists({ directory }: Deps, newCall: NewCall, shares: readonly StoredShare[]): Promise<Exists> {
  const asked = shares.flatMap(({ project, audience }) => [project, ...targetsOf(audience)]);
  const projects = asked.filter((id): id is ProjectId => isId('project', id));
  const people = asked.filter((id) => !isId('project', id));
  const [names, principals] = [
    await directory.projectNames(newCall(), projects),
    await directory.principals(newCall(), people),
  ];
  return (id) => (isId('project', id) ? names.has(id as ProjectId) : principals.has(id));
}

/** False where links are left, which come before. */
async function remove({ db, now }: Deps, newCall: NewCall, { organization, id }: StoredShare): Promise<boolean> {
  return await db.write(newCall(), (tx) => removeGoneShare(tx, organization, id, now()));
}

/** Takes those off the list who are gone, as it is under the lock, and answers them. */
async function trim(
  { db, now }: Deps,
  newCall: NewCall,
  { organization, id, audience }: StoredShare,
  exists: Exists,
): Promise<readonly string[]> {
  const suspects = withoutGone(audience, exists).gone;
  if (suspects.length === 0) return [];
  return await db.write(newCall(), async (tx) => {
    const share = await lockShare(tx, organization, id);
    if (!share) return [];
    const trimmed = withoutGone(share.audience, (target) => !suspects.includes(target));
    if (trimmed.gone.length === 0) return [];
    const saved = await saveShare(tx, { ...share, audience: trimmed.audience, updateTime: now() });
    await replaceTargets(tx, saved);
    const act = { action: 'share_updated', actor: undefined, share: saved, before: share, after: saved } as const;
    recordShareAct(tx, { ...act, flags: [] });
    return trimmed.gone;
  });
}
