import { Action } from '@easement/contracts';
import { aScene, aShare, outcomeOf, projects } from './scene.ts';
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

it('questions about hundreds of others cost a caller with hundreds of projects one look at whom it meets', async () => {
  const { organization, outsideMarketer: caller, marketing, bucket } = aScene(sharing);
  const others = Array.from({ length: 500 }, () => sharing.directory.addPerson(organization));
  for (let count = 0; count < 300; count++) {
    sharing.directory.setRole(caller, sharing.directory.addProject(organization).id, 'read');
  }
  const elsewhere = sharing.directory.addProject(organization);
  for (const who of [caller, ...others]) sharing.directory.setRole(who, elsewhere.id, 'read');
  const object = { object: { case: 'bucketId', value: bucket.id } } as const;
  const ask = async () => {
    const checks = others.map(({ principal: principalId }) => {
      return { principalId, projectId: marketing.id, object, action: Action.READ };
    });
    const before = sharing.directory.asked();
    const outcome = await outcomeOf(sharing.as(caller).access.batchCheckAccess({ checks }));
    return [outcome, sharing.directory.asked() - before];
  };
  // One for the standings, one for the acquaintances.
  expect(await ask()).toEqual(['missing_role', 2]);
  sharing.directory.setRole(others[499]!, elsewhere.id, undefined);
  expect(await ask()).toEqual(['not_found', 2]);
});
