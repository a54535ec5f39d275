import type { DirectoryService } from '@easement/contracts';
import { parsePrincipalId } from '@easement/domain';
import { type Handler, organizationOf } from '@easement/rpc';
import type { Deps } from '../deps.ts';
import { findAcquaintances } from '../principals/principal-store.ts';

export function lookUpAcquaintances({ db }: Deps): Handler<typeof DirectoryService.method.lookUpAcquaintances> {
  return async ({ principalId, otherIds }, call) => {
    const organization = organizationOf(call);
    const principal = parsePrincipalId(principalId);
    const others = otherIds.map(parsePrincipalId);
    return { metIds: await db.read(call, (tx) => findAcquaintances(tx, organization, principal, others)) };
  };
}
