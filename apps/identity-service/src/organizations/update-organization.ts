import type { OrganizationService } from '@easement/contracts';
import { assertOrganizationAdmin, checkName, maskedFields, nameKey, notFound } from '@easement/domain';
import { countRows } from '@easement/persistence';
import { type Handler, principalOf } from '@easement/rpc';
import type { Deps } from '../deps.ts';
import { assertEtag } from '../etag.ts';
import { impactOn } from '../impact.ts';
import { principalTable } from '../principals/principal.table.ts';
import { readOrganizationStanding } from '../standings/standing-store.ts';
import { toOrganizationMessage } from './organization-message.ts';
import { lockOrganization, renameOrganization } from './organization-store.ts';

export function updateOrganization({ db, now }: Deps): Handler<typeof OrganizationService.method.updateOrganization> {
  return async (request, call) => {
    const { organization, principal } = principalOf(call);
    maskedFields(request.updateMask, ['name']);
    const name = checkName(request.name);
    const updateTime = now();
    return await db.once(call, async (tx) => {
      const isOwn = request.organizationId === organization;
      const row = isOwn ? await lockOrganization(tx, organization) : undefined;
      if (row === undefined) throw notFound('organization', request.organizationId);
      assertOrganizationAdmin(await readOrganizationStanding(tx, organization, principal), organization, 'renaming it');
      assertEtag(request.etag, row, 'organization', organization);
      await renameOrganization(tx, organization, name, updateTime);
      const updated = { ...row, name, name_key: nameKey(name), update_time: updateTime, version: row.version + 1 };
      if (call.validateOnly) {
        return { impact: impactOn(await countRows(tx, principalTable, { organization_id: organization })) };
      }
      return { organization: toOrganizationMessage(updated) };
    });
  };
}
