import type { ProjectService } from '@easement/contracts';
import { assertOrganizationAdmin, checkName, nameKey, newId, notFound } from '@easement/domain';
import { type Handler, principalOf } from '@easement/rpc';
import type { Deps } from '../deps.ts';
import { impactOn } from '../impact.ts';
import { lockOrganization } from '../organizations/organization-store.ts';
import { countPrincipalsOf } from '../standings/principal-count.ts';
import { readOrganizationStanding } from '../standings/standing-store.ts';
import { toProjectMessage } from './project-message.ts';
import { insertProject } from './project-store.ts';
import type { ProjectRow } from './project.table.ts';

/** The project begins with no members: owners and admins of the organization act as its admins, and name others. */
export function createProject({ db, now }: Deps): Handler<typeof ProjectService.method.createProject> {
  return async (request, call) => {
    const { organization, principal: caller } = principalOf(call);
    const name = checkName(request.name);
    const time = now();
    const row: ProjectRow = {
      organization_id: organization,
      id: newId('project'),
      name,
      name_key: nameKey(name),
      description: request.description,
      attempt: 0,
      creator_id: caller,
      create_time: time,
      update_time: time,
      version: 1,
    };
    return await db.once(call, async (tx) => {
      if (!(await lockOrganization(tx, organization))) throw notFound('organization', organization);
      assertOrganizationAdmin(
        await readOrganizationStanding(tx, organization, caller),
        organization,
        'creating projects',
      );
      await insertProject(tx, row);
      if (call.validateOnly) return { impact: impactOn(await countPrincipalsOf(tx, organization, [row.id])) };
      return { project: toProjectMessage(row) };
    });
  };
}
