import type { PrincipalService } from '@easement/contracts';
import { isId, notFound, type OrganizationId, parsePrincipalId } from '@easement/domain';
import type { ReadTx } from '@easement/persistence';
import { type Handler, principalOf } from '@easement/rpc';
import type { Deps } from '../deps.ts';
import { readOrganizationStanding } from '../standings/standing-store.ts';
import { toPrincipalMessage } from './principal-message.ts';
import { emailKey, findPrincipal, findPrincipalsByEmail } from './principal-store.ts';
import type { PrincipalRow } from './principal.table.ts';
import { isVisible } from './see-principal.ts';

export function getUser({ db }: Deps): Handler<typeof PrincipalService.method.getUser> {
  return async ({ userId: asked }, call) => {
    const { organization, principal: caller } = principalOf(call);
    const row = await db.read(call, async (tx) => {
      const found = await findByIdOrEmail(tx, organization, asked);
      const standing = await readOrganizationStanding(tx, organization, caller);
      return found && (await isVisible(tx, standing, found)) ? found : undefined;
    });
    if (row === undefined) throw notFound('user', asked);
    return { user: toPrincipalMessage(row) };
  };
}

async function findByIdOrEmail(
  tx: ReadTx,
  organization: OrganizationId,
  asked: string,
): Promise<PrincipalRow | undefined> {
  if (isId('user', asked) || isId('service_account', asked)) {
    return await findPrincipal(tx, organization, parsePrincipalId(asked));
  }
  return (await findPrincipalsByEmail(tx, organization, [asked])).get(emailKey(asked));
}
