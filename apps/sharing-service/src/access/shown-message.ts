import { type Link, shownThrough } from '@easement/domain';
import type { ShownGrants } from './shown-grants.ts';

/** What a link shows, in the words of both messages; nothing where it shows its whole bucket. */
export function toShown(grants: ShownGrants, link: Pick<Link, 'share' | 'object'>) {
  const held = grants.get(link.share);
  return held === undefined ? {} : { onlyGranted: true, grantedIds: [...shownThrough(link, held).objects] };
}
