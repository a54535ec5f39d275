import type {
  BucketId,
  Link,
  LinkId,
  LinkState,
  ObjectId,
  OrganizationId,
  PrincipalId,
  ProjectId,
  RemovalReason,
  ShareId,
  ShareKind,
} from '@easement/domain';
import { nameKey } from '@easement/domain';
import {
  codeColumn,
  flagColumn,
  guardColumn,
  idColumn,
  nameKeyColumn,
  nullable,
  type RowOf,
  since,
  table,
  textColumn,
  timeColumn,
  versionColumn,
} from '@easement/persistence';

export type Stage = 'in' | 'out';

/** Where lists show a link: among those that live, among those that are gone, or never. */
export type Listing = 'live' | 'gone' | 'never';

export const linkTable = table('link', {
  columns: {
    organization_id: idColumn<OrganizationId>(),
    id: idColumn<LinkId>(),
    share_id: idColumn<ShareId>(),
    project_id: idColumn<ProjectId>(),
    source_project_id: idColumn<ProjectId>(),
    bucket_id: idColumn<BucketId>(),
    name: textColumn(128),
    name_key: nameKeyColumn(),
    stage: codeColumn<Stage>(),
    state: codeColumn<LinkState>(),
    /** When the link came into its state. */
    state_time: timeColumn(),
    /** True until the link is removed, then null: one live link for each share, project and object, and any number of gone ones. */
    live: nullable(flagColumn<true>()),
    listing: codeColumn<Listing>(),
    outside_audience: flagColumn(),
    /** What the link is while `renaming` to. */
    next_name: nullable(textColumn(128)),
    next_stage: nullable(codeColumn<Stage>()),
    /** Who asked for that. */
    renamer_id: since(3, nullable(idColumn<PrincipalId>())),
    creator_id: idColumn<PrincipalId>(),
    create_time: timeColumn(),
    update_time: timeColumn(),
    remove_time: nullable(timeColumn()),
    /** Null where nobody asked for it: the sweeper undoes what was never finished. */
    remover_id: nullable(idColumn<PrincipalId>()),
    removal_reason: nullable(codeColumn<RemovalReason>()),
    removal_comment: textColumn(2000),
    version: versionColumn(),
    guard: guardColumn(),
    /** A copy of the share's: whether it shows the whole bucket is needed with every read. */
    kind: since(4, codeColumn<ShareKind>(), 'bucket'),
    /** Of a link to a single object: that one, and the bucket of the project in which it has its name. Else empty. */
    object_id: since(7, idColumn<ObjectId | ''>(), ''),
    target_bucket_id: since(7, idColumn<BucketId | ''>(), ''),
  },
  primary: ['organization_id', 'id'],
  uniques: {
    one_live: { columns: ['organization_id', 'share_id', 'live', 'project_id'], until: 7 },
    one_live_of_object: ['organization_id', 'share_id', 'live', 'project_id', 'object_id'],
  },
  indexes: {
    by_share: ['organization_id', 'share_id', 'id'],
    by_share_listing: ['organization_id', 'share_id', 'listing', 'id'],
    by_share_outside: ['organization_id', 'share_id', 'listing', 'outside_audience', 'id'],
    by_project: ['organization_id', 'project_id', 'id'],
    by_project_listing: ['organization_id', 'project_id', 'listing', 'id'],
    by_name: ['organization_id', 'project_id', 'name_key', 'live'],
    by_bucket: ['organization_id', 'bucket_id', 'live', 'project_id'],
    by_target: ['organization_id', 'target_bucket_id', 'listing', 'id'],
    by_state: ['organization_id', 'state', 'state_time'],
  },
});

export type LinkRow = RowOf<typeof linkTable>;

export type Removal = {
  readonly time: Date;
  readonly remover: PrincipalId | undefined;
  readonly reason: RemovalReason;
  readonly comment: string;
};

/** What a link is being changed to, and who asked for it. */
export type NextTerms = {
  readonly name: string;
  readonly stage: Stage;
  readonly renamer: PrincipalId | undefined;
};

/** A link with what is kept of it besides the rules. */
export type StoredLink = Link & {
  readonly kind: ShareKind;
  readonly stage: Stage;
  readonly isOutsideAudience: boolean;
  readonly next: NextTerms | undefined;
  readonly createTime: Date;
  readonly updateTime: Date;
  readonly stateTime: Date;
  readonly removal: Removal | undefined;
  readonly version: number;
};

export function toLink(row: LinkRow): StoredLink {
  return {
    organization: row.organization_id,
    id: row.id,
    share: row.share_id,
    project: row.project_id,
    source: row.source_project_id,
    bucket: row.bucket_id,
    object: orUndefined(row.object_id),
    target: orUndefined(row.target_bucket_id),
    kind: row.kind,
    name: row.name,
    stage: row.stage,
    state: row.state,
    isOutsideAudience: row.outside_audience,
    next: toNext(row),
    creator: row.creator_id,
    createTime: row.create_time,
    updateTime: row.update_time,
    stateTime: row.state_time,
    removal: toRemoval(row),
    version: row.version,
  };
}

/** Keys hold no null, which would not be unique. */
export function orUndefined<T extends string>(id: T | ''): T | undefined {
  return id === '' ? undefined : id;
}

function toNext({ next_name, next_stage, stage, renamer_id }: LinkRow): NextTerms | undefined {
  return next_name === null
    ? undefined
    : { name: next_name, stage: next_stage ?? stage, renamer: renamer_id ?? undefined };
}

function toRemoval({ remove_time, remover_id, removal_reason, removal_comment }: LinkRow): Removal | undefined {
  if (remove_time === null || removal_reason === null) return undefined;
  return { time: remove_time, remover: remover_id ?? undefined, reason: removal_reason, comment: removal_comment };
}

/** A link at its beginning. */
export function toPendingRow(link: StoredLink): LinkRow {
  return {
    organization_id: link.organization,
    id: link.id,
    share_id: link.share,
    project_id: link.project,
    source_project_id: link.source,
    bucket_id: link.bucket,
    name: link.name,
    name_key: nameKey(link.name),
    stage: link.stage,
    ...toStateColumns('pending', link.createTime),
    outside_audience: false,
    next_name: null,
    next_stage: null,
    renamer_id: null,
    creator_id: link.creator,
    create_time: link.createTime,
    update_time: link.updateTime,
    remove_time: null,
    remover_id: null,
    removal_reason: null,
    removal_comment: '',
    version: link.version,
    kind: link.kind,
    object_id: link.object ?? '',
    target_bucket_id: link.target ?? '',
  };
}

/** All columns that follow from the state; whatever changes the state writes them together. */
export function toStateColumns(
  state: LinkState,
  time: Date,
  reason?: RemovalReason,
): Pick<LinkRow, 'state' | 'state_time' | 'live' | 'listing'> {
  return { state, state_time: time, live: state === 'removed' ? null : true, listing: listingOf(state, reason) };
}

/** Whether lists may show the link, which a link that was never active is kept out of. */
export function isListed({ state, removal }: Pick<StoredLink, 'state' | 'removal'>): boolean {
  return listingOf(state, removal?.reason) !== 'never';
}

function listingOf(state: LinkState, reason: RemovalReason | undefined): Listing {
  switch (state) {
    case 'pending':
      return 'never';
    case 'active':
    case 'renaming':
      return 'live';
    case 'removing':
    case 'removed':
      return reason === 'undone' ? 'never' : 'gone';
  }
}
