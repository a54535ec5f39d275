import { ActivityAction, Privilege } from '@easement/contracts';
import { newId } from '@easement/domain';
import { stores } from '@easement/persistence/testing';
import { aGrantsShare, aLink, anEmptyShare, aScene, everybody, outcomeOf, refusalOf, tenants } from './scene.ts';
import { type Sharing, startSharing } from './sharing.ts';

describe.each(stores)('who knows of shares of kind grants on %s', (store) => {
  let sharing: Sharing;
  beforeAll(async () => {
    sharing = await startSharing(store);
  });
  afterAll(() => sharing[Symbol.asyncDispose]());

  /** Analytics links a share of the bucket in which one table is granted, and another is not. */
  async function aGrantedScene() {
    const scene = aScene(sharing);
    const [granted, kept] = [sharing.catalog.addTable(scene.bucket), sharing.catalog.addTable(scene.bucket)];
    const share = await aGrantsShare(sharing.as(scene.sharer), scene.bucket, tenants(scene.analytics));
    const select = { shareId: share.id, objectId: granted, privilege: Privilege.SELECT };
    await sharing.as(scene.sharer).shares.grant(select);
    await aLink(sharing.as(scene.linker), share, scene.analytics);
    return { ...scene, granted, kept, share, select };
  }

  it('what a link does not show is not told apart from what is not there, by granting it onward', async () => {
    const { linker, analytics, granted, kept, sharer, select } = await aGrantedScene();
    const own = await anEmptyShare(sharing.as(linker), analytics, tenants());
    const grant = (objectId: string) =>
      sharing.as(linker).shares.grant({ shareId: own.id, objectId, privilege: Privilege.SELECT });
    expect(await outcomeOf(grant(granted))).toBe('reshare_forbidden');
    const nothing = newId('table');
    const [hidden, absent] = [await refusalOf(grant(kept)), await refusalOf(grant(nothing))];
    expect(hidden.reason).toBe('not_found');
    expect(hidden.message.replace(kept, nothing)).toBe(absent.message);
    await sharing.as(sharer).shares.revoke(select);
    expect(await outcomeOf(grant(granted))).toBe('not_found');
  });

  it('the bucket of a link is not known by it once its usage is revoked', async () => {
    const { linker, bucket, sharer, share } = await aGrantedScene();
    const content = { case: 'bucket', value: { bucketId: bucket.id } } as const;
    const audience = everybody;
    const shareOn = () => outcomeOf(sharing.as(linker).shares.createShare({ content, audience }));
    expect(await shareOn()).toBe('reshare_forbidden');
    await sharing.as(sharer).shares.revoke({ shareId: share.id, objectId: bucket.id, privilege: Privilege.USAGE });
    expect(await shareOn()).toBe('not_found');
  });

  it('tenants read that they came and went, whether or not they are members of the organization', async () => {
    const { sharer, bucket, analytics, marketing, outsideLinker, outsideMarketer } = aScene(sharing);
    const share = await aGrantsShare(sharing.as(sharer), bucket, tenants());
    const list = { shareId: share.id, projectIds: [analytics.id] };
    await sharing.as(sharer).shares.addProjects(list);
    await sharing.as(sharer).shares.removeProjects(list);
    const { activities } = await sharing.as(outsideLinker).activity.listActivity({ projectId: analytics.id });
    const [gone, come] = [
      { field: 'projects', removed: [analytics.id] },
      { field: 'projects', added: [analytics.id] },
    ];
    expect(activities).toMatchObject(
      [gone, come].map((detail) => ({ action: ActivityAction.SHARE_UPDATED, details: [detail] })),
    );
    const others = await sharing.as(outsideMarketer).activity.listActivity({ projectId: marketing.id });
    expect(others.activities).toEqual([]);
  });
});
