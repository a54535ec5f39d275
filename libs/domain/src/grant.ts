import { type BucketId, isId, type ObjectId, type ShareId } from './ids.ts';
import { invalidField } from './name.ts';
import type { Link } from './link.ts';
import { policies } from './policy.ts';
import { notFound, Refusal } from './refusal.ts';
import type { Share } from './share.ts';

/** What a share may give: the words of the SQL statements. */
export const privileges = ['usage', 'select', 'reference_usage'] as const;
export type Privilege = (typeof privileges)[number];

/** What may be granted. */
export const grantedKinds = ['bucket', 'table', 'view', 'function'] as const;
export type GrantedKind = (typeof grantedKinds)[number];

/** One privilege on one object inside a share. */
export type Grant = {
  readonly object: BucketId | ObjectId;
  readonly kind: GrantedKind;
  readonly privilege: Privilege;
  /** The bucket that it is, or is in. */
  readonly bucket: BucketId;
};

/** An object of the project that shares, as the catalog describes it. */
export type Grantable = Pick<Grant, 'object' | 'kind' | 'bucket'> & {
  /** Whether links never show it: a filtered alias, or one without synchronized columns. */
  readonly isHidden: boolean;
  /** Where what a view reads is, by whichever other views. */
  readonly readBuckets: readonly BucketId[];
  /** Whether a view reads what comes in by a link. */
  readonly readsLink: boolean;
};

/** What a share may hold at most: all of it is told to query-service with each statement. */
export const mostGrants = 1000;

const fitting: Readonly<Record<GrantedKind, readonly Privilege[]>> = {
  bucket: ['usage', 'reference_usage'],
  table: ['select'],
  view: ['select'],
  function: ['usage'],
};

/** Refuses `wrong_privilege` where the kind of object has no such privilege. Source: sharing rules, section 3. */
export function assertPrivilegeFits(privilege: Privilege, { object, kind }: Pick<Grant, 'object' | 'kind'>): void {
  if (fitting[kind].includes(privilege)) return;
  const words = fitting[kind].map(privilegeWord).join(' or ');
  throw new Refusal(
    'wrong_privilege',
    `${privilegeWord(privilege)} cannot be granted on the ${kind} ${object}; grant ${words}`,
    { privilege, kind, id: object },
  );
}

type Holding = {
  readonly share: Pick<Share, 'id' | 'kind' | 'bucket'>;
  readonly grants: readonly Grant[];
  readonly isLinked: boolean;
};

/**
 * Refuses what a share may not hold: what links never show, what comes in by a link, an object before its bucket or of a
 * second one, a view that reads buckets without `reference_usage`. Source: sharing rules, section 5.
 */
export function assertMayHold({ share, grants, isLinked }: Holding, granted: Grantable, privilege: Privilege): void {
  if (policies[share.kind].shows !== 'granted_objects') throw holdsWhole(share.id);
  assertPrivilegeFits(privilege, granted);
  assertShareable(granted);
  if (privilege !== 'reference_usage') assertOneBucket({ share, grants, isLinked }, granted);
  const closed = closedBuckets(granted, grants);
  if (closed.length > 0) throw referenceMissing(granted.object, share.id, closed);
  if (grants.length >= mostGrants) {
    throw invalidField('object_id', `${share.id} holds ${mostGrants} grants, as many as it may; make another share`);
  }
}

/** Whether two grants are the same one. */
export function isSameGrant(
  one: Pick<Grant, 'object' | 'privilege'>,
  other: Pick<Grant, 'object' | 'privilege'>,
): boolean {
  return one.object === other.object && one.privilege === other.privilege;
}

/** What a revoke takes away: with the usage of the bucket, the grants on what is in it. */
export function takenAlong(grants: readonly Grant[], revoked: Pick<Grant, 'object' | 'privilege'>): readonly Grant[] {
  const isWhole = grants.some((grant) => isSameGrant(grant, revoked) && isBucketUsage(grant));
  return grants.filter((grant) => isSameGrant(grant, revoked) || (isWhole && !isReference(grant)));
}

/** The bucket whose objects the share shows; undefined before `usage` is granted, and after it was revoked. */
export function usedBucket(grants: readonly Grant[]): BucketId | undefined {
  return grants.find(isBucketUsage)?.bucket;
}

/** Refuses to link a share that holds no bucket, or not the one object that is to be linked. */
export function assertHolds(
  { id, kind }: Pick<Share, 'id' | 'kind'>,
  grants: readonly Grant[],
  object: ObjectId | undefined,
): void {
  const isWhole = policies[kind].shows === 'whole_bucket';
  if (isWhole && object !== undefined) throw sharesWhole(id, object);
  if (object !== undefined) return assertGranted(grants, object);
  if (isWhole || usedBucket(grants) !== undefined) return;
  throw new Refusal(
    'not_shared',
    `${id} holds no database yet; ask its provider to GRANT USAGE ON DATABASE … TO SHARE`,
    { id, kind: 'share' },
  );
}

/** What a link of the share shows, and which other buckets its views may read. */
export type Shown = { readonly objects: ReadonlySet<ObjectId>; readonly references: ReadonlySet<BucketId> };

export function shownBy(grants: readonly Grant[]): Shown {
  const objects = grants.flatMap(({ kind, object }) => (kind === 'bucket' ? [] : [object as ObjectId]));
  return { objects: new Set(objects), references: new Set(grants.filter(isReference).map(({ bucket }) => bucket)) };
}

/** The same through a link that may be to a single object: that one alone, while it is granted. */
export function shownThrough({ object }: Pick<Link, 'object'>, grants: readonly Grant[]): Shown {
  const { objects, references } = shownBy(grants);
  return { objects: object === undefined ? objects : new Set([object].filter((one) => objects.has(one))), references };
}

/** The buckets that a view reads and a share with these grants does not open. */
export function closedBuckets(
  { bucket, readBuckets }: Pick<Grantable, 'bucket' | 'readBuckets'>,
  grants: readonly Grant[],
): readonly BucketId[] {
  const { references } = shownBy(grants);
  return readBuckets.filter((one) => one !== bucket && !references.has(one));
}

/** As statements write it. */
export function privilegeWord(privilege: Privilege): string {
  return privilege.toUpperCase();
}

/** What is not granted answers like what is not there. */
function assertGranted(grants: readonly Grant[], object: ObjectId): void {
  if (shownBy(grants).objects.has(object)) return;
  throw notFound(isId('view', object) ? 'view' : 'table', object);
}

function isBucketUsage({ kind, privilege }: Grant): boolean {
  return kind === 'bucket' && privilege === 'usage';
}

function isReference({ privilege }: Grant): boolean {
  return privilege === 'reference_usage';
}

function assertShareable({ object, kind, isHidden, readsLink }: Grantable): void {
  if (readsLink) {
    throw new Refusal(
      'reshare_forbidden',
      `the view ${object} reads what comes in by a link, which cannot be shared onward; ask its owner to share it`,
      { id: object, kind },
    );
  }
  if (!isHidden) return;
  throw new Refusal(
    'wrong_share_object',
    `${object} is an alias that links do not show, since it filters rows or picks columns; grant a view of it instead`,
    { id: object, kind },
  );
}

/** A share is of one bucket, and keeps it while projects link it: they took up that one. */
function assertOneBucket({ share, grants, isLinked }: Holding, { object, kind, bucket }: Grantable): void {
  const used = usedBucket(grants);
  if (used === bucket) return;
  if (kind === 'bucket' && used === undefined && !(isLinked && share.bucket !== bucket)) return;
  const why =
    used === undefined && kind !== 'bucket'
      ? `GRANT USAGE ON DATABASE ${bucket} comes first`
      : `it is of the database ${used ?? share.bucket ?? ''}; make another share for this one`;
  throw new Refusal('wrong_share_object', `${share.id} cannot hold the ${kind} ${object}: ${why}`, {
    id: object,
    kind,
    share: share.id,
    bucket: used ?? '',
  });
}

function sharesWhole(share: ShareId, object: ObjectId): Refusal {
  return new Refusal('wrong_share_object', `${share} offers a whole bucket; link that, and not ${object} alone`, {
    share,
    id: object,
  });
}

function holdsWhole(share: ShareId): Refusal {
  return new Refusal(
    'wrong_share_object',
    `${share} offers a whole bucket and takes no grants; make a share with CREATE SHARE`,
    { share },
  );
}

export function referenceMissing(view: string, share: ShareId, buckets: readonly BucketId[]): Refusal {
  return new Refusal(
    'reference_usage_missing',
    `the view ${view} reads ${buckets.join(', ')}, which ${share} does not open; GRANT REFERENCE_USAGE ON DATABASE … first`,
    { id: view, share, buckets: buckets.join(',') },
  );
}
