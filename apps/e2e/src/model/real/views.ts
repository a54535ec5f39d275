import {
  type Audience,
  AudienceType,
  type Bucket,
  type Grant,
  type Impact,
  type Link,
  LinkState,
  type Offer,
  Privilege,
  type ProjectObject,
  RemovalReason,
  type Share,
  ShareKind,
  Stage,
  type Table,
} from '@easement/contracts';
import type { Ids } from './ids.ts';

/** What the system shows, in the handles and words of the model. */
export type Views = ReturnType<typeof createViews>;

const audiences: Readonly<Record<AudienceType, string>> = {
  [AudienceType.UNSPECIFIED]: 'unspecified',
  [AudienceType.PROJECT_MEMBERS]: 'project_members',
  [AudienceType.ORGANIZATION_MEMBERS]: 'organization_members',
  [AudienceType.SELECTED_PROJECTS]: 'selected_projects',
  [AudienceType.SELECTED_USERS]: 'selected_users',
  [AudienceType.TENANTS]: 'tenants',
};
const stages: Readonly<Record<Stage, string>> = {
  [Stage.UNSPECIFIED]: 'unspecified',
  [Stage.IN]: 'in',
  [Stage.OUT]: 'out',
};

/** `saw` is told each etag that is shown. */
export function createViews({ handleOf }: Ids, saw: (handle: string, etag: string) => void) {
  const see = (id: string, etag: string): string => {
    const handle = handleOf(id);
    saw(handle, etag);
    return handle;
  };
  const handles = (ids: readonly string[]): string[] => ids.map(handleOf);
  const audience = (shown: Audience | undefined): object => ({
    type: audiences[shown?.type ?? AudienceType.UNSPECIFIED],
    projects: handles(shown?.projectIds ?? []),
    users: handles(shown?.users ?? []),
  });
  return {
    impact: ({ projectIds, links }: Impact): object => ({ projects: handles(projectIds), links: handles(links) }),
    bucket: (shown: Bucket): object => ({
      handle: see(shown.id, shown.etag),
      name: shown.name,
      project: handleOf(shown.projectId),
      stage: stages[shown.stage],
      creator: handleOf(shown.creatorId),
      tables: shown.tableCount,
    }),
    table: (shown: Table): object => ({
      handle: see(shown.id, shown.etag),
      name: shown.name,
      bucket: handleOf(shown.bucketId),
      columns: shown.columns.map(({ id, name }) => `${handleOf(id)} ${name}`).join('; '),
      source: handleOf(shown.sourceTableId),
    }),
    share: (shown: Share): object => ({
      handle: see(shown.id, shown.etag),
      name: shown.name,
      project: handleOf(shown.projectId),
      kind: nameOf(ShareKind, shown.kind),
      bucket: handleOf(shown.bucket?.bucketId ?? shown.grants?.bucketId ?? ''),
      comment: shown.comment,
      creator: handleOf(shown.creatorId),
      audience: audience(shown.audience),
      links: shown.linkCount,
      outside: shown.outsideAudienceCount,
    }),
    grant: (shown: Grant): object => ({
      share: handleOf(shown.shareId),
      object: handleOf(shown.objectId),
      privilege: nameOf(Privilege, shown.privilege),
      bucket: handleOf(shown.bucketId),
      creator: handleOf(shown.creatorId),
    }),
    link: (shown: Link): object => ({
      handle: see(shown.id, shown.etag),
      name: shown.name,
      project: handleOf(shown.projectId),
      share: handleOf(shown.shareId),
      source: handleOf(shown.sourceProjectId),
      bucket: handleOf(shown.bucketId),
      object: handleOf(shown.objectId),
      target: handleOf(shown.targetBucketId),
      stage: stages[shown.stage],
      creator: handleOf(shown.creatorId),
      state: nameOf(LinkState, shown.state),
      outside: shown.outsideAudience,
      removal: removalOf(shown, handleOf),
    }),
    offer: (shown: Offer): object => toOffer(shown, handleOf),
    object: (shown: ProjectObject): object => ({
      handle: handleOf(shown.id),
      name: shown.name,
      bucketName: shown.bucketName,
      link: handleOf(shown.linkId),
    }),
  };
}

function toOffer(shown: Offer, handleOf: Ids['handleOf']): object {
  return {
    share: handleOf(shown.shareId),
    name: shown.shareName,
    provider: handleOf(shown.providerProjectId),
    bucket: shown.bucketName,
    by: handleOf(shown.sharedBy),
    kind: nameOf(ShareKind, shown.kind),
    tables: shown.tableCount,
    audience: audiences[shown.audienceType],
    linkable: shown.linkable,
    lacking: shown.lacking.join(),
    isNameTaken: shown.nameTaken,
    link: handleOf(shown.linkId),
    linkName: shown.linkName,
  };
}

function removalOf({ removalReason, removerId, removalComment }: Link, handleOf: Ids['handleOf']): string {
  if (removalReason === RemovalReason.UNSPECIFIED) return '';
  return `${nameOf(RemovalReason, removalReason)} by ${handleOf(removerId)}: ${removalComment}`;
}

function nameOf(words: Readonly<Record<string, number>>, code: number): string {
  return (
    Object.keys(words)
      .find((word) => words[word] === code)
      ?.toLowerCase() ?? String(code)
  );
}
