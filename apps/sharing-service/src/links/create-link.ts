import type { MessageInitShape } from '@bufbuild/protobuf';
import type { CreateLinkResponseSchema, LinkService } from '@easement/contracts';
import {
  assertHolds,
  assertMayLink,
  checkName,
  linkExists,
  newId,
  notFound,
  parseId,
  Refusal,
  showsSource,
} from '@easement/domain';
import { beginRequest, type ReadTx, type WriteTx } from '@easement/persistence';
import { type Call, type Handler, organizationOf, principalOf } from '@easement/rpc';
import type { Deps } from '../deps.ts';
import { findGrants } from '../grants/grant-store.ts';
import { assertProjectOpen } from '../projects/project-guard.ts';
import { type Earlier, recall, toEarlier } from '../repeats.ts';
import { lockShare } from '../shares/share-store.ts';
import type { StoredShare } from '../shares/share.table.ts';
import { type AdmittedLinker, admitLinker, orGone } from './admit-linker.ts';
import { driveLink, lostLink, orUndo } from './drive-link.ts';
import { toStage } from './link-message.ts';
import { findLink, findSameLink, insertLink } from './link-store.ts';
import type { StoredLink } from './link.table.ts';
import { rehearseLink } from './rehearse-link.ts';
import { toSingle } from './single-object.ts';

export type CreateLinkAnswer = MessageInitShape<typeof CreateLinkResponseSchema>;

/**
 * Three steps, so that share and bucket stay whole though two services own them: the link `pending` here, name and hold
 * in the catalog, the link `active` here. A repeat drives the same steps on.
 */
export function createLink(deps: Deps): Handler<typeof LinkService.method.createLink> {
  return async (request, call) => {
    const name = checkName(request.name);
    const stage = toStage(request.stage);
    const project = parseId('project', request.projectId);
    const single = toSingle(request);
    const earlier = await recall<CreateLinkAnswer>(deps.db, call);
    if (earlier.state === 'done') return earlier.answer;
    const share = parseId('share', request.shareId);
    const begun = earlier.state === 'running' ? await findBegun(deps, call, earlier.thingId) : undefined;
    const admit = () => admitLinker(deps, call, share, project, single);
    const linker = await (begun ? orUndo(deps, call, begun, admit) : admit());
    if (begun) return await driveLink(deps, call, linker, begun);
    const throwOrGone = async (refusal: unknown): Promise<never> => {
      throw await orGone(deps, call, linker.share, refusal);
    };
    const link = newLink(call, linker, { name, stage, object: single?.object, target: single?.target }, deps.now());
    if (call.validateOnly) {
      return { impact: await rehearseLink(deps, call, link, (tx) => begin(tx, linker, link)).catch(throwOrGone) };
    }
    const first = await beginOnce(deps, call, linker, link).catch(throwOrGone);
    if (first.state === 'done') return first.answer;
    await deps.reached('link_pending');
    return await driveLink(
      deps,
      call,
      linker,
      first.state === 'new' ? link : await findBegun(deps, call, first.thingId),
    );
  };
}

/** The link that an earlier attempt of this request began to make, unless it was undone meanwhile. */
async function findBegun({ db }: Deps, call: Call, thing: string): Promise<StoredLink> {
  const id = parseId('link', thing);
  const link = await db.read(call, (tx) => findLink(tx, organizationOf(call), id));
  if (link?.state !== 'pending' && link?.state !== 'active') throw lostLink(id);
  return link;
}

/** The first step, unless an earlier attempt has taken it. */
async function beginOnce(
  { db }: Deps,
  call: Call,
  linker: AdmittedLinker,
  link: StoredLink,
): Promise<Earlier<CreateLinkAnswer>> {
  return await db.write(call, async (tx) => {
    const request = await beginRequest(tx, call, link.id);
    if (request.state === 'new') await begin(tx, linker, link);
    return toEarlier<CreateLinkAnswer>(request);
  });
}

/** Everything is checked once more under the locks: what was admitted before them may have changed. */
async function begin(tx: WriteTx, { standing }: AdmittedLinker, link: StoredLink): Promise<void> {
  const { organization, project } = link;
  await assertProjectOpen(tx, organization, project);
  const share = await lockShare(tx, organization, link.share);
  if (!share) throw notFound('share', link.share);
  assertMayLink(share, standing);
  await assertShows(tx, share, link);
  const other = await findSameLink(tx, organization, link);
  if (other) throw showsSource(other.state) ? linkExists(other) : beingMade(other);
  await insertLink(tx, link);
}

function beingMade({ share, project, state }: StoredLink): Refusal {
  const what = state === 'pending' ? 'made' : 'removed';
  return new Refusal(
    'lost_race',
    `the link of ${project} to ${share} is being ${what} by another call; repeat shortly`,
    {
      share,
      project,
    },
  );
}

/** Refuses a share that shows nothing, or not the one object, or by now another bucket than the link is of. */
export async function assertShows(tx: ReadTx, share: StoredShare, link: StoredLink): Promise<void> {
  assertHolds(share, await findGrants(tx, share.organization, [share.id]), link.object);
  if (share.bucket !== link.bucket) throw lostLink(link.id);
}

function noBucket(share: StoredShare): never {
  assertHolds(share, [], undefined);
  throw new Error(`${share.id} is of kind ${share.kind} and has no bucket`);
}

function newLink(
  call: Call,
  { share, standing }: AdmittedLinker,
  terms: Pick<StoredLink, 'name' | 'stage' | 'object' | 'target'>,
  time: Date,
): StoredLink {
  const { organization, principal } = principalOf(call);
  return {
    organization,
    id: newId('link'),
    share: share.id,
    project: standing.project,
    source: share.project,
    bucket: share.bucket ?? noBucket(share),
    kind: share.kind,
    ...terms,
    state: 'pending',
    isOutsideAudience: false,
    next: undefined,
    creator: principal,
    createTime: time,
    updateTime: time,
    stateTime: time,
    removal: undefined,
    version: 1,
  };
}
