import { LinkState } from '@easement/contracts';
import { stores } from '@easement/persistence/testing';
import {
  aLink,
  aLinkedScene,
  aScene,
  aShare,
  eventually,
  outcomeOf,
  projects,
  refusalOf,
  type Scene,
} from './scene.ts';
import { type Sharing, startSharing } from './sharing.ts';

describe.each(stores)('closing a project on %s', (store) => {
  let sharing: Sharing;
  beforeAll(async () => {
    sharing = await startSharing(store, { sweepSeconds: 0.05 });
  });
  afterAll(() => sharing[Symbol.asyncDispose]());

  const close = (scene: Scene, project: { id: string }, attempt = 1n, validateOnly = false) =>
    sharing.inside(scene.organization).closing.closeProject({ projectId: project.id, attempt, validateOnly });
  const reopen = (scene: Scene, project: { id: string }, attempt: bigint) =>
    sharing.inside(scene.organization).closing.reopenProject({ projectId: project.id, attempt });

  it('refuses what is new in it from then on', async () => {
    const scene = aScene(sharing);
    const { operations, analytics, bucket, sharer, linker } = scene;
    const share = await aShare(sharing.as(sharer), bucket);
    await close(scene, analytics);
    const refusal = await refusalOf(aLink(sharing.as(linker), share, analytics));
    expect(refusal).toMatchObject({ reason: 'project_closing', facts: { project: analytics.id } });
    await sharing.as(sharer).shares.deleteShare({ shareId: share.id });
    await close(scene, operations);
    expect(await outcomeOf(aShare(sharing.as(sharer), bucket))).toBe('project_closing');
  });

  it('has begun for callers as soon as identity-service says so, and is over when it no longer does', async () => {
    const scene = aScene(sharing);
    const share = await aShare(sharing.as(scene.sharer), scene.bucket);
    const another = sharing.catalog.addBucket(scene.operations);
    const link = () => outcomeOf(aLink(sharing.as(scene.linker), share, scene.analytics));
    const shareAnother = () => outcomeOf(aShare(sharing.as(scene.sharer), another));
    for (const { id } of [scene.operations, scene.analytics]) sharing.directory.setClosing(id, true);
    expect([await link(), await shareAnother()]).toEqual(['project_closing', 'project_closing']);
    for (const { id } of [scene.operations, scene.analytics]) sharing.directory.setClosing(id, false);
    expect([await link(), await shareAnother()]).toEqual(['done', 'done']);
  });

  it('is refused while its shares are linked, naming who links them', async () => {
    const scene = await aLinkedScene(sharing);
    const refusal = await refusalOf(close(scene, scene.operations));
    expect(refusal).toMatchObject({ reason: 'has_links', facts: { projects: scene.analytics.id, hidden_count: '0' } });
  });

  it('counts a project that links several of its shares once', async () => {
    const scene = await aLinkedScene(sharing);
    const { operations, analytics, sharer, linker } = scene;
    const another = await aShare(sharing.as(sharer), sharing.catalog.addBucket(operations));
    await aLink(sharing.as(linker), another, analytics, { name: 'another' });
    const refusal = await refusalOf(close(scene, operations));
    expect(refusal).toMatchObject({ reason: 'has_links', facts: { projects: analytics.id, hidden_count: '0' } });
  });

  it('is refused while it has links or shares of its own', async () => {
    const scene = await aLinkedScene(sharing);
    expect(await refusalOf(close(scene, scene.analytics))).toMatchObject({
      reason: 'not_empty',
      facts: { kind: 'link', count: '1' },
    });
    await sharing.as(scene.linker).links.deleteLink({ linkId: scene.link.id });
    expect(await outcomeOf(close(scene, scene.analytics))).toBe('done');
    expect(await refusalOf(close(scene, scene.operations))).toMatchObject({
      reason: 'not_empty',
      facts: { kind: 'share', count: '1' },
    });
  });

  it('counts a link that is being made as left', async () => {
    const scene = aScene(sharing);
    const share = await aShare(sharing.as(scene.sharer), scene.bucket);
    const held = sharing.holdAt('hold_placed');
    const linking = outcomeOf(aLink(sharing.as(scene.linker), share, scene.analytics));
    await held.arrived;
    expect(await outcomeOf(close(scene, scene.analytics))).toBe('not_empty');
    held.letGo();
    expect(await linking).toBe('done');
  });

  it('does not mind a share whose bucket is gone', async () => {
    const scene = aScene(sharing);
    await aShare(sharing.as(scene.sharer), scene.bucket);
    sharing.catalog.dropBucket(scene.bucket);
    expect(await outcomeOf(close(scene, scene.operations))).toBe('done');
  });

  it('is undone by reopening that attempt, and any before it', async () => {
    const scene = aScene(sharing);
    const share = await aShare(sharing.as(scene.sharer), scene.bucket);
    await close(scene, scene.analytics, 3n);
    await reopen(scene, scene.analytics, 2n);
    expect(await outcomeOf(aLink(sharing.as(scene.linker), share, scene.analytics))).toBe('project_closing');
    await reopen(scene, scene.analytics, 3n);
    expect(await outcomeOf(aLink(sharing.as(scene.linker), share, scene.analytics))).toBe('done');
  });

  it('that comes late finds its attempt over', async () => {
    const scene = aScene(sharing);
    await reopen(scene, scene.analytics, 5n);
    expect(await outcomeOf(close(scene, scene.analytics, 5n))).toBe('lost_race');
    expect(await outcomeOf(close(scene, scene.analytics, 4n))).toBe('lost_race');
    expect(await outcomeOf(close(scene, scene.analytics, 6n))).toBe('done');
    expect(await outcomeOf(close(scene, scene.analytics, 6n))).toBe('done');
  });

  it('is only checked with validate_only', async () => {
    const scene = await aLinkedScene(sharing);
    expect(await outcomeOf(close(scene, scene.operations, 1n, true))).toBe('has_links');
    expect(await outcomeOf(close(scene, scene.marketing, 1n, true))).toBe('done');
    expect(await outcomeOf(aLink(sharing.as(scene.marketer), scene.share, scene.marketing))).toBe('done');
  });

  it('and deleting it takes along its links that are gone, and its place on lists', async () => {
    const scene = await aLinkedScene(sharing);
    const { analytics, operations, sharer, owner, linker } = scene;
    const listed = await aShare(sharing.as(sharer), sharing.catalog.addBucket(operations), projects(analytics));
    await sharing.as(linker).links.deleteLink({ linkId: scene.link.id });
    await close(scene, analytics);
    const parent = { case: 'shareId', value: scene.share.id } as const;
    const linksOfShare = async () => (await sharing.as(sharer).links.listLinks({ parent, showRemoved: true })).links;
    expect((await linksOfShare()).map(({ state }) => state)).toEqual([LinkState.REMOVED]);
    sharing.directory.removeProject(analytics.id);
    await eventually(async () => expect(await linksOfShare()).toEqual([]));
    const { share } = await sharing.as(owner).shares.getShare({ shareId: listed.id });
    expect(share?.audience?.projectIds).toEqual([]);
  });

  it('is for identity-service alone', async () => {
    const scene = aScene(sharing);
    const asCatalog = sharing.asService('catalog', scene.organization);
    const closing = asCatalog.closeProject({ projectId: scene.analytics.id, attempt: 1n });
    expect(await outcomeOf(closing)).toBe('missing_role');
  });
});
