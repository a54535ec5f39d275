import type { DeleteProjectRequest } from '@easement/contracts';
import { type ProjectId, projectClosing, Refusal } from '@easement/domain';
import { beginRequest, type WriteTx } from '@easement/persistence';
import { type Call, principalOf } from '@easement/rpc';
import type { Deps } from '../deps.ts';
import { assertEtag } from '../etag.ts';
import { type Attempt, beginAttempt, findClosing, keepAttempt, newAttemptId, toAttempt } from './closing-store.ts';
import { lockProjectFor } from './open-project.ts';
import type { ProjectRow } from './project.table.ts';

/** The attempt to go on with, or what this request was answered before. */
export type Begun = { readonly attempt: Attempt } | { readonly answer: object };

/** Begins an attempt to delete the project, or takes up the one that this request began. */
export function beginDeletion(
  { db, now }: Deps,
  request: DeleteProjectRequest,
  call: Call,
  id: ProjectId,
): Promise<Begun> {
  const fresh = newAttemptId();
  const time = now();
  return db.write(call, async (tx): Promise<Begun> => {
    const record = await beginRequest(tx, call, fresh);
    if (record.state === 'done') return { answer: record.answer };
    if (record.state === 'running') return { attempt: await resumeAttempt(tx, call, id, record.thingId, time) };
    const project = await lockDeletable(tx, request, call, id);
    return { attempt: await beginAttempt(tx, project, fresh, time) };
  });
}

/** The project, held until commit, if the caller may begin to delete it now. */
export async function lockDeletable(
  tx: WriteTx,
  request: DeleteProjectRequest,
  call: Call,
  id: ProjectId,
): Promise<ProjectRow> {
  const { organization, principal: caller } = principalOf(call);
  const demand = { caller, needed: 'admin', act: 'deleting the project' } as const;
  const { project } = await lockProjectFor(tx, organization, id, demand);
  assertEtag(request.etag, project, 'project', id);
  if (await findClosing(tx, organization, id)) throw projectClosing(id);
  return project;
}

/** The attempt, if it is still closing: the sweeper, which undoes those that stopped, begins to wait anew. */
async function resumeAttempt(tx: WriteTx, call: Call, id: ProjectId, attemptId: string, since: Date): Promise<Attempt> {
  const { organization, principal: caller } = principalOf(call);
  await lockProjectFor(tx, organization, id, { caller, needed: 'admin', act: 'deleting the project' });
  const closing = await findClosing(tx, organization, id);
  if (closing?.attempt_id !== attemptId || closing.state !== 'closing') throw undone(id);
  await keepAttempt(tx, toAttempt(closing), since);
  return toAttempt(closing);
}

function undone(project: ProjectId): Refusal {
  const message = `this deletion of ${project} has been undone meanwhile; repeat with a new request id`;
  return new Refusal('lost_race', message, { project });
}
