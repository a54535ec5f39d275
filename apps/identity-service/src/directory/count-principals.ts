import type { DirectoryService } from '@easement/contracts';
import { parseId, parsePrincipalId } from '@easement/domain';
import { type Handler, organizationOf } from '@easement/rpc';
import type { Deps } from '../deps.ts';
import { countPrincipalsOf } from '../standings/principal-count.ts';

export function countPrincipals({ db }: Deps): Handler<typeof DirectoryService.method.countPrincipals> {
  return async ({ projectIds, principalIds }, call) => {
    const organization = organizationOf(call);
    const projects = projectIds.map((id) => parseId('project', id));
    const named = principalIds.map(parsePrincipalId);
    return { count: await db.read(call, (tx) => countPrincipalsOf(tx, organization, projects, named)) };
  };
}
