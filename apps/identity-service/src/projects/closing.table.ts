import type { OrganizationId, ProjectId } from '@easement/domain';
import { codeColumn, idColumn, integerColumn, type RowOf, table, timeColumn } from '@easement/persistence';

export type ClosingRow = RowOf<typeof closingTable>;

/** The attempts to delete a project that are under way. Changed only while the project's row is held. */
export const closingTable = table('project_closing', {
  columns: {
    organization_id: idColumn<OrganizationId>(),
    project_id: idColumn<ProjectId>(),
    attempt: integerColumn(),
    /** Names the attempt to the record of its request. */
    attempt_id: codeColumn(),
    state: codeColumn<'closing' | 'reopening'>(),
    /** When the attempt came into this state. */
    since: timeColumn(),
  },
  primary: ['organization_id', 'project_id'],
});
