import type { MessageInitShape } from '@bufbuild/protobuf';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import type {
  Dependency as DependencyMessage,
  DependencySchema,
  VersionColumn,
  View as ViewMessage,
  ViewSchema,
} from '@easement/contracts';
import { type Dependency, etagOf, parseId, parseObjectId, type ViewColumn } from '@easement/domain';
import type { Sight } from '../buckets/bucket-message.ts';
import type { View, ViewOutline } from './view.ts';

type ViewInit = Exclude<MessageInitShape<typeof ViewSchema>, ViewMessage>;

/** Who sees a view through a link is told what it answers, and not how. */
export function toViewMessage(view: View, sight: Sight = 'inside'): ViewInit {
  const text =
    sight === 'inside' ? { statement: view.statement, dependencies: view.dependencies.map(toDependencyMessage) } : {};
  return { ...toViewOutline(view, sight), ...text, columns: view.columns.map(toColumnMessage) };
}

/** A view without its text, which may be as long as a page. */
export function toViewOutline(view: ViewOutline, sight: Sight = 'inside'): ViewInit {
  return {
    id: view.id,
    name: view.name,
    organizationId: view.organization,
    projectId: view.project,
    bucketId: view.bucket,
    comment: view.comment,
    hiddenThroughLinks: view.isHidden,
    etag: etagOf(view),
    createTime: timestampFromDate(view.createTime),
    updateTime: timestampFromDate(view.updateTime),
    creatorId: sight === 'inside' ? view.creator : '',
  };
}

export function toDependencyMessage(dependency: Dependency): MessageInitShape<typeof DependencySchema> {
  const { name, object, bucket, project } = dependency;
  return { name: [...name], objectId: object, bucketId: bucket, projectId: project };
}

export function toDependency({ name, objectId, bucketId, projectId }: DependencyMessage): Dependency {
  return {
    name,
    object: parseObjectId(objectId),
    bucket: parseId('bucket', bucketId),
    project: parseId('project', projectId),
  };
}

export function toColumnMessage({ name, type, nullable }: ViewColumn) {
  return { name, type, nullable };
}

export function toViewColumn({ name, type, nullable }: VersionColumn): ViewColumn {
  return { name, type, nullable };
}
