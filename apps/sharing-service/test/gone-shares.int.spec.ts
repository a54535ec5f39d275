import { ActivityAction } from '@easement/contracts';
import { stores } from '@easement/persistence/testing';
import { aScene, aShare, bucketOf, members, outcomeOf, projects } from './scene.ts';
import { type Sharing, startSharing } from './sharing.ts';

const { SHARE_CREATED, SHARE_GONE } = ActivityAction;

describe.each(stores)('a share whose bucket is gone, on %s', (store) => {
  let sharing: Sharing;
  beforeAll(async () => {
    sharing = await startSharing(store);
  });
  afterAll(() => sharing[Symbol.asyncDispose]());

  /** A share of that name, of a bucket that is gone, and another; with what may be done that the first is in the way of. */
  const aSceneAfterDrop = async () => {
    const scene = aScene(sharing);
    const { operations, analytics, bucket, sharer, organization } = scene;
    const gone = await aShare(sharing.as(sharer), bucket);
    const next = sharing.catalog.addBucket(operations, { name: 'Trains' });
    const other = await aShare(sharing.as(sharer), next);
    sharing.catalog.dropBucket(bucket);
    const { shares, activity } = sharing.as(sharer);
    const another = sharing.catalog.addBucket(operations, { name: 'Flights' });
    const rename = { shareId: other.id, name: 'Flights' };
    return {
      ...scene,
      other,
      act: {
        close: (validateOnly: boolean) => {
          const request = { projectId: operations.id, attempt: 1n, validateOnly };
          return sharing.inside(organization).closing.closeProject(request);
        },
        create: (validateOnly: boolean) =>
          shares.createShare({ content: bucketOf(another), audience: members, validateOnly }),
        rename: (validateOnly: boolean) =>
          shares.updateShare({ ...rename, updateMask: { paths: ['name'] }, validateOnly }),
        narrow: (validateOnly: boolean) => {
          const updateMask = { paths: ['name', 'audience'] };
          const audience = projects(analytics);
          return shares.updateShare({ ...rename, audience, updateMask, etag: other.etag, validateOnly });
        },
      },
      /** The acts on the share, the last first. */
      acts: async () => {
        const { activities } = await activity.listActivity({ projectId: operations.id, shareId: gone.id });
        return activities.map(({ action }) => action);
      },
    };
  };

  it.each(['close', 'create', 'rename', 'narrow'] as const)(
    'is left alone by a rehearsal to %s, and gone after the act',
    async (name) => {
      const { act, acts, sharer, other } = await aSceneAfterDrop();
      if (name === 'close') await sharing.as(sharer).shares.deleteShare({ shareId: other.id });
      expect(await outcomeOf(act[name](true))).toBe('done');
      expect(await acts()).toEqual([SHARE_CREATED]);
      expect(await outcomeOf(act[name](false))).toBe('done');
      expect(await acts()).toEqual([SHARE_GONE, SHARE_CREATED]);
    },
  );

  it('stays when the act is refused for something else', async () => {
    const { act, acts } = await aSceneAfterDrop();
    expect(await outcomeOf(act.close(true))).toBe('not_empty');
    expect(await outcomeOf(act.close(false))).toBe('not_empty');
    expect(await acts()).toEqual([SHARE_CREATED]);
  });
});
