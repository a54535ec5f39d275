import type { OrganizationId, ProjectId, BucketId } from '@easement/domain';
import { idColumn, nameKeyColumn, type RowOf, table, textColumn } from '@easement/persistence';

/** Where names are unique: a project, for its buckets and links, or a bucket, for its tables. */
export type Scope = ProjectId | BucketId;

/** Every name that is taken, whoever took it: buckets, tables, and the links that sharing-service keeps. */
export const nameTable = table('name', {
  columns: {
    organization_id: idColumn<OrganizationId>(),
    scope: idColumn<Scope>(),
    name_key: nameKeyColumn(),
    name: textColumn(128),
    owner_id: idColumn(),
  },
  primary: ['organization_id', 'scope', 'name_key'],
  uniques: { one_for_each_owner: ['organization_id', 'owner_id', 'scope'] },
});

export type NameRow = RowOf<typeof nameTable>;
