import type { BucketId, ObjectId, ProjectId } from './ids.ts';
import { Refusal } from './refusal.ts';

/** Something that a view reads, as it is now. */
export type ReadThing = {
  readonly object: ObjectId;
  readonly bucket: BucketId;
  readonly project: ProjectId;
  /** Whether no link shows it. */
  readonly isHidden: boolean;
  /** Of a view: what it reads; what is gone is among it all the same. */
  readonly reads: readonly ObjectId[];
};

/** A live link of a project, as a way to what another one owns. */
export type WayIn = {
  readonly bucket: BucketId;
  /** Where the link shows granted objects alone: those, and the other buckets that its views may read. */
  readonly granted?: ReadonlySet<string>;
  readonly references?: ReadonlySet<string>;
};

/** From where a view is read: by the project that owns it, with its live links, or by another one through a link. */
export type Standpoint =
  | { readonly kind: 'owner'; readonly project: ProjectId; readonly ways: readonly WayIn[] }
  | { readonly kind: 'link'; readonly way: WayIn };

type Things = ReadonlyMap<ObjectId, ReadThing>;

/**
 * Refuses to read a view unless everything that it reads, itself or by other views, is there and open to it: to a view of
 * the project's own by ownership or by any live link; through a link what its owner owns and, where the link shows granted
 * objects alone, what is in its bucket or in one with `reference_usage`. `called` is the name that refusals may tell.
 * Source: sharing rules, section 5.
 */
export function assertViewOpen(view: ReadThing, things: Things, standpoint: Standpoint, called: string): void {
  walk(view, things, standpoint, called, new Set());
}

function walk(view: ReadThing, things: Things, standpoint: Standpoint, called: string, seen: Set<ObjectId>): void {
  if (seen.has(view.object)) return;
  seen.add(view.object);
  for (const object of view.reads) {
    const thing = things.get(object);
    if (!thing) throw sourceGone(called);
    walk(thing, things, next(view, thing, standpoint, called), called, seen);
  }
}

/** From where the thing is read that a view reads. */
function next(view: ReadThing, thing: ReadThing, standpoint: Standpoint, called: string): Standpoint {
  if (standpoint.kind === 'owner') {
    if (thing.project === standpoint.project) return standpoint;
    const way = standpoint.ways.find((candidate) => shows(candidate, thing));
    if (!way || thing.isHidden) throw sourceGone(called);
    return { kind: 'link', way };
  }
  const { bucket, granted, references } = standpoint.way;
  if (thing.project !== view.project) throw sourceGone(called);
  if (granted === undefined || thing.bucket === bucket || references?.has(thing.bucket)) return standpoint;
  throw referenceClosed(called);
}

function shows({ bucket, granted }: WayIn, thing: ReadThing): boolean {
  return thing.bucket === bucket && (granted === undefined || granted.has(thing.object));
}

function sourceGone(called: string): Refusal {
  const message = `${called} reads what is gone, or what no link of its project shows any more; link it again, or replace the view`;
  return new Refusal('source_gone', message, { name: called });
}

/** Names nothing of what the provider keeps to itself. */
function referenceClosed(called: string): Refusal {
  const message = `${called} reads a database that its share does not open; ask its provider for GRANT REFERENCE_USAGE`;
  return new Refusal('reference_usage_missing', message, { name: called });
}
