import {
  assertMayChangeObject,
  assertMayReadObject,
  assertMaySeeObject,
  type BucketId,
  maySeeInside,
  type ObjectId,
  type ObjectReach,
  type PrincipalId,
  type ProjectId,
  waysToObject,
} from '@easement/domain';
import type { Call } from '@easement/rpc';
import type { Sight } from '../buckets/bucket-message.ts';
import type { Deps } from '../deps.ts';
import { getObjectReach, type Need } from './object-reach.ts';

type Named = { readonly kind: string; readonly id: string };

/** Something that is in a bucket. */
type Placed = {
  readonly kind: string;
  readonly id: ObjectId;
  readonly bucket: BucketId;
  readonly project: ProjectId;
  /** Whether no link shows it. */
  readonly isHidden: boolean;
};

const asserts: Readonly<Record<Need, (reach: ObjectReach, object: Named) => void>> = {
  see: assertMaySeeObject,
  read: assertMayReadObject,
  write: assertMayChangeObject,
};

/** Refuses as the rules say unless the principal has what is needed of the object; answers by which way it is seen. */
export async function reachObject(
  deps: Deps,
  call: Call,
  principal: PrincipalId,
  { kind, id, bucket, project, isHidden }: Placed,
  need: Need,
): Promise<Sight> {
  const reach = waysToObject({ id, isHidden }, await getObjectReach(deps, call, principal, { bucket, project }, need));
  asserts[need](reach, { kind, id });
  return maySeeInside(reach.owner) ? 'inside' : 'through_link';
}
