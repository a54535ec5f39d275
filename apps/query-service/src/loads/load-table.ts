import type { LoadService } from '@easement/contracts';
import { type Call, type Handler, principalOf } from '@easement/rpc';
import type { Deps } from '../deps.ts';
import type { Load, Loaded } from './load.ts';
import { loadIntoNew } from './load-into-new.ts';
import { loadIntoTable } from './load-into-table.ts';
import { aimOf } from './load-header.ts';
import { answerRepeat, recallLoad } from './repeated-load.ts';
import type { Recalled } from './commits.ts';
import type { LoadTarget } from './load-target.ts';
import { readHeader, receive } from './upload.ts';

/** A repeat is answered as it was, whatever has become meanwhile of the table and of the caller's right to it. */
export function loadTable(deps: Deps): Handler<typeof LoadService.method.loadTable> {
  const { findTarget, engine, limits } = deps;
  const begin = (call: Call, project: string) =>
    deps.transfers.begin({ principal: principalOf(call).principal, project });
  return async (requests, call) => {
    const { header, chunks } = await readHeader(requests);
    const aim = aimOf(header);
    const requestId = header.requestId || call.requestId;
    const target = (await recallLoad(deps, { call, header, requestId })) ?? (await findTarget(call, aim));
    // A repeat takes room for its file as well.
    using _running = begin(call, target.kind === 'recalled' ? (target.commit.table?.projectId ?? '') : target.project);
    await using upload = await receive(engine.uploadFolder, header, chunks, limits.uploadBytes);
    return await put(deps, { call, header, requestId, upload }, target);
  };
}

async function put(deps: Deps, load: Load, target: LoadTarget | Recalled): Promise<Loaded> {
  switch (target.kind) {
    case 'recalled':
      return answerRepeat(load, target);
    case 'new':
      return await loadIntoNew(deps, load, target);
    case 'table':
      return await loadIntoTable(deps, load, target.table);
  }
}
