import type { OrganizationId, ProjectId } from '@easement/domain';
import {
  guardColumn,
  idColumn,
  integerColumn,
  nameKeyColumn,
  type RowOf,
  table,
  textColumn,
  timeColumn,
  versionColumn,
} from '@easement/persistence';

export type ProjectRow = RowOf<typeof projectTable>;

export const projectTable = table('project', {
  columns: {
    organization_id: idColumn<OrganizationId>(),
    id: idColumn<ProjectId>(),
    name: textColumn(),
    name_key: nameKeyColumn(),
    description: textColumn(2_000),
    /** The number of the last attempt to delete the project. It only grows. */
    attempt: integerColumn(),
    creator_id: idColumn(),
    create_time: timeColumn(),
    update_time: timeColumn(),
    version: versionColumn(),
    guard: guardColumn(),
  },
  primary: ['organization_id', 'id'],
  uniques: { by_name: ['organization_id', 'name_key'] },
});
