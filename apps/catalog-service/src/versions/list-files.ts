import type { VersionService } from '@easement/contracts';
import { isId, parseId } from '@easement/domain';
import { type Handler, organizationOf } from '@easement/rpc';
import type { Deps } from '../deps.ts';
import { findListed } from './data-file-store.ts';

/** What is not answered may be deleted, if it is older than the longest deadline: nothing can come to list it. */
export function listFiles({ db }: Deps): Handler<typeof VersionService.method.listFiles> {
  return async (request, call) => {
    const organization = organizationOf(call);
    const ids = request.fileIds.filter((text) => isId('file', text)).map((text) => parseId('file', text));
    return { listedFileIds: await db.read(call, (tx) => findListed(tx, organization, ids)) };
  };
}
