import type { LinkState } from '@easement/domain';
import { organizationOf } from '@easement/rpc';
import type { Deps } from '../deps.ts';
import { beginRemoval } from '../links/link-states.ts';
import { findLinksLeftIn } from '../links/link-lists.ts';
import type { StoredLink } from '../links/link.table.ts';
import { finishLeftRemovals } from '../links/remove-links.ts';
import { finishRename } from '../links/rename-link.ts';
import { isVerdict } from '../peers/verdict.ts';
import type { NewCall } from './sweep.ts';

/** No call that touches a link lasts longer. */
const longestCallMs = 60_000;
const atOnce = 500;

/** Undoes links that nobody finished making, and finishes those that nobody finished removing or renaming. */
export async function sweepLinks(deps: Deps, newCall: NewCall): Promise<void> {
  await undoPending(deps, newCall);
  await finishRemoving(deps, newCall);
  await finishRenaming(deps, newCall);
}

/** Only a repeat of its request drives a link forward; here it goes back, after any repeat in good time. */
async function undoPending(deps: Deps, newCall: NewCall): Promise<void> {
  const removal = { time: deps.now(), remover: undefined, reason: 'undone', comment: '' } as const;
  await forEachLeft(deps, newCall, 'pending', 2 * longestCallMs, async (links) => {
    await deps.db.write(newCall(), async (tx) => {
      for (const link of links) await beginRemoval(tx, link, removal);
    });
    await finishLeftRemovals(
      deps,
      newCall(),
      links.map(({ id }) => id),
    );
  });
}

async function finishRemoving(deps: Deps, newCall: NewCall): Promise<void> {
  await forEachLeft(deps, newCall, 'removing', longestCallMs, (links) =>
    finishLeftRemovals(
      deps,
      newCall(),
      links.map(({ id }) => id),
    ),
  );
}

async function finishRenaming(deps: Deps, newCall: NewCall): Promise<void> {
  await forEachLeft(deps, newCall, 'renaming', longestCallMs, async (links) => {
    for (const link of links) await finishRename(deps, newCall(), link).catch(ignoreVerdict);
  });
}

/** A name that is taken meanwhile is an end of the renaming too: the link keeps its old one. */
function ignoreVerdict(error: unknown): void {
  if (!isVerdict(error)) throw error;
}

/** Until none is left: each round takes those it is given out of their state. */
async function forEachLeft(
  { db, now }: Deps,
  newCall: NewCall,
  state: LinkState,
  ageMs: number,
  act: (links: readonly StoredLink[]) => Promise<void>,
): Promise<void> {
  const before = new Date(now().getTime() - ageMs);
  for (;;) {
    const call = newCall();
    const links = await db.read(call, (tx) => findLinksLeftIn(tx, organizationOf(call), state, before, atOnce));
    if (links.length > 0) await act(links);
    if (links.length < atOnce) return;
  }
}
