import type { Client } from '@easement/client';
import type { Truth } from '../invariants/truth.ts';
import type { Outcome } from './outcome.ts';
import type { World } from './world.ts';

export type Act = (client: Client) => Promise<unknown>;
export type Outcomes = readonly [one: Outcome, other: Outcome];

/** One pair made ready: what the two do, and what of their answers the end must bear out. */
export type Ready = {
  readonly acts: readonly [one: Act, other: Act];
  /** What the answers claim and the end denies, or the rules forbid of the two together. */
  readonly judge: (outcomes: Outcomes, truth: Truth) => Demand[];
};

export type Demand = readonly [isSo: boolean, complaint: string];

/** Two calls that meet, and how each may be refused for it. */
export type Pair = {
  readonly name: string;
  /** Who makes each of the calls. */
  readonly racers: readonly [one: 'owner' | 'linker', other: 'owner' | 'linker'];
  readonly refusals: readonly [one: readonly string[], other: readonly string[]];
  /** Whether the first call came first, as far as the answers tell: that it was acknowledged, unless told otherwise. */
  readonly firstCame?: (outcomes: Outcomes) => boolean;
  readonly prepare: (world: World) => Promise<Ready>;
};

/** Everything that is wrong with how a pair has ended. */
export function judgePair({ refusals }: Pair, ready: Ready, outcomes: Outcomes, truth: Truth): string[] {
  const unforeseen = outcomes.filter(({ text }, place) => text !== 'done' && !refusals[place]?.includes(text));
  const denied = ready.judge(outcomes, truth).filter(([isSo]) => !isSo);
  return [...unforeseen.map(({ text }) => `a call ended with ${text}`), ...denied.map(([, complaint]) => complaint)];
}
