import type { PrincipalService } from '@easement/contracts';
import { assertOrganizationAdmin, newId, notFound } from '@easement/domain';
import { type Handler, principalOf } from '@easement/rpc';
import type { Deps } from '../deps.ts';
import { answerOr, impactOn } from '../impact.ts';
import { lockOrganization } from '../organizations/organization-store.ts';
import { readOrganizationStanding } from '../standings/standing-store.ts';
import { checkDisplayName } from './display-name.ts';
import { toPrincipalMessage } from './principal-message.ts';
import { emailKey, insertPrincipal } from './principal-store.ts';
import type { PrincipalRow } from './principal.table.ts';

export function createUser({ db, now }: Deps): Handler<typeof PrincipalService.method.createUser> {
  return async ({ email, displayName }, call) => {
    const { organization, principal: caller } = principalOf(call);
    const row: PrincipalRow = {
      organization_id: organization,
      id: newId('user'),
      kind: 'user',
      email,
      email_key: emailKey(email),
      display_name: checkDisplayName(displayName),
      name_key: null,
      project_id: null,
      creator_id: caller,
      create_time: now(),
    };
    return await db.once(call, async (tx) => {
      if (!(await lockOrganization(tx, organization))) throw notFound('organization', organization);
      assertOrganizationAdmin(await readOrganizationStanding(tx, organization, caller), organization, 'creating users');
      await insertPrincipal(tx, row);
      return answerOr(call, impactOn(1), { user: toPrincipalMessage(row) });
    });
  };
}
