import { ChangeKind, type FeedService } from '@easement/contracts';
import { newId, type OrganizationId, Refusal } from '@easement/domain';
import { backgroundCall } from './call.ts';
import { feedChange, feedRoute, type FollowFrom, type StoredBatch } from './feed.ts';
import type { Handlers } from './handler.ts';

const [here, there] = [newId('organization'), newId('organization')];
const time = new Date('2026-03-04T05:06:07.089Z');

/** The feed over a store that answers one batch, as one caller follows it. */
async function follow(
  organization: OrganizationId | undefined,
  positions: readonly OrganizationId[],
  batch: StoredBatch,
) {
  let from: FollowFrom | undefined;
  const route = feedRoute(
    async function* (asked) {
      from = asked;
      yield batch;
    },
    ['catalog'],
  );
  const { follow: handler } = route.handlers as Handlers<typeof FeedService>;
  const call = backgroundCall({ service: 'catalog', organization, timeoutMs: 1_000, method: 'follow' });
  const request = { positions: positions.map((one) => ({ organizationId: one, sequence: 7n })), fromNow: true };
  const answers = [];
  for await (const answer of handler(request as never, call)) answers.push(answer);
  return { answers, from, route };
}

describe('a feed', () => {
  const what = { case: 'link', value: { kind: ChangeKind.DELETED, linkId: 'lnk_1', projectId: 'prj_1' } } as const;
  const { type, payload } = feedChange(here, what);
  const batch = {
    changes: [{ organization: here, sequence: 8, time, payload }],
    positions: new Map([[here, 8]]),
  };

  it('gives a change back as it was put in, with its place', async () => {
    const { answers, from } = await follow(here, [here], batch);
    expect(type).toBe('link');
    expect(answers).toMatchObject([
      {
        changes: [{ organizationId: here, sequence: 8n, time: { seconds: 1772600767n, nanos: 89_000_000 }, what }],
        positions: [{ organizationId: here, sequence: 8n }],
      },
    ]);
    expect(from).toMatchObject({ organization: here, positions: new Map([[here, 7]]), fromNow: true });
  });

  it('is of all organizations for who names none, and of no other for who names one', async () => {
    expect((await follow(undefined, [here, there], batch)).from?.organization).toBeUndefined();
    await expect(follow(here, [there], batch)).rejects.toMatchObject({ reason: 'not_found', facts: { id: there } });
    await expect(follow(here, [there], batch)).rejects.toBeInstanceOf(Refusal);
  });

  it('is for the services that are named, and ends only when somebody leaves', async () => {
    const { route } = await follow(here, [], batch);
    expect(route).toMatchObject({ callers: ['catalog'], rules: { follow: { endless: true } } });
  });
});
