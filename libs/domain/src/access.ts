import type { LinkId, ProjectId } from './ids.ts';
import { notFound, Refusal } from './refusal.ts';
import { covers } from './role.ts';
import { assertMayManageShares } from './share.ts';
import { assertProjectRole, effectiveRole, maySeeInside, type Standing } from './standing.ts';

/** What a principal would do with an object. */
export const actions = ['read', 'write', 'drop', 'share', 'link'] as const;
export type Action = (typeof actions)[number];

/** How an object is reached from a project: the project owns it, or a live link of the project shows it. */
export type Reach =
  { readonly kind: 'owned' } | { readonly kind: 'linked'; readonly link: LinkId } | { readonly kind: 'none' };

/**
 * Refuses unless the principal may read the rows of an object from the project of `standing`. An object that the project
 * neither owns nor links answers like one that does not exist.
 */
export function assertMayRead(standing: Standing, reach: Reach, object: { kind: string; id: string }): void {
  if (reach.kind === 'none' || !maySeeInside(standing)) throw notFound(object.kind, object.id);
  assertProjectRole(standing, 'read', `reading ${object.id}`);
}

/**
 * Refuses unless the principal may change, alter or drop an object from the project of `standing`. Who could write in the
 * project but reaches the object by a link alone is told `link_is_read_only`.
 */
export function assertMayWrite(standing: Standing, reach: Reach, object: { kind: string; id: string }): void {
  if (reach.kind === 'none' || !maySeeInside(standing)) throw notFound(object.kind, object.id);
  if (reach.kind === 'linked' && covers(effectiveRole(standing), 'write')) throw linkIsReadOnly(reach.link, object.id);
  assertProjectRole(standing, 'write', `changing ${object.id}`);
}

/** Refuses unless the principal may share an object of the project of `standing`; what comes in by a link is not shared on. */
export function assertMayShare(standing: Standing, reach: Reach, object: { kind: string; id: string }): void {
  if (reach.kind === 'none' || !maySeeInside(standing)) throw notFound(object.kind, object.id);
  assertMayManageShares(standing);
  if (reach.kind === 'linked') {
    throw new Refusal(
      'reshare_forbidden',
      `${object.id} comes in by the link ${reach.link} and cannot be shared onward; ask its owner to share it`,
      { id: object.id, kind: object.kind, link: reach.link },
    );
  }
}

export function linkIsReadOnly(link: string, object: string): Refusal {
  return new Refusal(
    'link_is_read_only',
    `${object} comes in by the link ${link}, and what a link shows is read-only; change it in the project that owns it`,
    { link, id: object },
  );
}

/** The refusal of a drop, a withdrawal or a closing while projects link the thing. */
export function hasLinks(what: string, visible: readonly ProjectId[], hidden: number): Refusal {
  const count = visible.length + hidden;
  const named = visible.length > 0 ? ` (${visible.join(', ')})` : '';
  return new Refusal(
    'has_links',
    `${what} is linked by ${count} project${count === 1 ? '' : 's'}${named}; unlink it there, or force-unlink, first`,
    { projects: visible.join(','), hidden_count: String(hidden) },
  );
}
