import type { OrganizationId } from '@easement/domain';
import {
  guardColumn,
  idColumn,
  nameKeyColumn,
  type RowOf,
  table,
  textColumn,
  timeColumn,
  versionColumn,
} from '@easement/persistence';

export type OrganizationRow = RowOf<typeof organizationTable>;

export const organizationTable = table('organization', {
  columns: {
    organization_id: idColumn<OrganizationId>(),
    name: textColumn(),
    name_key: nameKeyColumn(),
    create_time: timeColumn(),
    update_time: timeColumn(),
    version: versionColumn(),
    guard: guardColumn(),
  },
  primary: ['organization_id'],
  uniques: { by_name: ['name_key'] },
});
