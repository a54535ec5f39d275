import type { LinkVerdict } from '@easement/domain';
import { forgetRequestOf, type WriteTx } from '@easement/persistence';
import type { Deps } from '../deps.ts';
import { beginRemoval, takeName } from '../links/link-states.ts';
import type { Removal, StoredLink } from '../links/link.table.ts';
import { finishLeftRemovals } from '../links/remove-links.ts';
import { finishRename } from '../links/rename-link.ts';
import { isVerdict } from '../peers/verdict.ts';
import type { NewCall } from '../sweeper/sweep.ts';

export type Judged = { readonly link: StoredLink; readonly verdict: Exclude<LinkVerdict, { act: 'keep' }> };

/**
 * Does what the verdicts say, and answers those that still held: whoever changed a link since it was read was faster. The
 * links are closed before their holds are released, so that nothing reads through one whose bucket may go.
 */
export async function settleLinks(deps: Deps, newCall: NewCall, judged: readonly Judged[]): Promise<Judged[]> {
  const ended = await closeAll(deps, newCall, judged);
  const ids = ended.map(({ link }) => link.id);
  if (ids.length > 0) await finishLeftRemovals(deps, newCall(), ids);
  const renamed: Judged[] = [];
  for (const one of judged) if (await rename(deps, newCall, one)) renamed.push(one);
  return [...ended, ...renamed].sort((one, other) => (one.link.id < other.link.id ? -1 : 1));
}

/** In the order of their ids, as every lock of several is taken. */
async function closeAll({ db, now }: Deps, newCall: NewCall, judged: readonly Judged[]): Promise<Judged[]> {
  if (judged.length === 0) return [];
  const time = now();
  return await db.write(newCall(), async (tx) => {
    const closed: Judged[] = [];
    for (const one of judged) if (await close(tx, one, time)) closed.push(one);
    return closed;
  });
}

/**
 * Whether the link is to be removed, by this or by whoever began it. The request that made a link which is cut is free
 * again; that of one which somebody else removed meanwhile has its answer still, so that a repeat makes no other.
 */
async function close(tx: WriteTx, { link, verdict }: Judged, time: Date): Promise<boolean> {
  switch (verdict.act) {
    case 'rename':
    case 'finish_renaming':
      return false;
    case 'finish_removal':
      return true;
    case 'undo':
      return await beginRemoval(tx, link, removal(time, ''));
    case 'cut': {
      const comment = `after a restore: ${verdict.because.replace('_', ' ')}`;
      const isCut = await beginRemoval(tx, link, removal(time, comment));
      if (isCut) await forgetRequestOf(tx, link.organization, link.id);
      return isCut;
    }
  }
}

function removal(time: Date, comment: string): Removal {
  return { time, remover: undefined, reason: 'restored', comment };
}

async function rename(deps: Deps, newCall: NewCall, { link, verdict }: Judged): Promise<boolean> {
  if (verdict.act === 'rename') {
    return await deps.db.write(newCall(), (tx) => takeName(tx, link, verdict.name, deps.now()));
  }
  if (verdict.act !== 'finish_renaming') return false;
  try {
    await finishRename(deps, newCall(), link);
  } catch (error) {
    // The other name is taken: the link keeps its own, which is an end of the renaming too.
    if (!isVerdict(error)) throw error;
  }
  return true;
}
