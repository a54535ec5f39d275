import type { CommitVersionResponse } from '@easement/contracts';
import { Refusal } from '@easement/domain';
import type { Deps } from '../deps.ts';
import type { Recalled } from './commits.ts';
import type { Load, Loaded } from './load.ts';

/** The load that the caller has made under the same request id before, if any; a rehearsal repeats nothing. */
export async function recallLoad(
  { commits }: Pick<Deps, 'commits'>,
  { call, header, requestId }: Pick<Load, 'call' | 'header' | 'requestId'>,
): Promise<Recalled | undefined> {
  return header.validateOnly ? undefined : await commits.recall(call, requestId);
}

/** Answers as the first time; refuses `request_id_reused` where something else is loaded now. */
export function answerRepeat(
  { upload, requestId }: Pick<Load, 'upload' | 'requestId'>,
  { commit, contentHash }: Recalled,
): Loaded {
  if (contentHash !== upload.sha256) throw requestIdReused(requestId);
  return toLoaded(commit);
}

/** What is loaded is answered with its table; what is rehearsed, with whom it would touch. */
export function toLoaded({ table, rowCount, impact }: CommitVersionResponse): Loaded {
  if (impact) return { rowCount, impact };
  if (!table) throw new Error('catalog-service committed a version and answered no table');
  return { rowCount, table, version: table.version };
}

export function requestIdReused(requestId: string): Refusal {
  return new Refusal(
    'request_id_reused',
    `the request id ${requestId} was used before for a different load; make a new one for each load`,
    { request_id: requestId },
  );
}
