import { lastAdmin, lastOwner, type OrganizationId, type PrincipalId, type ProjectId, Refusal } from '@easement/domain';
import {
  countRows,
  deleteRows,
  findRows,
  idColumn,
  marks,
  query,
  type ReadTx,
  type WriteTx,
} from '@easement/persistence';
import { tellGoneAccount, tellProject } from '../feed/tell.ts';
import { countOwners } from '../members/member-store.ts';
import { organizationMemberTable, projectMemberTable } from '../members/member.table.ts';
import { lockOrganization } from '../organizations/organization-store.ts';
import { lockPrincipal } from '../principals/principal-store.ts';
import { principalTable } from '../principals/principal.table.ts';
import { deleteTokensOf } from '../tokens/token-store.ts';
import { type Attempt, endAttempt } from './closing-store.ts';
import { lockProject } from './project-store.ts';
import { type ProjectRow, projectTable } from './project.table.ts';

/**
 * Deletes a project with its memberships, and its service accounts with theirs and their tokens, on the condition that
 * the attempt is still closing it. Refuses `lost_race` where it is not, and `last_owner` or `last_admin` where one of
 * the accounts must stay. Everything that is counted is held: the organization, projects in the order of their ids,
 * then accounts.
 */
export async function removeProject(tx: WriteTx, attempt: Attempt): Promise<void> {
  const { organization, project } = attempt;
  await lockOrganization(tx, organization);
  const accounts = await findAccountsOf(tx, organization, project);
  const elsewhere = await listAdministered(tx, organization, accounts, project);
  const held = [project, ...elsewhere].toSorted();
  let row: ProjectRow | undefined;
  for (const id of held) {
    const one = await lockProject(tx, organization, id);
    if (id === project) row = one;
  }
  if (!(await endAttempt(tx, attempt, 'closing'))) throw attemptOver(project);
  for (const account of accounts) await lockPrincipal(tx, organization, account);
  await assertMayGo(tx, attempt, accounts, held);
  await deleteRows(tx, projectTable, { organization_id: organization, id: project });
  tellProject(tx, row, undefined);
  await deleteRows(tx, projectMemberTable, { organization_id: organization, project_id: project });
  await deleteAccounts(tx, organization, accounts);
}

/** Refuses where a service account of the project is the last owner, or the last admin of another project. */
export async function assertAccountsMayGo(tx: ReadTx, organization: OrganizationId, project: ProjectId): Promise<void> {
  const accounts = await findAccountsOf(tx, organization, project);
  const elsewhere = await listAdministered(tx, organization, accounts, project);
  await assertMayGo(tx, { organization, project }, accounts, elsewhere);
}

async function assertMayGo(
  tx: ReadTx,
  { organization, project }: Pick<Attempt, 'organization' | 'project'>,
  accounts: readonly PrincipalId[],
  held: readonly ProjectId[],
): Promise<void> {
  if (accounts.length === 0) return;
  const own = { organization_id: organization, principal_id: accounts } as const;
  const owners = await countRows(tx, organizationMemberTable, { ...own, role: 'owner' });
  if (owners > 0 && owners === (await countOwners(tx, organization))) throw lastOwner(organization);
  for (const id of await listAdministered(tx, organization, accounts, project)) {
    // One of the accounts became admin there while the project was being held: come again.
    if (!held.includes(id)) throw attemptOver(project);
    const admins = { organization_id: organization, project_id: id, role: 'admin' } as const;
    const leaving = await countRows(tx, projectMemberTable, { ...admins, principal_id: accounts });
    if (leaving === (await countRows(tx, projectMemberTable, admins))) throw lastAdmin(id);
  }
}

async function deleteAccounts(
  tx: WriteTx,
  organization: OrganizationId,
  accounts: readonly PrincipalId[],
): Promise<void> {
  const own = { organization_id: organization, principal_id: accounts } as const;
  await deleteRows(tx, principalTable, { organization_id: organization, id: accounts });
  await deleteRows(tx, organizationMemberTable, own);
  await deleteRows(tx, projectMemberTable, own);
  await deleteTokensOf(tx, organization, accounts);
  for (const account of accounts) tellGoneAccount(tx, organization, account);
}

/** The service accounts that go with the project, whatever roles they have. */
export async function findAccountsOf(
  tx: ReadTx,
  organization: OrganizationId,
  project: ProjectId,
): Promise<PrincipalId[]> {
  const rows = await findRows(tx, principalTable, { organization_id: organization, project_id: project });
  return rows.map(({ id }) => id);
}

/** The other projects in which the accounts are given the role admin. */
async function listAdministered(
  tx: ReadTx,
  organization: OrganizationId,
  accounts: readonly PrincipalId[],
  but: ProjectId,
): Promise<ProjectId[]> {
  if (accounts.length === 0) return [];
  const rows = await query(
    tx,
    { project_id: idColumn<ProjectId>() },
    `SELECT DISTINCT project_id FROM project_member
     WHERE organization_id = ? AND principal_id IN (${marks(accounts)}) AND role = 'admin' AND project_id <> ?`,
    [organization, ...accounts, but],
  );
  return rows.map(({ project_id }) => project_id);
}

function attemptOver(project: ProjectId): Refusal {
  return new Refusal(
    'lost_race',
    `another change of ${project} came before its deletion; repeat with a new request id`,
    {
      project,
    },
  );
}
