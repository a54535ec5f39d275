import { Refusal } from './refusal.ts';

/** Where a link is in its life. The protocol is in docs/adr and the design's page on consistency. */
export const linkStates = ['pending', 'active', 'renaming', 'removing', 'removed'] as const;
export type LinkState = (typeof linkStates)[number];

/** Why a link was removed. `undone` is one that was never finished and is not listed. */
export const removalReasons = ['unlinked', 'forced', 'audience_narrowed', 'undone'] as const;
export type RemovalReason = (typeof removalReasons)[number];

const next: Readonly<Record<LinkState, readonly LinkState[]>> = {
  pending: ['active', 'removing'],
  active: ['renaming', 'removing'],
  renaming: ['active', 'removing'],
  removing: ['removed'],
  removed: [],
};

/** Refuses `illegal_transition` where a link cannot go from one state to the other. */
export function assertTransition(from: LinkState, to: LinkState): void {
  if (next[from].includes(to)) return;
  throw new Refusal('illegal_transition', `a link that is ${from} cannot become ${to}`, { from, to });
}

/** Whether reads, lists and checks answer from a link in this state. */
export function showsSource(state: LinkState): boolean {
  return state === 'active' || state === 'renaming';
}

/** Whether a link in this state stops the withdrawal of its share and the closing of its projects. */
export function countsAsLeft(state: LinkState): boolean {
  return state !== 'removed';
}
