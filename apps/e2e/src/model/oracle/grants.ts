import type { Look, Mutation } from '../act.ts';
import { type Grant, type Handle, isBucketHandle, type Person, type Privilege, type Share, there } from '../world.ts';
import type { Table, World } from '../world.ts';
import { linksOfShare, usedBucket, visibleShare, withoutGone } from './sight.ts';
import { refuseAudience, refuseReshare, replaceAudience } from './shares.ts';
import { refuseManaging, seesInside } from './standing.ts';
import { grant, refuse, type Refused, type Verdict } from './verdict.ts';
import { isHidden } from './views.ts';

type Of<K extends Mutation['kind']> = Extract<Mutation, { readonly kind: K }>;

/** §5, in the order of §8: what is not seen, what is not allowed, what cannot be. */
export function grantPrivilege(world: World, person: Person, act: Of<'grant'>): Verdict {
  const share = visibleShare(world, person, act.share);
  if (!share) return refuse('NOT_FOUND');
  const object = objectOf(world, person, act.object);
  const odd = object ? refuseForeign(world, person, share, object) : refuseUnseen(world, person, act.object);
  if (odd?.reasons.includes('NOT_FOUND')) return odd;
  const refused = refuseManaging(world, person, share.project) ?? odd;
  if (refused) return refused;
  if (!fits(act.object, act.privilege)) return refuse('WRONG_PRIVILEGE');
  const first = share.grants.find((one) => isSame(one, act));
  if (first) return grant(() => ({ grant: viewGrant(share, first), unchanged: true }), linkers(world, share));
  const bucket = object?.bucket ?? '';
  const no = refuseHolding(world, share, { ...act, bucket, table: object?.table });
  if (no) return no;
  const added = { object: act.object, privilege: act.privilege, bucket, creator: person.handle };
  return grant(
    () => {
      share.grants = [...share.grants, added];
      if (isUsage(added)) share.bucket = bucket;
      share.updates++;
      return { grant: viewGrant(share, added), unchanged: false };
    },
    linkers(world, share),
  );
}

type Placed = { readonly bucket: Handle; readonly project: Handle; readonly table: Table | undefined };

/** A bucket or a table of a project that the person sees inside. */
function objectOf(world: World, person: Person, handle: Handle): Placed | undefined {
  const table = there(world.tables, handle, person.organization);
  const bucket = there(world.buckets, table?.bucket ?? handle, person.organization);
  if (!bucket || !seesInside(world, person, bucket.project)) return undefined;
  return { bucket: bucket.handle, project: bucket.project, table };
}

/** What another project owns is no object of the share. Of a table, the right to share it there is looked at first. */
function refuseForeign(world: World, person: Person, share: Share, { project, table }: Placed): Refused | undefined {
  if (project === share.project) return undefined;
  return (table && refuseManaging(world, person, project)) ?? refuse('WRONG_SHARE_OBJECT');
}

/** What comes in by a link cannot be shared onward; what does not come in is not there. */
function refuseUnseen(world: World, person: Person, handle: Handle): Refused {
  const table = there(world.tables, handle, person.organization);
  if (!table) return refuseReshare(world, person, handle);
  return isHidden(table) ? refuse('NOT_FOUND') : refuseReshare(world, person, table.bucket, handle);
}

type Wanted = Pick<Grant, 'object' | 'privilege' | 'bucket'> & { readonly table: Table | undefined };

/** §5: one bucket, its usage first, and nothing that links hide. */
function refuseHolding(world: World, share: Share, { object, privilege, bucket, table }: Wanted): Refused | undefined {
  if (share.kind === 'bucket' || (table && isHidden(table))) return refuse('WRONG_SHARE_OBJECT');
  if (privilege === 'reference_usage') return undefined;
  const used = usedBucket(share);
  if (used === bucket) return undefined;
  const isKept = linksOfShare(world, share.handle).length > 0 && share.bucket !== bucket;
  const isFirst = isBucketHandle(object) && used === undefined && !isKept;
  return isFirst ? undefined : refuse('WRONG_SHARE_OBJECT');
}

/** §5: the usage of the bucket takes its objects along. The object itself may be gone. */
export function revokePrivilege(world: World, person: Person, act: Of<'revoke'>): Verdict {
  if (act.object.startsWith('link') || act.object === 'no link') return { ...refuse('INVALID_FIELD'), isMessage: true };
  const share = visibleShare(world, person, act.share);
  if (!share) return refuse('NOT_FOUND');
  const refused = refuseManaging(world, person, share.project);
  if (refused) return refused;
  if (!fits(act.object, act.privilege)) return refuse('WRONG_PRIVILEGE');
  const first = share.grants.find((one) => isSame(one, act));
  const isWhole = first !== undefined && isUsage(first);
  const taken = share.grants.filter((one) => one === first || (isWhole && one.privilege !== 'reference_usage'));
  return grant(
    () => {
      if (taken.length === 0) return { revoked: [], unchanged: true };
      share.grants = share.grants.filter((one) => !taken.includes(one));
      const isLinked = linksOfShare(world, share.handle).length > 0;
      share.bucket = usedBucket(share) ?? (isLinked ? share.bucket : '');
      share.updates++;
      return { revoked: taken.map((one) => viewGrant(share, one)), unchanged: false };
    },
    linkers(world, share),
  );
}

function fits(object: Handle, privilege: Privilege): boolean {
  const isBucket = isBucketHandle(object) || object.startsWith('link');
  return isBucket === (privilege !== 'select');
}

function isUsage({ object, privilege }: Pick<Grant, 'object' | 'privilege'>): boolean {
  return privilege === 'usage' && isBucketHandle(object);
}

function isSame(one: Grant, other: Pick<Grant, 'object' | 'privilege'>): boolean {
  return one.object === other.object && one.privilege === other.privilege;
}

/** Those who see what is granted. */
function linkers(world: World, { handle }: Share) {
  const links = linksOfShare(world, handle);
  return { projects: links.map(({ project }) => project), links: links.map((link) => link.handle) };
}

function viewGrant(share: Share, { object, privilege, bucket, creator }: Grant): object {
  return { share: share.handle, object, privilege, bucket, creator };
}

/** What of a share is gone is not listed; which buckets its views may read is for who sees inside its project. */
export function listGrants(world: World, person: Person, act: Extract<Look, { kind: 'list_grants' }>): Verdict {
  const isThere = ({ object }: Grant) =>
    (there(world.buckets, object, person.organization) ?? there(world.tables, object, person.organization)) !==
    undefined;
  if (act.of === 'share') {
    const share = visibleShare(world, person, act.parent);
    if (!share) return refuse('NOT_FOUND');
    const isInside = seesInside(world, person, share.project);
    const isShown = (one: Grant) => isThere(one) && (isInside || one.privilege !== 'reference_usage');
    return grant(() => share.grants.filter(isShown).map((one) => viewGrant(share, one)));
  }
  if (!objectOf(world, person, act.parent)) return refuse('NOT_FOUND');
  return grant(() =>
    [...world.shares.values()]
      .filter(({ gone, isLost }) => !gone || isLost)
      .flatMap((share) =>
        share.grants.filter(({ object }) => object === act.parent).map((one) => viewGrant(share, one)),
      ),
  );
}

/** §3: who goes off the list is cut at once; who is as wanted already is told. */
export function changeTenants(world: World, person: Person, act: Of<'add_tenants' | 'remove_tenants'>): Verdict {
  const share = visibleShare(world, person, act.share);
  if (!share) return refuse('NOT_FOUND');
  const asked = { type: 'tenants', projects: act.projects, users: [], byEmail: false } as const;
  const refused = refuseAudience(world, person, share.project, asked);
  if (refused) return refused;
  const audience = withoutGone(world, share.audience);
  if (audience.type !== 'tenants') return refuse('INVALID_FIELD');
  const before = audience.projects;
  const adds = act.kind === 'add_tenants';
  const unchanged = act.projects.filter((project) => before.includes(project) === adds);
  const projects = adds
    ? [...new Set([...before, ...act.projects])]
    : before.filter((project) => !act.projects.includes(project));
  const tells = (view: object) => ({ share: view, unchanged });
  return replaceAudience(world, person, share, { audience: { type: 'tenants', projects }, cuts: true, tells });
}
