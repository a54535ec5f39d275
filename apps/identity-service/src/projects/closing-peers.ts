import type { Refusal } from '@easement/domain';
import { asService, type Call, derivedRequestId } from '@easement/rpc';
import type { Deps } from '../deps.ts';
import type { Attempt } from './closing-store.ts';

type Peers = Pick<Deps, 'closers' | 'stepped'>;

/** Has the other services refuse whatever is new in the project, or refuses with what is left in it. */
export async function closePeers({ closers, stepped }: Peers, call: Call, attempt: Attempt): Promise<void> {
  await closers.sharing.closeProject(toRequest(call, attempt, 'close-sharing'), asService(call));
  await stepped('sharing_closed');
  await closers.catalog.closeProject(toRequest(call, attempt, 'close-catalog'), asService(call));
  await stepped('catalog_closed');
}

/** Asks what is left in the project, and changes nothing anywhere. */
export async function rehearseClosing({ closers }: Peers, call: Call, attempt: Attempt): Promise<void> {
  const validateOnly = true;
  const request = { ...toRequest(call, attempt, 'rehearse'), validateOnly };
  await closers.sharing.closeProject(request, asService(call));
  await closers.catalog.closeProject(request, asService(call));
}

/** Ends the attempt in the other services, also where its closing has not arrived yet. */
export async function reopenPeers({ closers, stepped }: Peers, call: Call, attempt: Attempt): Promise<void> {
  await Promise.all([
    closers.sharing.reopenProject(toRequest(call, attempt, 'reopen-sharing'), asService(call)),
    closers.catalog.reopenProject(toRequest(call, attempt, 'reopen-catalog'), asService(call)),
  ]);
  await stepped('peers_reopened');
}

/** Whether a peer said no, as against not answering: then nobody knows what it did, and the attempt stays as it is. */
export function isAnswer({ reason }: Refusal): boolean {
  return reason !== 'peer_unavailable';
}

function toRequest(call: Call, { project, number, id }: Attempt, step: string) {
  return { projectId: project, attempt: BigInt(number), requestId: derivedRequestId(call, `${step} ${id}`) };
}
