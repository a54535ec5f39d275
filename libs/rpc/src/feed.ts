import { create, fromBinary, type MessageInitShape, toBinary } from '@bufbuild/protobuf';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { type Change, ChangeSchema, FeedService, type FollowResponseSchema } from '@easement/contracts';
import { notFound, type OrganizationId, parseId, type ServiceName } from '@easement/domain';
import { type Call, type Handler, internal, type Routes } from './handler.ts';

type ChangeInit = Exclude<MessageInitShape<typeof ChangeSchema>, Change>;

/** What happened: one of the messages of `Change`. */
export type ChangeContent = Extract<ChangeInit['what'], { readonly value: object }>;

/** Where following begins, and which feeds. */
export type FollowFrom = {
  readonly positions: ReadonlyMap<OrganizationId, number>;
  /** The one that the caller works in; where undefined, all of them. */
  readonly organization: OrganizationId | undefined;
  readonly fromNow: boolean;
  readonly signal: AbortSignal;
};

/** Changes as a store keeps them. */
export type StoredChange = {
  readonly organization: OrganizationId;
  readonly sequence: number;
  readonly time: Date;
  readonly payload: Uint8Array;
};
export type StoredBatch = {
  readonly changes: readonly StoredChange[];
  readonly positions: ReadonlyMap<OrganizationId, number>;
};

/** A change as libs/persistence adds it to a feed. */
export function feedChange(organization: OrganizationId, what: ChangeContent) {
  return { organization, type: what.case, payload: toBinary(ChangeSchema, create(ChangeSchema, { what })) };
}

/** Serves the feed of a service to `callers`, each as itself. */
export function feedRoute(
  open: (from: FollowFrom) => AsyncIterable<StoredBatch>,
  callers: readonly ServiceName[],
): Routes[number] {
  return internal(FeedService, { follow: follow(open) }, callers, { follow: { endless: true } });
}

function follow(open: (from: FollowFrom) => AsyncIterable<StoredBatch>): Handler<typeof FeedService.method.follow> {
  return async function* (request, call) {
    const organization = whereOf(call);
    const positions = new Map(
      request.positions.map((one) => [parseId('organization', one.organizationId), Number(one.sequence)] as const),
    );
    const foreign = [...positions.keys()].find((one) => organization !== undefined && one !== organization);
    if (foreign !== undefined) throw notFound('organization', foreign);
    const from = { positions, organization, fromNow: request.fromNow, signal: call.signal };
    for await (const batch of open(from)) yield toMessage(batch);
  };
}

/** A service that names no organization works in all of them. */
function whereOf({ actor }: Call): OrganizationId | undefined {
  return actor.kind === 'operator' ? undefined : actor.organization;
}

function toMessage({ changes, positions }: StoredBatch): MessageInitShape<typeof FollowResponseSchema> {
  return {
    changes: changes.map(({ organization, sequence, time, payload }) => ({
      ...fromBinary(ChangeSchema, payload),
      organizationId: organization,
      sequence: BigInt(sequence),
      time: timestampFromDate(time),
    })),
    positions: [...positions].map(([one, sequence]) => ({ organizationId: one, sequence: BigInt(sequence) })),
  };
}
