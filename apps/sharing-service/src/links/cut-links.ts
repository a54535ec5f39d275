import type { LinkId } from '@easement/domain';
import type { WriteTx } from '@easement/persistence';
import type { StoredShare } from '../shares/share.table.ts';
import { beginRemoval } from './link-states.ts';
import { findLinksOfShare } from './link-store.ts';
import type { Removal } from './link.table.ts';

/** Closes every link to the share: nothing reads through them from the commit on. Demands the lock of the share. */
export async function cutLinks(
  tx: WriteTx,
  { organization, id }: Pick<StoredShare, 'organization' | 'id'>,
  removal: Removal,
): Promise<readonly LinkId[]> {
  const links = await findLinksOfShare(tx, organization, id);
  for (const link of links) await beginRemoval(tx, link, removal);
  return links.map((link) => link.id);
}
