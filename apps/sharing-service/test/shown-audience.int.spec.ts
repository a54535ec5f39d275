import { stores } from '@easement/persistence/testing';
import { aScene, aShare, projects, users } from './scene.ts';
import { type Sharing, startSharing } from './sharing.ts';

describe.each(stores)('the audience of a share on %s', (store) => {
  let sharing: Sharing;
  beforeAll(async () => {
    sharing = await startSharing(store);
  });
  afterAll(() => sharing[Symbol.asyncDispose]());

  it('is shown whole to who may know whom it lists, and to others with themselves and their own projects', async () => {
    const { organization, operations, analytics, marketing, sharer, linker } = aScene(sharing);
    const roles = { projects: [[operations, 'read'] as const, [marketing, 'read'] as const] };
    const guest = sharing.directory.addPerson(organization, roles);
    const one = await aShare(sharing.as(sharer), sharing.catalog.addBucket(operations), projects(analytics, marketing));
    const two = await aShare(sharing.as(sharer), sharing.catalog.addBucket(operations), users(linker, guest));
    const seenBy = async (who: typeof guest) => {
      const { shares } = sharing.as(who);
      const got = [await shares.getShare({ shareId: one.id }), await shares.getShare({ shareId: two.id })];
      const listed = await shares.listShares({ projectId: operations.id });
      expect(listed.shares).toEqual(got.map(({ share }) => share));
      return got.map(({ share }) => [...(share?.audience?.projectIds ?? []), ...(share?.audience?.users ?? [])]);
    };
    expect(await seenBy(guest)).toEqual([[marketing.id], [guest.principal]]);
    expect((await seenBy(sharer)).map((listed) => listed.length)).toEqual([2, 2]);
  });
});
