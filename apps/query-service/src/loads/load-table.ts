import { type LoadHeader, type LoadService } from '@easement/contracts';
import type { Call, Handler } from '@easement/rpc';
import type { Deps } from '../deps.ts';
import { loadIntoNew } from './load-into-new.ts';
import { loadIntoTable } from './load-into-table.ts';
import type { Upload } from '../engine/files/receive-upload.ts';
import { readHeader, receive } from './upload.ts';

/** One load under way: everything its steps need to know. */
export type Load = {
  readonly call: Call;
  readonly header: LoadHeader;
  /** The header's, or the one that the call was given. */
  readonly requestId: string;
  readonly upload: Upload;
};

export function loadTable(deps: Deps): Handler<typeof LoadService.method.loadTable> {
  const { findTarget, engine, limits } = deps;
  return async (requests, call) => {
    const { header, chunks } = await readHeader(requests);
    const target = await findTarget(call, header);
    await using upload = await receive(engine.uploadFolder, header, chunks, limits.uploadBytes);
    const load = { call, header, requestId: header.requestId || call.requestId, upload };
    return target.kind === 'new'
      ? await loadIntoNew(deps, load, target)
      : await loadIntoTable(deps, load, target.table);
  };
}
