import {
  type ActivityDetail,
  flagChange,
  grantDetails,
  isAudienceList,
  listChange,
  mostNamed,
  namedIn,
  valueChange,
  withoutUnknown,
  wordChanges,
} from './activity-detail.ts';
import { type Audience, isForOutsiders } from './audience.ts';
import type { Grant } from './grant.ts';
import type { LinkId, PrincipalId, ProjectId, ShareId } from './ids.ts';
import type { Link, RemovalReason } from './link.ts';
import type { Share } from './share.ts';
import { maySeeInside, maySeeProjectName, type Standing } from './standing.ts';

/** What is done with shares and links. */
export const shareActions = [
  'share_created',
  'share_updated',
  'share_deleted',
  'share_gone',
  'share_granted',
  'share_revoked',
] as const;
export const linkActions = [
  'link_created',
  'link_updated',
  'link_removed',
  'link_cut',
  'link_share_dropped',
  'link_source_dropped',
  'link_forced',
  'link_reconciled',
] as const;
export type ShareAction = (typeof shareActions)[number];
export type LinkAction = (typeof linkActions)[number];
export type ActivityAction = ShareAction | LinkAction;

export type ShareTerms = { readonly name: string; readonly comment: string; readonly audience: Audience };

/** An act on a share. `before` is absent for one that is new, `after` for one that is gone. */
export type ShareAct = {
  readonly action: ShareAction;
  /** Undefined where nobody asked for it. */
  readonly actor: PrincipalId | undefined;
  readonly share: Pick<Share, 'id' | 'project'>;
  readonly before: ShareTerms | undefined;
  readonly after: ShareTerms | undefined;
  /** The projects whose links it left outside the audience, or brought back inside. */
  readonly flags: readonly { readonly project: ProjectId; readonly isOutside: boolean }[];
};

export type LinkTerms = { readonly name: string; readonly stage: string };

/** Something granted to a share, or revoked from it. */
export type GrantAct = {
  readonly action: 'share_granted' | 'share_revoked';
  readonly actor: PrincipalId | undefined;
  readonly share: Pick<Share, 'id' | 'project'> & { readonly name: string };
  readonly grants: readonly Grant[];
  /** The projects that link the share. */
  readonly linkers: readonly ProjectId[];
};

/** An act on a link that shows its source, or did so until then. */
export type LinkAct = {
  readonly action: LinkAction;
  readonly actor: PrincipalId | undefined;
  readonly link: Pick<Link, 'id' | 'share' | 'project' | 'source'>;
  readonly before: LinkTerms | undefined;
  readonly after: LinkTerms | undefined;
  /** What who removed it said. */
  readonly comment: string;
};

/** An act as one project reads it: nothing that this project may not know is in it. */
export type ActivityView = {
  readonly project: ProjectId;
  readonly share: ShareId;
  readonly object: { readonly id: ShareId | LinkId; readonly name: string };
  readonly withProjects: readonly ProjectId[];
  readonly details: readonly ActivityDetail[];
  /** It tells of a share that the project is merely offered, which only those with a role in the organization may know. */
  readonly isForMembers: boolean;
};

/** What was done to a link that is removed for that reason; undefined for one that was never finished. */
export function removalAction(reason: RemovalReason): LinkAction | undefined {
  switch (reason) {
    case 'unlinked':
      return 'link_removed';
    case 'audience_narrowed':
      return 'link_cut';
    case 'share_dropped':
      return 'link_share_dropped';
    case 'source_dropped':
      return 'link_source_dropped';
    case 'forced':
      return 'link_forced';
    case 'restored':
      return 'link_reconciled';
    case 'undone':
      return undefined;
  }
}

/**
 * Who reads of an act on a share, and what: the project that shares reads all of it; the projects that come on the list or go
 * off it, and those whose links fall outside the audience or come back inside, read that of themselves. Nobody reads of an
 * update that changed nothing.
 */
export function viewsOfShareAct(act: ShareAct): ActivityView[] {
  const { share, before, after, flags } = act;
  const projects = listChange('projects', before, after);
  const lists = [...projects, ...listChange('users', before, after), ...flagChange(flags)];
  const details = [...wordChanges(before, after), ...lists];
  if (act.action === 'share_updated' && details.length === 0) return [];
  const common = { share: share.id, object: { id: share.id, name: (after ?? before)?.name ?? '' } };
  const others = othersOf(act, projects[0]);
  const withProjects = [...others.keys()].slice(0, mostNamed);
  return [
    { ...common, project: share.project, withProjects, details, isForMembers: false },
    ...[...others].map(([project, view]) => ({ ...common, project, withProjects: [share.project], ...view })),
  ];
}

/** Who reads of a grant: the project that shares and those that link, but of what views may read besides, the former alone. */
export function viewsOfGrantAct({ action, share, grants, linkers }: GrantAct): ActivityView[] {
  const what = action === 'share_granted' ? 'added' : 'removed';
  const common = { share: share.id, object: { id: share.id, name: share.name }, isForMembers: false };
  const shown = grantDetails(
    grants.filter(({ privilege }) => privilege !== 'reference_usage'),
    what,
  );
  const others = shown.length === 0 ? [] : [...new Set(linkers)].filter((project) => project !== share.project);
  return [
    {
      ...common,
      project: share.project,
      withProjects: others.slice(0, mostNamed),
      details: grantDetails(grants, what),
    },
    ...others.map((project) => ({ ...common, project, withProjects: [share.project], details: shown })),
  ];
}

/** Who reads of an act on a link: the project that links under its own name for it, the one that shares without. */
export function viewsOfLinkAct({ action, link, before, after, comment }: LinkAct): ActivityView[] {
  const name = after ? valueChange('name', before?.name, after.name) : [];
  const stage = after ? valueChange('stage', before?.stage, after.stage) : [];
  if (action === 'link_updated' && name.length + stage.length === 0) return [];
  const said = valueChange('comment', '', comment);
  const common = { share: link.share, isForMembers: false };
  const isOwn = link.source === link.project;
  const consumer: ActivityView = {
    ...common,
    project: link.project,
    object: { id: link.id, name: (after ?? before)?.name ?? '' },
    withProjects: isOwn ? [] : [link.source],
    details: [...name, ...stage, ...said],
  };
  const provider: ActivityView = {
    ...common,
    project: link.source,
    object: { id: link.id, name: '' },
    withProjects: [link.project],
    details: [...stage, ...said],
  };
  return isOwn ? [consumer] : [provider, consumer];
}

/** Whether the principal may read of the act in the project of `standing`. */
export function maySeeActivity({ isForMembers }: Pick<ActivityView, 'isForMembers'>, standing: Standing): boolean {
  return maySeeInside(standing) && (!isForMembers || standing.organizationRole !== undefined);
}

/**
 * The act as far as its reader may know of it, who is `everywhere` in these projects. Whom an audience lists is for those
 * with a role in the organization, as in `audienceShownTo`: others read of their own projects and of themselves. Projects
 * that link are for everybody inside the one that shares.
 */
export function activityShownTo<V extends Pick<ActivityView, 'withProjects' | 'details'>>(
  view: V,
  everywhere: readonly Standing[],
): V {
  if (everywhere.some(({ organizationRole }) => organizationRole !== undefined)) return view;
  const own = everywhere.filter(maySeeProjectName).flatMap(({ project, principal }) => [project, principal]);
  const known = new Set<string>(own);
  const lists = view.details.filter(isAudienceList);
  const linking = new Set(view.details.filter((one) => one.field === 'outside_audience').flatMap(namedIn));
  const hidden = new Set(lists.flatMap(namedIn).filter((id) => !known.has(id) && !linking.has(id)));
  return {
    ...view,
    withProjects: view.withProjects.filter((id) => !hidden.has(id)),
    details: view.details.flatMap((one) => (isAudienceList(one) ? withoutUnknown(one, known) : [one])),
  };
}

/** What other projects read: each of itself alone. Who may take up what comes to the project reads that it came, or went. */
function othersOf({ share, before, after, flags }: ShareAct, list: ActivityDetail | undefined) {
  const views = new Map<ProjectId, Pick<ActivityView, 'details' | 'isForMembers'>>();
  for (const [key, terms] of [
    ['added', after],
    ['removed', before],
  ] as const) {
    const isForMembers = !terms || !isForOutsiders(terms.audience.kind);
    for (const id of list?.[key] ?? []) {
      views.set(id as ProjectId, { details: [{ field: 'projects', [key]: [id] }], isForMembers });
    }
  }
  for (const { project, isOutside } of flags) {
    const details = [
      ...(views.get(project)?.details ?? []),
      ...valueChange('outside_audience', String(!isOutside), String(isOutside)),
    ];
    views.set(project, { details, isForMembers: false });
  }
  views.delete(share.project);
  return views;
}
