import type { BucketId, Dependency, ObjectId, OrganizationId, ProjectId, ViewId } from '@easement/domain';
import { idColumn, integerColumn, jsonColumn, type RowOf, table } from '@easement/persistence';
import type { View } from './view.ts';

/** What the names in the texts of views mean. The thing may be gone: the row stays until the view is another or goes. */
export const viewDependencyTable = table('view_dependency', {
  columns: {
    organization_id: idColumn<OrganizationId>(),
    view_id: idColumn<ViewId>(),
    position: integerColumn(),
    name: jsonColumn<readonly string[]>(),
    object_id: idColumn<ObjectId>(),
    bucket_id: idColumn<BucketId>(),
    project_id: idColumn<ProjectId>(),
  },
  primary: ['organization_id', 'view_id', 'position'],
  indexes: { by_object: ['organization_id', 'object_id', 'view_id'] },
});

type DependencyRow = RowOf<typeof viewDependencyTable>;

export function toDependency({ name, object_id, bucket_id, project_id }: DependencyRow): Dependency {
  return { name, object: object_id, bucket: bucket_id, project: project_id };
}

export function toDependencyRows({ organization, id, dependencies }: View): DependencyRow[] {
  return dependencies.map(({ name, object, bucket, project }, position) => ({
    ...{ organization_id: organization, view_id: id, position },
    ...{ name, object_id: object, bucket_id: bucket, project_id: project },
  }));
}
