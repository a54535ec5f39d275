import type { ProjectService } from '@easement/contracts';
import { parseId, Refusal } from '@easement/domain';
import { answerRequest, beginRequest } from '@easement/persistence';
import type { Call, Handler } from '@easement/rpc';
import type { Deps } from '../deps.ts';
import { beginDeletion } from './begin-deletion.ts';
import { closePeers, isAnswer } from './closing-peers.ts';
import type { Attempt } from './closing-store.ts';
import { rehearseDeletion } from './rehearse-deletion.ts';
import { removeProject } from './remove-project.ts';
import { reopenProject } from './reopen-project.ts';
import { seenBy } from './seen-refusal.ts';

/**
 * Deletes a project that nothing is left in: marks it as closing, has sharing and catalog close theirs, then deletes. A
 * refusal opens it again; where a service does not answer, a repeat of the request goes on, or the sweeper opens it.
 */
export function deleteProject(deps: Deps): Handler<typeof ProjectService.method.deleteProject> {
  return async (request, call) => {
    const id = parseId('project', request.projectId);
    if (call.validateOnly) return { impact: await rehearseDeletion(deps, request, call, id) };
    const begun = await beginDeletion(deps, request, call, id);
    if ('answer' in begun) return begun.answer;
    try {
      await deps.stepped('begun');
      await closePeers(deps, call, begun.attempt);
      const answer = await finishDeletion(deps, call, begun.attempt);
      await deps.stepped('deleted');
      return answer;
    } catch (error) {
      if (!(error instanceof Refusal) || !isAnswer(error)) throw error;
      // What keeps it from opening now, the sweeper meets again; the caller hears why the project stays.
      await reopenProject(deps, call, begun.attempt).catch(() => undefined);
      throw await seenBy(deps, call, id, error);
    }
  };
}

function finishDeletion({ db }: Deps, call: Call, attempt: Attempt): Promise<object> {
  return db.write(call, async (tx) => {
    const record = await beginRequest(tx, call, attempt.id);
    if (record.state === 'done') return record.answer;
    await removeProject(tx, attempt);
    await answerRequest(tx, call, {});
    return {};
  });
}
