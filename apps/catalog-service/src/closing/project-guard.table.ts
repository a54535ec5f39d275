import type { OrganizationId, ProjectId } from '@easement/domain';
import { guardColumn, idColumn, integerColumn, table } from '@easement/persistence';

/**
 * Closed while `closed_attempt` is past `reopened_attempt`. Every creation in a project touches its row first, and so
 * does closing, so that nothing comes in between the last look at the project and its end.
 */
export const projectGuardTable = table('project_guard', {
  columns: {
    organization_id: idColumn<OrganizationId>(),
    project_id: idColumn<ProjectId>(),
    closed_attempt: integerColumn(),
    reopened_attempt: integerColumn(),
    guard: guardColumn(),
  },
  primary: ['organization_id', 'project_id'],
});
