import { Action } from '@easement/contracts';
import { aScene, aShare, projects } from './scene.ts';
import { type Sharing, startSharing } from './sharing.ts';

let sharing: Sharing;
beforeAll(async () => {
  sharing = await startSharing('sqlite');
});
afterAll(() => sharing[Symbol.asyncDispose]());

it('hundreds of questions cost identity-service no more than one of their kind', async () => {
  const { sharer, outsideMarketer, marketing, analytics, bucket } = aScene(sharing);
  await aShare(sharing.as(sharer), bucket, projects(analytics));
  const check = {
    projectId: marketing.id,
    object: { object: { case: 'bucketId', value: bucket.id } },
    action: Action.LINK,
  } as const;
  const ask = async (count: number): Promise<number> => {
    const before = sharing.directory.asked();
    const { decisions } = await sharing
      .as(outsideMarketer)
      .access.batchCheckAccess({ checks: Array(count).fill(check) });
    expect(decisions.map(({ reason }) => reason)).toEqual(Array(count).fill('NOT_FOUND'));
    return sharing.directory.asked() - before;
  };
  const one = await ask(1);
  expect(one).toBeGreaterThan(1);
  expect(await ask(500)).toBe(one);
});
