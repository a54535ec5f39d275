import { isThere, liveLinksIn, type Truth } from '../../invariants/truth.ts';
import { isBefore, isDone, type Outcome } from '../outcome.ts';
import type { Demand } from '../pair.ts';

/** The link is there if and only if its maker was told so. */
export function linkIsAsAnswered(linked: Outcome, truth: Truth, project: string): Demand {
  const links = liveLinksIn(truth, project).length;
  return [links === (isDone(linked) ? 1 : 0), `linking ended with ${linked.text}, and there are ${links} live links`];
}

/** The thing is gone if and only if who dropped it was told so. */
export function dropIsAsAnswered(dropped: Outcome, things: readonly { readonly id: string }[], id: string): Demand {
  const there = isThere(things, id);
  return [
    there !== isDone(dropped),
    `dropping ${id} ended with ${dropped.text}, and it is ${there ? 'there' : 'gone'}`,
  ];
}

export function neverBoth([one, other]: readonly [Outcome, Outcome]): Demand {
  return [!(isDone(one) && isDone(other)), 'both calls were acknowledged'];
}

export function exactlyOne([one, other]: readonly [Outcome, Outcome]): Demand {
  return [isDone(one) !== isDone(other), `${isDone(one) ? 'both calls were' : 'neither call was'} acknowledged`];
}

/** Where one was acknowledged before the other was asked, the other ends so. */
export function thenEndsWith(one: Outcome, other: Outcome, ...texts: readonly string[]): Demand {
  const isSo = !isDone(one) || !isBefore(one, other) || texts.includes(other.text);
  const complaint = `the later call ended with ${other.text}, not ${texts.join(' or ')}, though the other came before it`;
  return [isSo, complaint];
}

/** A name is of one thing in its place. */
export function oneHasName(truth: Truth, scope: string, key: string): Demand {
  const owners = truth.names.filter((name) => name.scope === scope && name.key === key);
  return [owners.length === 1, `${owners.length} things have the name ${key}`];
}
