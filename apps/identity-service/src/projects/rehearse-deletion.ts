import type { DeleteProjectRequest } from '@easement/contracts';
import { type ProjectId, Refusal } from '@easement/domain';
import { type Call, principalOf } from '@easement/rpc';
import type { Deps } from '../deps.ts';
import { type ImpactInit, impactOn } from '../impact.ts';
import { lockDeletable } from './begin-deletion.ts';
import { rehearseClosing } from './closing-peers.ts';
import { countPrincipalsOf } from '../standings/principal-count.ts';
import { assertAccountsMayGo, findAccountsOf } from './remove-project.ts';
import { seenBy } from './seen-refusal.ts';

/** Checks all that deleting the project checks, here and in the other services, and changes nothing anywhere. */
export async function rehearseDeletion(
  deps: Deps,
  request: DeleteProjectRequest,
  call: Call,
  id: ProjectId,
): Promise<ImpactInit> {
  const { organization } = principalOf(call);
  const { number, people } = await deps.db.rehearse(call, async (tx) => {
    const { attempt } = await lockDeletable(tx, request, call, id);
    await assertAccountsMayGo(tx, organization, id);
    const people = await countPrincipalsOf(tx, organization, [id], await findAccountsOf(tx, organization, id));
    return { number: attempt + 1, people };
  });
  try {
    await rehearseClosing(deps, call, { organization, project: id, number, id: 'rehearsal' });
  } catch (error) {
    throw error instanceof Refusal ? await seenBy(deps, call, id, error) : error;
  }
  return impactOn(people, [id]);
}
