import { Action } from '@easement/contracts';
import { stores } from '@easement/persistence/testing';
import {
  aLink,
  aLinkedScene,
  aScene,
  aShare,
  bucketOf,
  linkOf,
  members,
  outcomeOf,
  refusalOf,
  unreachable,
} from './scene.ts';
import { type Sharing, startSharing } from './sharing.ts';

describe.each(stores)('without the others, on %s', (store) => {
  let sharing: Sharing;
  beforeAll(async () => {
    sharing = await startSharing(store);
  });
  afterAll(() => sharing[Symbol.asyncDispose]());

  it('a call that needs the catalog names it, and changes nothing', async () => {
    const { operations, bucket, sharer, linker, analytics } = aScene(sharing);
    const share = await aShare(sharing.as(sharer), sharing.catalog.addBucket(operations));
    const leave = sharing.catalog.stepInto('lookUpObjects', 'before', unreachable);
    const calls = [
      sharing.as(sharer).shares.createShare({ content: bucketOf(bucket), audience: members }),
      sharing.as(sharer).shares.getShare({ shareId: share.id }),
      sharing.as(sharer).shares.deleteShare({ shareId: share.id }),
      sharing.as(linker).offers.listOffers({ projectId: analytics.id }),
    ];
    for (const call of calls) {
      expect(await refusalOf(call)).toMatchObject({ reason: 'peer_unavailable', facts: { part: 'catalog' } });
    }
    leave();
    const { shares } = await sharing.as(sharer).shares.listShares({ projectId: operations.id });
    expect(shares).toEqual([share]);
  });

  it('what is linked is decided and resolved without the catalog', async () => {
    const { analytics, bucket, linker } = await aLinkedScene(sharing);
    const leave = sharing.catalog.stepInto('lookUpObjects', 'before', unreachable);
    const object = { object: { case: 'bucketId', value: bucket.id } } as const;
    const check = { projectId: analytics.id, object, action: Action.READ };
    expect(await sharing.as(linker).access.checkAccess(check)).toMatchObject({ allowed: true });
    const names = { projectId: analytics.id, names: ['ops'] };
    expect((await sharing.as(linker).access.resolveNames(names)).names[0]?.bucketId).toBe(bucket.id);
    leave();
  });

  it('a fault of a peer is told as one of ours, and leaves a link that its repeat finishes', async () => {
    const { analytics, bucket, sharer, linker } = aScene(sharing);
    const share = await aShare(sharing.as(sharer), bucket);
    const request = { ...linkOf(share, analytics), requestId: crypto.randomUUID() };
    const leave = sharing.catalog.stepInto('placeHold', 'before', () => {
      throw new Error('disk full');
    });
    const outcome = await outcomeOf(sharing.as(linker).links.createLink(request));
    expect(outcome).toContain('internal error');
    expect(outcome).not.toContain('disk full');
    leave();
    expect(await outcomeOf(sharing.as(linker).links.createLink(request))).toBe('done');
  });

  it('an unlinking whose answer is lost touches no other link, and its repeat ends it', async () => {
    const scene = await aLinkedScene(sharing);
    await aLink(sharing.as(scene.marketer), scene.share, scene.marketing);
    const leave = sharing.catalog.stepInto('releaseHold', 'after', unreachable);
    const unlink = () => sharing.as(scene.linker).links.deleteLink({ linkId: scene.link.id });
    expect(await outcomeOf(unlink())).toBe('peer_unavailable');
    leave();
    const held = sharing.catalog.holds(scene.organization).filter(({ released }) => !released);
    expect(held.map(({ project }) => project)).toEqual([scene.marketing.id]);
    expect(await outcomeOf(unlink())).toBe('done');
  });
});
