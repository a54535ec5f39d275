import { type LinkId, maySeeLink, notFound, type Standing } from '@easement/domain';
import { type Call, principalOf } from '@easement/rpc';
import type { Deps } from '../deps.ts';
import { withBucket } from '../shares/gone-shares.ts';
import { findShare } from '../shares/share-store.ts';
import { findLink } from './link-store.ts';
import type { StoredLink } from './link.table.ts';

export type SeenLink = {
  readonly link: StoredLink;
  /** What the caller is in the project that links. */
  readonly standing: Standing;
};

/** The link in whatever state it is, or `not_found` to who may not see it. */
export async function seeLink(deps: Deps, call: Call, id: LinkId): Promise<SeenLink> {
  const { db, directory } = deps;
  const { organization, principal } = principalOf(call);
  const { link, share } = await db.read(call, async (tx) => {
    const found = await findLink(tx, organization, id);
    return { link: found, share: found && (await findShare(tx, organization, found.share)) };
  });
  if (!link) throw notFound('link', id);
  const places = [link.project, link.source].map((project) => ({ principal, project }));
  const [standing, ...others] = await directory.standings(call, places);
  if (!standing) throw new Error('identity-service answered no standing');
  if (maySeeLink(link, undefined, [standing, ...others])) return { link, standing };
  const [there] = share ? await withBucket(deps, call, [share]) : [];
  if (there && maySeeLink(link, there, await directory.everywhere(call, principal))) return { link, standing };
  throw notFound('link', id);
}
