import type { GuardVerdict, LinkLoss, ProjectId, ShareLoss } from '@easement/domain';
import type { Deps } from '../deps.ts';
import type { NewCall } from '../sweeper/sweep.ts';

export const actions = [
  'link_cut',
  'link_undone',
  'removal_finished',
  'link_renamed',
  'share_removed',
  'audience_trimmed',
  'hold_released',
  'project_reopened',
  'project_deleted',
  'left',
] as const;
export type Action = (typeof actions)[number];

/** Beside what the rules call the losses of links and shares. */
export const otherCauses = [
  'name_differs',
  'unfinished',
  'link_gone',
  'link_removed',
  'targets_gone',
  'deletion_ended',
  'deleted',
  'closed_elsewhere',
] as const;
export type Cause = LinkLoss | ShareLoss | (typeof otherCauses)[number];

/** One thing that did not fit, and what was done about it. */
export type Finding = {
  readonly id: string;
  readonly name?: string;
  readonly project: ProjectId | undefined;
  readonly action: Action;
  readonly cause: Cause;
  readonly detail?: string;
};

/** Which part of a list is looked at, and whether anything is changed. */
export type Portion = { readonly size: number; readonly after: string; readonly dryRun: boolean };

export type Looked = {
  readonly findings: readonly Finding[];
  readonly checked: number;
  /** Where the next part begins; undefined after the last. */
  readonly next: string | undefined;
};

/** Looks at a part of what there is in one organization. Each step asks for a call of its own. */
export type Look = (deps: Deps, newCall: NewCall, portion: Portion) => Promise<Looked>;

/** What the verdicts on guards come to, for the cause. */
export const guardCauses = {
  reopen: 'deletion_ended',
  delete: 'deleted',
  stays_closed: 'closed_elsewhere',
} as const satisfies Record<Exclude<GuardVerdict, 'keep'>, Cause>;
