import type { Audience } from './audience.ts';
import type { BucketId, PrincipalId, ProjectId, TableId } from './ids.ts';
import { countsAsLeft, type Link, type LinkState } from './link.ts';
import { policies } from './policy.ts';
import type { Share } from './share.ts';

/**
 * What is to be done where the services' databases are of different moments, as after a restore. Whatever both sides must
 * say for somebody to have access is taken away where one of them does not; nothing is made, and nothing is given.
 */

/** Why a link has lost its ground. */
export const linkLosses = [
  'share_gone',
  'share_differs',
  'project_gone',
  'source_gone',
  'bucket_gone',
  'bucket_differs',
  'hold_missing',
  'hold_released',
  'hold_differs',
  'name_missing',
] as const;
export type LinkLoss = (typeof linkLosses)[number];

/** What catalog-service keeps of a link; `released` once it has ended. */
export type HoldFacts =
  | 'released'
  | {
      readonly object: BucketId | TableId | undefined;
      readonly project: ProjectId | undefined;
      readonly blocks: boolean;
      /** The name that the link has in its project; undefined where it has none. */
      readonly name: string | undefined;
    };

export type LinkFacts = {
  readonly link: Pick<Link, 'project' | 'source' | 'bucket' | 'name' | 'state'> & {
    /** The name that it is being changed to. */
    readonly nextName?: string | undefined;
  };
  readonly share: Pick<Share, 'project' | 'bucket' | 'kind'> | undefined;
  /** Whether identity-service has the project that links, and the one that shares. */
  readonly hasProject: boolean;
  readonly hasSource: boolean;
  /** The project that has the bucket, as catalog-service knows it. */
  readonly bucketOwner: ProjectId | undefined;
  readonly hold: HoldFacts | undefined;
};

export type LinkVerdict =
  | { readonly act: 'keep' }
  /** It was never finished, and nobody will. */
  | { readonly act: 'undo' }
  /** Its removal was begun. */
  | { readonly act: 'finish_removal' }
  | { readonly act: 'finish_renaming' }
  /** catalog-service decides on names. No access follows from one: what the link shows stays the same. */
  | { readonly act: 'rename'; readonly name: string }
  | { readonly act: 'cut'; readonly because: LinkLoss };

/** A link lives where share, projects, bucket, hold and name all say so; it is never made anew. */
export function judgeLink(facts: LinkFacts): LinkVerdict {
  const { link, hold } = facts;
  if (link.state === 'removed') return { act: 'keep' };
  if (link.state === 'pending') return { act: 'undo' };
  if (link.state === 'removing') return { act: 'finish_removal' };
  const because = lossOf(facts);
  if (because !== undefined) return { act: 'cut', because };
  const name = hold === 'released' || hold?.name === undefined ? link.name : hold.name;
  if (link.state === 'renaming' && (name === link.name || name === link.nextName)) return { act: 'finish_renaming' };
  return name === link.name ? { act: 'keep' } : { act: 'rename', name };
}

function lossOf({ link, share, hasProject, hasSource, bucketOwner, hold }: LinkFacts): LinkLoss | undefined {
  if (!share) return 'share_gone';
  if (share.bucket !== link.bucket || share.project !== link.source) return 'share_differs';
  if (!hasProject) return 'project_gone';
  if (!hasSource) return 'source_gone';
  if (bucketOwner === undefined) return 'bucket_gone';
  if (bucketOwner !== link.source) return 'bucket_differs';
  if (hold === undefined) return 'hold_missing';
  if (hold === 'released') return 'hold_released';
  const blocks = policies[share.kind].dropWhileLinked === 'refused';
  if (hold.object !== link.bucket || hold.project !== link.project || hold.blocks !== blocks) return 'hold_differs';
  return hold.name === undefined ? 'name_missing' : undefined;
}

export type ShareLoss = 'project_gone' | 'bucket_gone' | 'bucket_differs';

/** Why a share has lost its ground; undefined where it has not. */
export function judgeShare(facts: {
  readonly share: Pick<Share, 'project'>;
  readonly hasProject: boolean;
  readonly bucketOwner: ProjectId | undefined;
}): ShareLoss | undefined {
  if (!facts.hasProject) return 'project_gone';
  if (facts.bucketOwner === undefined) return 'bucket_gone';
  return facts.bucketOwner === facts.share.project ? undefined : 'bucket_differs';
}

/** The audience without the targets that identity-service does not have, and those. */
export function withoutGone(
  audience: Audience,
  exists: (target: ProjectId | PrincipalId) => boolean,
): { readonly audience: Audience; readonly gone: readonly (ProjectId | PrincipalId)[] } {
  switch (audience.kind) {
    case 'project_members':
    case 'organization_members':
      return { audience, gone: [] };
    case 'selected_projects':
    case 'tenants': {
      const [projects, gone] = parted([...audience.projects], exists);
      return { audience: { kind: audience.kind, projects: new Set(projects) }, gone };
    }
    case 'selected_users': {
      const [users, gone] = parted([...audience.users], exists);
      return { audience: { kind: audience.kind, users: new Set(users) }, gone };
    }
  }
}

function parted<T>(all: readonly T[], exists: (one: T) => boolean): [there: T[], gone: T[]] {
  return [all.filter(exists), all.filter((one) => !exists(one))];
}

/** Why a hold that is placed has lost its link; undefined where it has not. `link` is the state that sharing-service has. */
export function judgeHold(link: LinkState | undefined): 'link_gone' | 'link_removed' | undefined {
  if (link === undefined) return 'link_gone';
  return countsAsLeft(link) ? undefined : 'link_removed';
}

/** What a service keeps of the attempts to delete a project. */
export type GuardFacts = { readonly closed: number; readonly reopened: number; readonly isDeleted: boolean };

/** What identity-service says of a project: the number of its last attempt to delete it, and whether that is under way. */
export type ProjectFacts = { readonly attempt: number; readonly isClosing: boolean };

export type GuardVerdict = 'keep' | 'reopen' | 'delete' | 'stays_closed';

/**
 * A project is as closed as the newest of the databases has it. An attempt that identity-service knows and has ended
 * without deleting the project was reopened; of one that it does not know, nobody can tell how it went on, so the project
 * stays closed; and a project that is known to have been deleted is deleted.
 */
export function judgeGuard(
  project: ProjectFacts | undefined,
  { closed, reopened, isDeleted }: GuardFacts,
): GuardVerdict {
  if (project === undefined) return 'keep';
  if (isDeleted) return 'delete';
  if (closed <= reopened) return 'keep';
  if (closed > project.attempt) return 'stays_closed';
  return project.isClosing ? 'keep' : 'reopen';
}
