import type { PrincipalService } from '@easement/contracts';
import type { OrganizationStanding } from '@easement/domain';
import { findPage, pageOf, type Position, query, type ReadTx } from '@easement/persistence';
import { type Handler, principalOf } from '@easement/rpc';
import type { Deps } from '../deps.ts';
import { readOrganizationStanding } from '../standings/standing-store.ts';
import { toPrincipalMessage } from './principal-message.ts';
import { type PrincipalRow, principalTable } from './principal.table.ts';

type Page = { readonly size: number; readonly after: Position | undefined };
type Found = { readonly rows: readonly PrincipalRow[]; readonly next: Position | undefined };

export function listUsers({ db, pages }: Deps): Handler<typeof PrincipalService.method.listUsers> {
  return async (request, call) => {
    const { organization, principal: caller } = principalOf(call);
    const page = pageOf(pages, call, request);
    const { rows, next } = await db.read(call, async (tx): Promise<Found> => {
      const standing = await readOrganizationStanding(tx, organization, caller);
      if (standing.organizationRole === undefined) return await listAcquaintances(tx, organization, standing, page);
      return await findPage(tx, principalTable, { organization_id: organization }, { by: ['id'], ...page });
    });
    return { users: rows.map(toPrincipalMessage), nextPageToken: pages.sign(call, next) };
  };
}

/** The accounts that somebody without a role in the organization knows: `maySeePrincipal`, as one query. */
async function listAcquaintances(
  tx: ReadTx,
  organization: string,
  { principal }: OrganizationStanding,
  { size, after }: Page,
): Promise<Found> {
  const { guard: _locksOnly, ...shape } = principalTable.columns;
  const mine = 'SELECT project_id FROM project_member WHERE organization_id = ? AND principal_id = ?';
  const rows = await query(
    tx,
    shape,
    `SELECT * FROM principal WHERE organization_id = ? AND id > ? AND (
       id = ?
       OR project_id IN (${mine})
       OR id IN (SELECT principal_id FROM project_member WHERE organization_id = ? AND project_id IN (${mine}))
     ) ORDER BY id LIMIT ?`,
    [
      organization,
      after?.[0] ?? '',
      principal,
      organization,
      principal,
      organization,
      organization,
      principal,
      size + 1,
    ],
  );
  const last = rows.length > size ? rows[size - 1] : undefined;
  return { rows: rows.slice(0, size), next: last && [last.id] };
}
