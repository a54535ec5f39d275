import type { CommitVersionResponse } from '@easement/contracts';
import { Refusal } from '@easement/domain';
import type { Call } from '@easement/rpc';
import type { Deps } from '../deps.ts';
import type { Commit } from './commits.ts';
import { requestIdReused } from './repeated-load.ts';
import type { StoredRows } from './store-rows.ts';

/** For whom rows are committed, under which request, and what a repeat must match. */
export type Committing = {
  readonly call: Call;
  readonly requestId: string;
  readonly validateOnly: boolean;
  /** In hex. */
  readonly contentHash: string;
};

/** Makes the version that lists the stored rows. */
export async function commitRows(
  { commits }: Pick<Deps, 'commits'>,
  { call, validateOnly, requestId, contentHash }: Committing,
  stored: StoredRows,
  commit: Omit<Commit, 'files' | 'contentHash' | 'validateOnly'>,
): Promise<CommitVersionResponse> {
  const { file } = stored;
  // Who has left so far has committed nothing for sure.
  call.signal.throwIfAborted();
  // Until the catalog has said otherwise the version may be there, and what it lists must not go.
  stored.keep = true;
  try {
    const request = { ...commit, files: [file], contentHash, validateOnly };
    const answer = await commits.make(call, requestId, request);
    // Of a repeat it names the file of the first time; a rehearsal keeps none.
    stored.keep = answer.fileIds.includes(file.id) && !validateOnly;
    return answer;
  } catch (error) {
    stored.keep = !isVerdict(error);
    // The catalog knows the id by which it was asked, which tells the caller nothing.
    throw isVerdict(error) && error.reason === 'request_id_reused' ? requestIdReused(requestId) : error;
  }
}

/**
 * Whether the catalog has said no. After anything else, silence and an answer too large to receive among it, the version
 * may have been made; the sweeper removes the file if it was not.
 */
export function isVerdict(error: unknown): error is Refusal {
  if (!(error instanceof Refusal)) return false;
  return error.reason !== 'peer_unavailable' && error.reason !== 'message_too_large';
}
