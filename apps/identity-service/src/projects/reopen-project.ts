import { forgetRequestOf } from '@easement/persistence';
import type { Call } from '@easement/rpc';
import type { Deps } from '../deps.ts';
import { reopenPeers } from './closing-peers.ts';
import { type Attempt, endAttempt, findClosing, turnBack } from './closing-store.ts';
import { lockProject } from './project-store.ts';

/**
 * Undoes an attempt to delete a project, however far it came, and does nothing where it is over already. The attempt is
 * marked first, so that it cannot delete the project any more while the others open theirs. Safe to repeat, and for
 * several to do at once; the project takes new things again when this has returned.
 */
export async function reopenProject(deps: Deps, call: Call, attempt: Attempt): Promise<void> {
  const { db, now, stepped } = deps;
  const { organization, project } = attempt;
  const since = now();
  const isReopening = await db.write(call, async (tx) => {
    await lockProject(tx, organization, project);
    await turnBack(tx, attempt, since);
    return (await findClosing(tx, organization, project))?.attempt === attempt.number;
  });
  if (!isReopening) return;
  await stepped('reopening');
  await reopenPeers(deps, call, attempt);
  await db.write(call, async (tx) => {
    await lockProject(tx, organization, project);
    if (await endAttempt(tx, attempt, 'reopening')) await forgetRequestOf(tx, organization, attempt.id);
  });
}
