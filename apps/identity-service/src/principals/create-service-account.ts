import type { PrincipalService } from '@easement/contracts';
import {
  assertOrganizationAdmin,
  checkName,
  nameKey,
  newId,
  notFound,
  type OrganizationId,
  parseId,
  type PrincipalId,
  type ProjectId,
} from '@easement/domain';
import type { WriteTx } from '@easement/persistence';
import { type Handler, principalOf } from '@easement/rpc';
import type { Deps } from '../deps.ts';
import { answerOr, impactOn } from '../impact.ts';
import { lockOrganization } from '../organizations/organization-store.ts';
import { lockOpenProject } from '../projects/open-project.ts';
import { readOrganizationStanding } from '../standings/standing-store.ts';
import { toPrincipalMessage } from './principal-message.ts';
import { insertPrincipal } from './principal-store.ts';
import type { PrincipalRow } from './principal.table.ts';

export function createServiceAccount({ db, now }: Deps): Handler<typeof PrincipalService.method.createServiceAccount> {
  return async (request, call) => {
    const { organization, principal: caller } = principalOf(call);
    const name = checkName(request.name);
    const project = request.projectId === '' ? undefined : parseId('project', request.projectId);
    const row: PrincipalRow = {
      organization_id: organization,
      id: newId('service_account'),
      kind: 'service_account',
      email: null,
      email_key: null,
      display_name: name,
      name_key: nameKey(name),
      project_id: project ?? null,
      creator_id: caller,
      create_time: now(),
    };
    return await db.once(call, async (tx) => {
      await lockScope(tx, organization, caller, project);
      await insertPrincipal(tx, row);
      return answerOr(call, impactOn(1, project ? [project] : []), { serviceAccount: toPrincipalMessage(row) });
    });
  };
}

/** Holds what will govern the account until commit, and refuses who may not make accounts there. */
async function lockScope(
  tx: WriteTx,
  organization: OrganizationId,
  caller: PrincipalId,
  project: ProjectId | undefined,
): Promise<void> {
  const act = 'creating service accounts';
  if (project !== undefined) {
    await lockOpenProject(tx, organization, project, { caller, needed: 'admin', act });
    return;
  }
  if (!(await lockOrganization(tx, organization))) throw notFound('organization', organization);
  assertOrganizationAdmin(await readOrganizationStanding(tx, organization, caller), organization, act);
}
