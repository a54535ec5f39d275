import { Action, FindingAction, FindingCause, RemovalReason } from '@easement/contracts';
import { newId } from '@easement/domain';
import { stores } from '@easement/persistence/testing';
import { type Found, reconcileAll } from './reconciling.ts';
import {
  aLink,
  aLinkedScene,
  aScene,
  aShare,
  everybody,
  linkOf,
  outcomeOf,
  projects,
  type Scene,
  unreachable,
  users,
} from './scene.ts';
import { type Sharing, startSharing } from './sharing.ts';

type LinkedScene = Awaited<ReturnType<typeof aLinkedScene>>;

describe.each(stores)('reconciling on %s', (store) => {
  let sharing: Sharing;
  beforeAll(async () => {
    sharing = await startSharing(store);
  });
  afterAll(() => sharing[Symbol.asyncDispose]());

  const linkOfScene = ({ linker, link }: LinkedScene) => sharing.as(linker).links.getLink({ linkId: link.id });
  const placed = ({ organization }: Scene) => sharing.catalog.holds(organization).filter(({ released }) => !released);
  const holdOf = ({ organization, link }: LinkedScene) => {
    const hold = sharing.catalog.holds(organization).find(({ holder }) => holder === link.id);
    if (!hold) throw new Error('the link has no hold');
    return hold;
  };
  const mayRead = async ({ linkReader, analytics, bucket }: Scene): Promise<boolean> => {
    const object = { object: { case: 'bucketId', value: bucket.id } as const };
    const asked = { projectId: analytics.id, object, action: Action.READ };
    return (await sharing.as(linkReader).access.checkAccess(asked)).allowed;
  };

  /** Looks first, then does it, then looks again: the first two find the same, the last nothing. */
  async function settle({ organization }: Scene, pageSize?: number): Promise<readonly Found[]> {
    const seen = await reconcileAll(sharing, organization, { validateOnly: true });
    const done = await reconcileAll(sharing, organization, pageSize === undefined ? {} : { pageSize });
    expect(done).toEqual(seen);
    const left = done.filter(({ action }) => action === FindingAction.LEFT);
    expect(await reconcileAll(sharing, organization)).toEqual(left);
    return done;
  }

  it('finds nothing where nothing was restored', async () => {
    const scene = await aLinkedScene(sharing);
    expect(await settle(scene)).toEqual([]);
    expect(await mayRead(scene)).toBe(true);
  });

  const losses: readonly (readonly [string, FindingCause, (scene: LinkedScene) => void])[] = [
    [
      'the catalog never placed its hold',
      FindingCause.HOLD_MISSING,
      (scene) => sharing.catalog.setHold(scene.link.id, undefined),
    ],
    [
      'the catalog has released its hold',
      FindingCause.HOLD_RELEASED,
      (scene) => sharing.catalog.setHold(scene.link.id, { ...holdOf(scene), released: true }),
    ],
    [
      'the catalog holds another bucket for it',
      FindingCause.HOLD_DIFFERS,
      (scene) => sharing.catalog.setHold(scene.link.id, { ...holdOf(scene), object: newId('bucket') }),
    ],
    [
      'the catalog has no name for it',
      FindingCause.NAME_MISSING,
      (scene) => sharing.catalog.setHold(scene.link.id, { ...holdOf(scene), name: '' }),
    ],
    [
      'identity does not have its project',
      FindingCause.PROJECT_GONE,
      (scene) => sharing.directory.removeProject(scene.analytics.id),
    ],
  ];

  it.each(losses)('cuts a link where %s, and keeps its share', async (_, cause, lose) => {
    const scene = await aLinkedScene(sharing);
    lose(scene);
    const { id, name } = scene.link;
    const found = { id, name, projectId: scene.analytics.id, detail: '', action: FindingAction.LINK_CUT, cause };
    expect(await settle(scene)).toMatchObject([found]);
    expect(placed(scene)).toEqual([]);
    expect(await sharing.as(scene.owner).shares.getShare({ shareId: scene.share.id })).toMatchObject({
      share: { linkCount: 0 },
    });
    const { links } = await sharing.as(scene.owner).links.listLinks({
      parent: { case: 'shareId', value: scene.share.id },
      showRemoved: true,
    });
    expect(links).toMatchObject([{ id, removalReason: RemovalReason.RESTORED, removerId: '' }]);
    expect(links[0]?.removalComment).toContain('after a restore');
    expect(await mayRead(scene).catch(() => false)).toBe(false);
  });

  it('leaves a link alone that is unlinked while it looks, and its request answered', async () => {
    const scene = aScene(sharing);
    const { organization, analytics, bucket, sharer, linker } = scene;
    const share = await aShare(sharing.as(sharer), bucket, everybody);
    const { links } = sharing.as(linker);
    const request = { ...linkOf(share, analytics), requestId: 'link-once' };
    const { link } = await links.createLink(request);
    sharing.doAt('links_read', () => links.deleteLink({ linkId: link!.id }));
    expect(await reconcileAll(sharing, organization)).toEqual([]);
    expect((await links.createLink(request)).link?.id).toBe(link?.id);
    expect(placed(scene)).toEqual([]);
  });

  it('cuts the links of a bucket that is gone, then removes its share', async () => {
    const scene = await aLinkedScene(sharing);
    sharing.catalog.loseBucket(scene.bucket);
    expect(await settle(scene)).toMatchObject([
      { id: scene.link.id, action: FindingAction.LINK_CUT, cause: FindingCause.BUCKET_GONE },
      { id: scene.share.id, action: FindingAction.SHARE_REMOVED, cause: FindingCause.BUCKET_GONE },
    ]);
    expect(placed(scene)).toEqual([]);
  });

  it('removes the shares of a project that is gone, and the links to them', async () => {
    const scene = await aLinkedScene(sharing);
    sharing.directory.removeProject(scene.operations.id);
    expect(await settle(scene)).toMatchObject([
      { id: scene.link.id, action: FindingAction.LINK_CUT, cause: FindingCause.SOURCE_GONE },
      { id: scene.share.id, action: FindingAction.SHARE_REMOVED, cause: FindingCause.PROJECT_GONE },
    ]);
  });

  it('gives a link the name that the catalog has for it, and no access that it did not have', async () => {
    const scene = await aLinkedScene(sharing);
    sharing.catalog.setHold(scene.link.id, { ...holdOf(scene), name: 'flights since' });
    expect(await settle(scene)).toMatchObject([
      { id: scene.link.id, action: FindingAction.LINK_RENAMED, detail: 'flights since' },
    ]);
    expect((await linkOfScene(scene)).link).toMatchObject({ name: 'flights since', bucketId: scene.bucket.id });
    expect(await mayRead(scene)).toBe(true);
  });

  it('undoes what was being made, and finishes what was being removed', async () => {
    const scene = await aLinkedScene(sharing);
    const other = await aShare(sharing.as(scene.sharer), sharing.catalog.addBucket(scene.operations));
    const leavePlacing = sharing.catalog.stepInto('placeHold', 'after', unreachable);
    expect(await outcomeOf(aLink(sharing.as(scene.linker), other, scene.analytics, { name: 'second' }))).not.toBe(
      'done',
    );
    leavePlacing();
    const leaveReleasing = sharing.catalog.stepInto('releaseHold', 'before', unreachable);
    expect(await outcomeOf(sharing.as(scene.linker).links.deleteLink({ linkId: scene.link.id }))).not.toBe('done');
    leaveReleasing();
    const found = await settle(scene);
    expect(found.map(({ action, cause }) => [action, cause]).sort()).toEqual(
      [
        [FindingAction.LINK_UNDONE, FindingCause.UNFINISHED],
        [FindingAction.REMOVAL_FINISHED, FindingCause.UNFINISHED],
      ].sort(),
    );
    expect(placed(scene)).toEqual([]);
    expect((await linkOfScene(scene)).link).toMatchObject({ removalReason: RemovalReason.UNLINKED });
  });

  it('finishes a renaming that was under way', async () => {
    const scene = await aLinkedScene(sharing);
    const leave = sharing.catalog.stepInto('renameName', 'before', unreachable);
    const rename = { linkId: scene.link.id, name: 'another', updateMask: { paths: ['name'] } };
    expect(await outcomeOf(sharing.as(scene.linker).links.updateLink(rename))).not.toBe('done');
    leave();
    expect(await settle(scene)).toMatchObject([{ action: FindingAction.LINK_RENAMED, cause: FindingCause.UNFINISHED }]);
    expect((await linkOfScene(scene)).link?.name).toBe('another');
  });

  it('releases holds whose link is gone or removed, and frees their names', async () => {
    const scene = await aLinkedScene(sharing);
    const hold = holdOf(scene);
    await sharing.as(scene.linker).links.deleteLink({ linkId: scene.link.id });
    const stranger = newId('link');
    sharing.catalog.setHold(scene.link.id, { ...hold, released: false });
    sharing.catalog.setHold(stranger, { ...hold, holder: stranger, name: 'strange', released: false });
    expect(await settle(scene)).toMatchObject([
      { id: scene.link.id, action: FindingAction.HOLD_RELEASED, cause: FindingCause.LINK_REMOVED },
      { id: stranger, action: FindingAction.HOLD_RELEASED, cause: FindingCause.LINK_GONE, name: 'strange' },
    ]);
    expect(sharing.catalog.ownerOfName(scene.analytics, 'strange')).toBeUndefined();
  });

  it('takes those off lists who are gone', async () => {
    const scene = aScene(sharing);
    const listed = projects(scene.analytics, scene.marketing);
    const first = await aShare(sharing.as(scene.sharer), scene.bucket, listed);
    const people = users(scene.linker, scene.marketer);
    const second = await aShare(sharing.as(scene.sharer), sharing.catalog.addBucket(scene.operations), people);
    sharing.directory.removeProject(scene.marketing.id);
    sharing.directory.removePerson(scene.marketer);
    const trimmed = { action: FindingAction.AUDIENCE_TRIMMED, cause: FindingCause.TARGETS_GONE };
    expect(await settle(scene)).toMatchObject([
      { ...trimmed, id: first.id, detail: scene.marketing.id },
      { ...trimmed, id: second.id, detail: scene.marketer.principal },
    ]);
    const { share } = await sharing.as(scene.sharer).shares.getShare({ shareId: first.id });
    expect(share?.audience?.projectIds).toEqual([scene.analytics.id]);
    expect(share?.etag).not.toBe(first.etag);
  });

  it('opens a project again whose deletion identity has given up, and leaves one closed that it does not know of', async () => {
    const scene = aScene(sharing);
    const { closing } = sharing.inside(scene.organization);
    const { organization } = scene;
    for (const { id } of [scene.analytics, scene.marketing]) {
      await closing.closeProject({ projectId: id, attempt: 2n });
      sharing.catalog.guards.set(id, { organization, closed: 2, reopened: 1 });
    }
    sharing.directory.setAttempt(scene.analytics.id, 2);
    sharing.directory.setAttempt(scene.marketing.id, 1);
    const reopened = { id: scene.analytics.id, action: FindingAction.PROJECT_REOPENED };
    const left = { id: scene.marketing.id, action: FindingAction.LEFT, cause: FindingCause.CLOSED_ELSEWHERE };
    const [one, other] = scene.analytics.id < scene.marketing.id ? [reopened, left] : [left, reopened];
    expect(await settle(scene)).toMatchObject([one, other, reopened]);
    const share = await aShare(sharing.as(scene.sharer), scene.bucket);
    expect(await outcomeOf(aLink(sharing.as(scene.linker), share, scene.analytics))).toBe('done');
    expect(await outcomeOf(aLink(sharing.as(scene.marketer), share, scene.marketing))).toBe('project_closing');
  });

  it('tells of buckets whose project is gone, and leaves them', async () => {
    const scene = aScene(sharing);
    const { organization, operations } = scene;
    sharing.catalog.guards.set(operations.id, { organization, closed: 0, reopened: 0 });
    sharing.directory.removeProject(operations.id);
    const left = { action: FindingAction.LEFT, cause: FindingCause.PROJECT_GONE };
    expect(await settle(scene)).toMatchObject([{ ...left, id: operations.id, detail: '1 bucket' }]);
  });

  it('comes to the same in parts of one', async () => {
    const scene = await aLinkedScene(sharing);
    for (let count = 0; count < 3; count++) {
      const share = await aShare(sharing.as(scene.sharer), sharing.catalog.addBucket(scene.operations));
      const { id } = await aLink(sharing.as(scene.linker), share, scene.analytics, { name: `link ${count}` });
      if (count > 0) sharing.catalog.setHold(id, undefined);
    }
    const found = await settle(scene, 1);
    expect(found.map(({ action }) => action)).toEqual([FindingAction.LINK_CUT, FindingAction.LINK_CUT]);
    expect(await mayRead(scene)).toBe(true);
  });

  it('answers a repeated part the same, and forgets the requests that made what it cut', async () => {
    const scene = aScene(sharing);
    const share = await aShare(sharing.as(scene.sharer), scene.bucket);
    const request = { ...linkOf(share, scene.analytics), requestId: 'linking' };
    const made = await sharing.as(scene.linker).links.createLink(request);
    sharing.catalog.setHold(made.link?.id ?? '', undefined);
    const part = { organizationId: scene.organization, requestId: `part-of-${scene.organization}` };
    const operator = sharing.as({ kind: 'operator' });
    const first = await operator.reconciling.reconcile(part);
    expect(first.findings).toHaveLength(1);
    expect(await operator.reconciling.reconcile(part)).toEqual(first);
    const again = await sharing.as(scene.linker).links.createLink(request);
    expect(again.link?.id).not.toBe(made.link?.id);
    expect(await mayRead(scene)).toBe(true);
  });

  it('looks at the organization that is named alone', async () => {
    const [scene, other] = [await aLinkedScene(sharing), await aLinkedScene(sharing)];
    sharing.catalog.setHold(other.link.id, undefined);
    expect(await settle(scene)).toEqual([]);
    expect(await mayRead(other)).toBe(true);
  });

  it('is for the operator alone', async () => {
    const { owner, support, organization } = aScene(sharing);
    for (const who of [owner, support]) {
      const call = sharing.as(who).reconciling.reconcile({ organizationId: organization });
      expect(await outcomeOf(call)).toBe('missing_role');
    }
  });
});
