import type { OrganizationId } from '@easement/domain';
import { idColumn } from './column.ts';
import type { Database } from './database.ts';
import { quote } from './schema.ts';
import type { AnyTable } from './table.ts';
import type { Work } from './work.ts';

const batch = 200;

/**
 * Every organization that has a row in `table`, in order: the one place where background work looks across
 * organizations. `newWork` is asked for each batch, since a job may outlast one deadline.
 */
export async function* listOrganizations(
  db: Database,
  newWork: () => Work,
  table: AnyTable,
): AsyncGenerator<OrganizationId, void, undefined> {
  const sql =
    `SELECT DISTINCT organization_id FROM ${quote(table.name)} WHERE organization_id > ?` +
    ` ORDER BY organization_id LIMIT ${batch}`;
  for (let after = ''; ;) {
    const rows = await db.select(newWork(), { organization_id: idColumn<OrganizationId>() }, sql, [after]);
    for (const { organization_id } of rows) yield organization_id;
    const last = rows.at(-1);
    if (last === undefined || rows.length < batch) return;
    after = last.organization_id;
  }
}
