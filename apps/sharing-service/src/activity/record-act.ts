import { ChangeKind } from '@easement/contracts';
import {
  type ActivityAction,
  type ActivityView,
  type GrantAct,
  type Link,
  listedProjects,
  type LinkAct,
  type OrganizationId,
  type Share,
  type ShareAct,
  type ShareAction,
  type LinkAction,
  viewsOfGrantAct,
  viewsOfLinkAct,
  viewsOfShareAct,
} from '@easement/domain';
import { addChange, deleteRows, numberedRow, type WriteTx } from '@easement/persistence';
import { type ChangeContent, feedChange } from '@easement/rpc';
import { activityTable, toActivityRow } from './activity.table.ts';

/**
 * Records an act on a share: once in the feed, and for each project that may read of it. Belongs into the transaction of the
 * act, so that there is no act without its record and no record of what did not happen.
 */
export function recordShareAct(tx: WriteTx, act: ShareAct & { readonly share: Share }): void {
  const { organization, id, project, bucket = '' } = act.share;
  const kind = shareKinds[act.action];
  const value = { kind, shareId: id, projectId: project, bucketId: bucket };
  record(tx, organization, { act, views: viewsOfShareAct(act), what: { case: 'share', value } });
}

/** The same of what was granted or revoked. */
export function recordGrantAct(tx: WriteTx, act: GrantAct & { readonly share: Share }): void {
  const { organization, id, project, bucket = '' } = act.share;
  const value = { kind: shareKinds[act.action], shareId: id, projectId: project, bucketId: bucket };
  record(tx, organization, { act, views: viewsOfGrantAct(act), what: { case: 'share', value } });
}

/** The same of an act on a link. */
export function recordLinkAct(tx: WriteTx, act: LinkAct & { readonly link: Link }): void {
  const { organization, id, share, project, source, bucket } = act.link;
  const kind = linkKinds[act.action];
  const value = { kind, linkId: id, shareId: share, projectId: project, sourceProjectId: source, bucketId: bucket };
  record(tx, organization, { act, views: viewsOfLinkAct(act), what: { case: 'link', value } });
}

/** Takes back what was recorded of a share that was never finished: nobody reads of it. */
export async function forgetShareActs(tx: WriteTx, share: Share): Promise<void> {
  const listed = listedProjects(share.audience);
  const where = { organization_id: share.organization, project_id: [share.project, ...listed], share_id: share.id };
  await deleteRows(tx, activityTable, where);
  const { organization, id, project, bucket = '' } = share;
  const value = { kind: ChangeKind.DELETED, shareId: id, projectId: project, bucketId: bucket };
  addChange(tx, feedChange(organization, { case: 'share', value }));
}

type Recorded = {
  readonly act: { readonly action: ActivityAction; readonly actor: ShareAct['actor'] };
  readonly views: readonly ActivityView[];
  readonly what: ChangeContent;
};

function record(tx: WriteTx, organization: OrganizationId, { act, views, what }: Recorded): void {
  if (views.length === 0) return;
  const { action, actor } = act;
  addChange(tx, {
    ...feedChange(organization, what),
    rows: (place) =>
      views.map((view) =>
        numberedRow(activityTable, toActivityRow(organization, { ...view, ...place, action, actor })),
      ),
  });
}

const shareKinds: Readonly<Record<ShareAction, ChangeKind>> = {
  share_created: ChangeKind.CREATED,
  share_updated: ChangeKind.UPDATED,
  share_deleted: ChangeKind.DELETED,
  share_gone: ChangeKind.DELETED,
  share_granted: ChangeKind.UPDATED,
  share_revoked: ChangeKind.UPDATED,
};

const linkKinds: Readonly<Record<LinkAction, ChangeKind>> = {
  link_created: ChangeKind.CREATED,
  link_updated: ChangeKind.UPDATED,
  link_removed: ChangeKind.DELETED,
  link_cut: ChangeKind.DELETED,
  link_share_dropped: ChangeKind.DELETED,
  link_source_dropped: ChangeKind.DELETED,
  link_forced: ChangeKind.DELETED,
  link_reconciled: ChangeKind.DELETED,
};
