import { linkIsReadOnly, type Named } from './access.ts';
import type { LinkId, ObjectId, ProjectId } from './ids.ts';
import { notFound } from './refusal.ts';
import { covers } from './role.ts';
import { effectiveRole, maySeeInside, missingRole, type Standing } from './standing.ts';

/** A live link in a project of the principal that shows an object. */
export type LinkReach = {
  readonly link: LinkId;
  /** The project that links. */
  readonly project: ProjectId;
  /** Whether the principal may read rows there; support may not. */
  readonly readsRows: boolean;
  readonly writes: boolean;
  /** What it shows, where that is not all that its bucket shows: granted objects. */
  readonly granted?: ReadonlySet<ObjectId>;
};

/** By which ways a principal reaches an object, where no project is named through which it is meant to be reached. */
export type ObjectReach = {
  /** The standing in the project that owns the object. */
  readonly owner: Standing;
  readonly links: readonly LinkReach[];
};

/** The ways to what is in a bucket: a link to granted objects leads to those alone. `shownAs` are its ids through links. */
export function waysInto(reach: ObjectReach, shownAs: readonly ObjectId[]): ObjectReach {
  const links = reach.links.filter(({ granted }) => !granted || shownAs.some((id) => granted.has(id)));
  return { ...reach, links };
}

/** The ways to one object of a bucket. What links do not show is not reached by them, and answers there like what does not exist. */
export function waysToObject(
  { id, isHidden }: { readonly id: ObjectId; readonly isHidden: boolean },
  reach: ObjectReach,
): ObjectReach {
  return isHidden ? { ...reach, links: [] } : waysInto(reach, [id]);
}

/** What of a bucket these links show: undefined for all that links show, else what any of them does. */
export function grantedThrough(links: readonly Pick<LinkReach, 'granted'>[]): ReadonlySet<ObjectId> | undefined {
  if (links.some(({ granted }) => !granted)) return undefined;
  return new Set(links.flatMap(({ granted }) => [...(granted ?? [])]));
}

/** Refuses `not_found` unless the principal may know of the object: as who sees inside its project, or by a link. */
export function assertMaySeeObject({ owner, links }: ObjectReach, object: Named): void {
  if (!maySeeInside(owner) && links.length === 0) throw notFound(object.kind, object.id);
}

/** Refuses unless the principal may read the rows of the object, by whichever way. */
export function assertMayReadObject(reach: ObjectReach, object: Named): void {
  const { owner, links } = reach;
  if (covers(effectiveRole(owner), 'read') || links.some(({ readsRows }) => readsRows)) return;
  assertMaySeeObject(reach, object);
  throw missingRole(`reading ${object.id}`, 'read', nearestProject(reach));
}

/**
 * Refuses unless the principal may change or drop the object, which takes `write` in the project that owns it. In place
 * of `missing_role`, who has `write` in a project that links it is told that links are read-only.
 * Source: sharing rules, section 5.
 */
export function assertMayChangeObject(reach: ObjectReach, object: Named): void {
  const { owner, links } = reach;
  if (covers(effectiveRole(owner), 'write')) return;
  assertMaySeeObject(reach, object);
  const writable = links.find(({ writes }) => writes);
  if (writable) throw linkIsReadOnly(writable.link, object.id);
  throw missingRole(`changing ${object.id}`, 'write', nearestProject(reach));
}

/** The project that a refusal may name: the owner's to who sees inside it, else the one that links. */
function nearestProject({ owner, links }: ObjectReach): ProjectId {
  return maySeeInside(owner) ? owner.project : (links[0]?.project ?? owner.project);
}
