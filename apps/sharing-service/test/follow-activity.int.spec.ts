import { type Activity, ActivityAction, type FollowActivityResponse } from '@easement/contracts';
import { stores } from '@easement/persistence/testing';
import type { FakeProject, Person } from '@easement/testing';
import {
  aLink,
  aLinkedScene,
  aScene,
  aShare,
  eventually,
  outcomeOf,
  projects,
  refusalOf,
  strangeIds,
} from './scene.ts';
import { type Sharing, startSharing } from './sharing.ts';

const streamsPerAccount = 4;

describe.each(stores)('following activity on %s', (store) => {
  let sharing: Sharing;
  beforeAll(async () => {
    sharing = await startSharing(store, { replicas: store === 'mysql' ? 2 : 1, streamsPerAccount });
  });
  afterAll(() => sharing[Symbol.asyncDispose]());

  /** Follows until the spec is done, and keeps what it was told. */
  const follow = (
    who: Person,
    project: Pick<FakeProject, 'id'>,
    more: { position?: bigint; shareId?: string } = {},
  ) => {
    const { peer, call } = sharing.followingAs(who);
    const stop = new AbortController();
    const answers = peer.followActivity({ projectId: project.id, ...more }, call({ signal: stop.signal }));
    const each = answers[Symbol.asyncIterator]();
    const next = async (): Promise<FollowActivityResponse> => {
      const told = await each.next();
      if (told.done === true) throw new Error('the stream has ended');
      return told.value;
    };
    return {
      next,
      /** Reads on until there are so many acts. */
      take: async (count: number): Promise<Activity[]> => {
        const acts: Activity[] = [];
        while (acts.length < count) acts.push(...(await next()).activities);
        return acts;
      },
      [Symbol.dispose]: () => stop.abort(),
    };
  };
  const actionsOf = (acts: readonly Activity[]) => acts.map(({ action }) => action);
  const { SHARE_CREATED, LINK_CREATED, LINK_REMOVED } = ActivityAction;

  it('tells at once where it begins, then what comes, as a list has it', async () => {
    const scene = await aLinkedScene(sharing);
    using following = follow(scene.linkReader, scene.analytics);
    const begin = await following.next();
    expect(begin.activities).toEqual([]);
    await sharing.as(scene.linker).links.deleteLink({ linkId: scene.link.id });
    const told = await following.take(1);
    expect(actionsOf(told)).toEqual([LINK_REMOVED]);
    const { activities } = await sharing
      .as(scene.linkReader)
      .activity.listActivity({ projectId: scene.analytics.id, pageSize: 1 });
    expect(told).toEqual(activities);
    expect(told[0]?.position).toBeGreaterThan(begin.position);
  });

  it('goes on from any position, and tells everything from the first on', async () => {
    const scene = await aLinkedScene(sharing);
    const { operations, analytics, sharer, linker, share, link } = scene;
    await sharing.as(linker).links.deleteLink({ linkId: link.id });
    using whole = follow(sharer, operations, { position: 0n });
    await whole.next();
    const acts = await whole.take(3);
    expect(actionsOf(acts)).toEqual([SHARE_CREATED, LINK_CREATED, LINK_REMOVED]);
    using rest = follow(sharer, operations, { position: acts[1]!.position });
    await rest.next();
    expect(await rest.take(1)).toEqual(acts.slice(2));
    using ofShare = follow(sharer, operations, { position: acts[2]!.position, shareId: share.id });
    await ofShare.next();
    await aShare(sharing.as(sharer), sharing.catalog.addBucket(operations, { name: 'Crews' }));
    await aLink(sharing.as(linker), share, analytics, { name: 'again' });
    expect(actionsOf(await ofShare.take(1))).toEqual([LINK_CREATED]);
  });

  it('tells hundreds of acts once and in order while they happen, in whichever replica', async () => {
    const { operations, bucket, sharer, support } = aScene(sharing);
    const share = await aShare(sharing.as(sharer), bucket);
    const followers = [follow(support, operations, { position: 0n }), follow(sharer, operations, { position: 0n })];
    const taking = followers.map(({ take }) => take(121));
    for (let round = 0; round < 6; round++) {
      const updates = Array.from({ length: 20 }, (_, i) =>
        sharing.as(sharer).shares.updateShare({
          shareId: share.id,
          comment: `${round}/${i}`,
          updateMask: { paths: ['comment'] },
        }),
      );
      await Promise.all(updates);
    }
    for (const acts of await Promise.all(taking)) {
      const comments = acts.slice(1).map(({ details }) => details[0]?.after);
      expect(new Set(comments).size).toBe(120);
      // Each begins with what the one before left: the order is that of the commits.
      expect(acts.slice(1).map(({ details }) => details[0]?.before)).toEqual(['', ...comments.slice(0, -1)]);
    }
    for (const follower of followers) follower[Symbol.dispose]();
  });

  it('ends when the follower loses the role, before anything more is told', async () => {
    const { analytics, linker, linkReader, link } = await aLinkedScene(sharing);
    using following = follow(linkReader, analytics);
    await following.next();
    sharing.directory.setRole(linkReader, analytics.id, undefined);
    await sharing.as(linker).links.deleteLink({ linkId: link.id });
    expect(await outcomeOf(following.next())).toBe('missing_role');
  });

  it('says nothing of what is for others of the project, not even that it was, and stands behind it', async () => {
    const { analytics, bucket, sharer, linker, linkReader, outsideLinker } = aScene(sharing);
    using insider = follow(linkReader, analytics);
    using outsider = follow(outsideLinker, analytics);
    await Promise.all([insider.next(), outsider.next()]);
    const share = await aShare(sharing.as(sharer), bucket, projects(analytics));
    const [created] = await insider.take(1);
    expect(created?.action).toBe(SHARE_CREATED);
    await aLink(sharing.as(linker), share, analytics, { name: 'ours' });
    const behind = await outsider.next();
    expect(actionsOf(behind.activities)).toEqual([LINK_CREATED]);
    expect(behind.position).toBeGreaterThan(created!.position);
  });

  it('is refused as the list is, and beyond the end', async () => {
    const { analytics, marketer, linker, outsideMarketer } = await aLinkedScene(sharing);
    const first = async (who: Person, id: FakeProject['id'], position?: bigint) => {
      using following = follow(who, { id }, position === undefined ? {} : { position });
      return await outcomeOf(following.next());
    };
    expect(await first(marketer, analytics.id)).toBe('missing_role');
    expect(await first(outsideMarketer, analytics.id)).toBe('not_found');
    expect(await first(linker, strangeIds.project)).toBe('not_found');
    expect(await first(linker, analytics.id, 1_000_000n)).toBe('feed_truncated');
  });

  it('is for each account by so many streams at a time, of whatever projects', async () => {
    const { operations, analytics, owner, linkReader } = await aLinkedScene(sharing);
    // A client is of one replica, and so many streams are for each.
    const { peer, call } = sharing.followingAs(owner);
    const stops = Array.from({ length: streamsPerAccount }, () => new AbortController());
    const ask = ({ signal }: AbortController, { id }: FakeProject = operations) =>
      peer.followActivity({ projectId: id }, call({ signal }))[Symbol.asyncIterator]();
    await Promise.all(stops.map((stop, nth) => ask(stop, nth === 0 ? analytics : operations).next()));
    const one = new AbortController();
    expect(await refusalOf(ask(one).next())).toMatchObject({
      reason: 'rate_limited',
      facts: { limit: String(streamsPerAccount) },
    });
    using other = follow(linkReader, analytics);
    await other.next();
    stops[0]?.abort();
    await eventually(async () => expect(await outcomeOf(ask(one).next())).toBe('done'));
    for (const stop of [one, ...stops]) stop.abort();
  });

  describe('the feed', () => {
    const changesUntil = async (answers: ReturnType<Sharing['feedAs']>, count: number) => {
      const changes = [];
      for await (const answer of answers) {
        changes.push(...answer.changes);
        if (changes.length >= count) break;
      }
      return changes;
    };

    it('tells other services what became of shares and links, in order', async () => {
      const { organization, bucket, operations, analytics, linker, sharer, share, link } = await aLinkedScene(sharing);
      await sharing.as(linker).links.deleteLink({ linkId: link.id });
      await sharing.as(sharer).shares.deleteShare({ shareId: share.id });
      const changes = await changesUntil(sharing.feedAs('catalog', organization, {}, AbortSignal.timeout(20_000)), 4);
      const ofShare = { shareId: share.id, projectId: operations.id, bucketId: bucket.id };
      const ofLink = { linkId: link.id, ...ofShare, projectId: analytics.id, sourceProjectId: operations.id };
      expect(changes).toMatchObject([
        { organizationId: organization, sequence: 1n, what: { case: 'share', value: { kind: 1, ...ofShare } } },
        { organizationId: organization, sequence: 2n, what: { case: 'link', value: { kind: 1, ...ofLink } } },
        { organizationId: organization, sequence: 3n, what: { case: 'link', value: { kind: 3, ...ofLink } } },
        { organizationId: organization, sequence: 4n, what: { case: 'share', value: { kind: 3, ...ofShare } } },
      ]);
    });

    it('is followed over all organizations by who names none', async () => {
      const signal = AbortSignal.timeout(20_000);
      const answers = sharing.feedAs('query', undefined, { fromNow: true }, signal)[Symbol.asyncIterator]();
      const begin = await answers.next();
      expect(begin.done === true ? undefined : begin.value.changes).toEqual([]);
      const scenes = [await aLinkedScene(sharing), await aLinkedScene(sharing)];
      const changes = await changesUntil({ [Symbol.asyncIterator]: () => answers }, 4);
      const organizations = new Set(changes.map(({ organizationId }) => organizationId));
      expect(organizations).toEqual(new Set(scenes.map(({ organization }) => organization)));
    });

    it('refuses positions of other organizations, and services that need not follow', async () => {
      const { organization } = await aLinkedScene(sharing);
      const foreign = await aLinkedScene(sharing);
      const first = (
        ...[caller, where, request]: Parameters<Sharing['feedAs']> extends [...infer P, AbortSignal] ? P : never
      ) =>
        outcomeOf(sharing.feedAs(caller, where, request, AbortSignal.timeout(20_000))[Symbol.asyncIterator]().next());
      const positions = [{ organizationId: foreign.organization, sequence: 1n }];
      expect(await first('catalog', organization, { positions })).toBe('not_found');
      expect(await first('catalog', undefined, { positions })).toBe('done');
      expect(await first('identity', organization, {})).toBe('missing_role');
      expect(
        await first('catalog', organization, { positions: [{ organizationId: organization, sequence: 9n }] }),
      ).toBe('feed_truncated');
    });
  });
});
