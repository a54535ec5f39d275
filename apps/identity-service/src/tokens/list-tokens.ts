import { pageOf } from '@easement/persistence';
import type { TokenService } from '@easement/contracts';
import { parsePrincipalId } from '@easement/domain';
import { type Handler, principalOf } from '@easement/rpc';
import type { Deps } from '../deps.ts';
import { getGovernedHolder } from './governed-holder.ts';
import { toTokenMessage } from './token-message.ts';
import { listTokenRows } from './token-store.ts';

export function listTokens({ db, pages }: Deps): Handler<typeof TokenService.method.listTokens> {
  return async (request, call) => {
    const { organization, principal: caller } = principalOf(call);
    const page = pageOf(pages, call, request);
    const id = request.principalId === '' ? caller : parsePrincipalId(request.principalId);
    const { rows, next } = await db.read(call, async (tx) => {
      await getGovernedHolder(tx, organization, caller, id);
      return await listTokenRows(tx, organization, id, page);
    });
    return { tokens: rows.map(toTokenMessage), nextPageToken: pages.sign(call, next) };
  };
}
