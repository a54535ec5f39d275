import type { AccessService, ResolvedName } from '@easement/contracts';
import { assertViewOpen, parseId, type ProjectId, type Standpoint, type WayIn } from '@easement/domain';
import { type Call, onBehalf, type Peer } from '@easement/rpc';
import { toThing, toThings, type ViewWithReads } from './read-objects.ts';

type Named = ViewWithReads & { readonly called: string };

/** Refuses as `assertViewOpen`. Of links one is asked only where a view of the project's own reads what others own. */
export async function assertViewsOpen(
  access: Peer<typeof AccessService>,
  call: Call,
  project: ProjectId,
  views: readonly Named[],
): Promise<void> {
  const [first] = views;
  if (!first) return;
  const things = toThings(first.read);
  const foreign = [...things.values()].filter((thing) => thing.project !== project).map(({ bucket }) => bucket);
  const isOwn = views.some(({ way }) => way === undefined);
  const ways = isOwn && foreign.length > 0 ? await waysTo(access, call, project, [...new Set(foreign)]) : [];
  for (const { view, way, called } of views) {
    const standpoint: Standpoint = way ? { kind: 'link', way: toWay(way) } : { kind: 'owner', project, ways };
    assertViewOpen(toThing(view), things, standpoint, called);
  }
}

async function waysTo(
  access: Peer<typeof AccessService>,
  call: Call,
  project: ProjectId,
  bucketIds: readonly string[],
): Promise<WayIn[]> {
  const { names } = await access.resolveNames({ projectId: project, bucketIds: [...bucketIds] }, onBehalf(call));
  return names.filter(({ linkId }) => linkId !== '').map(toWayIn);
}

function toWayIn({ bucketId, onlyGranted, grantedIds, referenceBucketIds }: ResolvedName): WayIn {
  const bucket = parseId('bucket', bucketId);
  return onlyGranted ? { bucket, granted: new Set(grantedIds), references: new Set(referenceBucketIds) } : { bucket };
}

function toWay({ bucketId, granted, references }: NonNullable<ViewWithReads['way']>): WayIn {
  const bucket = parseId('bucket', bucketId);
  return granted ? { bucket, granted, references: references ?? new Set() } : { bucket };
}
