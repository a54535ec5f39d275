import type { OrganizationId, ProjectId } from '@easement/domain';
import { codeColumn, guardColumn, idColumn, integerColumn, table } from '@easement/persistence';

/**
 * Closed while `closed_attempt` is past `reopened_attempt`. Whatever is made in a project touches its row first, and so
 * does closing, so that nothing comes in between the last look at the project and its end. Once the project is deleted,
 * its row stays and says so.
 */
export const projectGuardTable = table('project_guard', {
  columns: {
    organization_id: idColumn<OrganizationId>(),
    project_id: idColumn<ProjectId>(),
    state: codeColumn<'open' | 'closed' | 'deleted'>(),
    closed_attempt: integerColumn(),
    reopened_attempt: integerColumn(),
    guard: guardColumn(),
  },
  primary: ['organization_id', 'project_id'],
  indexes: { by_state: ['organization_id', 'state'] },
});
