import type { LinkId } from '@easement/domain';
import { concludeRequest, type WriteTx } from '@easement/persistence';
import { type Call, organizationOf } from '@easement/rpc';
import type { Deps } from '../deps.ts';
import { beginRemoval, endRemovals } from './link-states.ts';
import type { StoredLink } from './link.table.ts';

const atOnce = 500;

/**
 * Finishes the removal of links that are `removing`, and with it the request that began it. When it returns, nothing of
 * them is in the way of a drop. Safe to repeat; where the catalog is out of reach, a repeat or the sweeper finishes.
 */
export async function finishRemovals<A extends object>(
  deps: Deps,
  call: Call,
  { thing, links }: { readonly thing: string; readonly links: readonly LinkId[] },
  answer: (tx: WriteTx) => Promise<A>,
): Promise<A> {
  await release(deps, call, links);
  const answered = await deps.db.write(call, (tx) =>
    concludeRequest(tx, call, thing, async () => {
      await endRemovals(tx, organizationOf(call), links, deps.now());
      return await answer(tx);
    }),
  );
  await deps.reached('link_removed');
  return answered;
}

/** The same where no request is to be answered. */
export async function finishLeftRemovals(deps: Deps, call: Call, links: readonly LinkId[]): Promise<void> {
  await release(deps, call, links);
  await deps.db.write(call, (tx) => endRemovals(tx, organizationOf(call), links, deps.now()));
  await deps.reached('link_removed');
}

/** Undoes a link that is still pending, with its hold, its name and the record of its request. */
export async function removeUnfinished(deps: Deps, call: Call, link: StoredLink): Promise<void> {
  const removal = { time: deps.now(), remover: undefined, reason: 'undone', comment: '' } as const;
  const isClosed = await deps.db.write(call, (tx) => beginRemoval(tx, { ...link, state: 'pending' }, removal));
  if (!isClosed) return;
  await deps.reached('link_removing');
  await finishLeftRemovals(deps, call, [link.id]);
}

/** The record of a request that removes a link is of this thing: it outlives the link, if that is to vanish. */
export function removalOf(link: LinkId): string {
  return `removal:${link}`;
}

async function release({ catalog, reached }: Deps, call: Call, links: readonly LinkId[]): Promise<void> {
  for (let from = 0; from < links.length; from += atOnce) {
    await catalog.releaseHolds(call, links.slice(from, from + atOnce));
  }
  await reached('hold_released');
}
