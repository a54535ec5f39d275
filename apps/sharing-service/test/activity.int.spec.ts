import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { type Activity, ActivityAction, ExistingLinks, Stage } from '@easement/contracts';
import { stores } from '@easement/persistence/testing';
import type { FakeProject, Person } from '@easement/testing';
import {
  aLink,
  aLinkedScene,
  aScene,
  aShare,
  bucketOf,
  everybody,
  linkOf,
  members,
  outcomeOf,
  projects,
  refusalOf,
  type Scene,
  strangeIds,
  users,
} from './scene.ts';
import { type Sharing, startSharing } from './sharing.ts';

const words = new Map<number, string>(
  Object.entries(ActivityAction).map(([name, value]) => [value, name.toLowerCase()]),
);

/** `share_updated`, and what changed: `name Flights→Planes`, `projects +1 -0`. */
function told({ action, details }: Activity): string {
  const changes = details.map(({ field, before, after, added, removed }) =>
    before === '' && after === '' ? `${field} +${added.length} -${removed.length}` : `${field} ${before}→${after}`,
  );
  return [words.get(action), ...changes].join(', ');
}

describe.each(stores)('activity on %s', (store) => {
  let sharing: Sharing;
  beforeAll(async () => {
    sharing = await startSharing(store, { replicas: store === 'mysql' ? 2 : 1 });
  });
  afterAll(() => sharing[Symbol.asyncDispose]());

  const list = async (who: Person, project: Pick<FakeProject, 'id'>, more: object = {}) =>
    (await sharing.as(who).activity.listActivity({ projectId: project.id, ...more })).activities;
  /** Oldest first, as the provider and the consumer of the scene read it. */
  const ofBoth = async ({ support, operations, analytics }: Scene) => {
    const [provider, consumer] = [await list(support, operations), await list(support, analytics)];
    return { provider: provider.map(told).toReversed(), consumer: consumer.map(told).toReversed() };
  };
  const mask = (...paths: string[]) => ({ updateMask: { paths } });

  describe('records', () => {
    it('sharing and linking, each under the names of who reads it', async () => {
      const scene = await aLinkedScene(sharing);
      const { operations, analytics, sharer, linker, share, link } = scene;
      const [linked, shared] = await list(sharer, operations);
      expect(shared).toMatchObject({
        actor: sharer.principal,
        action: ActivityAction.SHARE_CREATED,
        object: { id: share.id, name: 'Flights' },
        shareId: share.id,
        withProjectIds: [],
      });
      expect(linked).toMatchObject({
        actor: linker.principal,
        action: ActivityAction.LINK_CREATED,
        object: { id: link.id, name: '' },
        shareId: share.id,
        withProjectIds: [analytics.id],
      });
      const ofConsumer = await list(linker, analytics);
      expect(ofConsumer).toMatchObject([
        { actor: linker.principal, object: { id: link.id, name: 'ops' }, withProjectIds: [operations.id] },
      ]);
      expect(ofConsumer[0]?.position).toBe(linked?.position);
      expect(await ofBoth(scene)).toEqual({
        provider: [
          'share_created, name →Flights, audience →AUDIENCE_TYPE_ORGANIZATION_MEMBERS',
          'link_created, stage →STAGE_IN',
        ],
        consumer: ['link_created, name →ops, stage →STAGE_IN'],
      });
    });

    it('new names, stages and words, and nothing where nothing changed', async () => {
      const scene = await aLinkedScene(sharing);
      const { sharer, linker, share, link } = scene;
      const { links } = sharing.as(linker);
      const { shares } = sharing.as(sharer);
      await links.updateLink({ linkId: link.id, name: 'planes', stage: Stage.OUT, ...mask('name', 'stage') });
      await links.updateLink({ linkId: link.id, stage: Stage.IN, ...mask('stage') });
      await links.updateLink({ linkId: link.id, stage: Stage.IN, ...mask('stage') });
      await shares.updateShare({ shareId: share.id, name: 'Planes', comment: 'daily', ...mask('name', 'comment') });
      await shares.updateShare({ shareId: share.id, comment: 'daily', ...mask('comment') });
      const { provider, consumer } = await ofBoth(scene);
      expect(provider.slice(2)).toEqual([
        'link_updated, stage STAGE_IN→STAGE_OUT',
        'link_updated, stage STAGE_OUT→STAGE_IN',
        'share_updated, name Flights→Planes, comment →daily',
      ]);
      expect(consumer.slice(1)).toEqual([
        'link_updated, name ops→planes, stage STAGE_IN→STAGE_OUT',
        'link_updated, stage STAGE_OUT→STAGE_IN',
      ]);
    });

    it('a narrowed audience that keeps its links once, and once that cuts them, with each link', async () => {
      const scene = await aLinkedScene(sharing);
      const { marketing, analytics, sharer, owner, share } = scene;
      await aLink(sharing.as(owner), share, marketing, { name: 'theirs' });
      const narrow = async (existingLinks: ExistingLinks) => {
        const { shares } = sharing.as(sharer);
        const { etag } = (await shares.getShare({ shareId: share.id })).share!;
        const audience = projects(scene.operations);
        await shares.updateShare({ shareId: share.id, etag, audience, existingLinks, ...mask('audience') });
      };
      await narrow(ExistingLinks.KEEP);
      await narrow(ExistingLinks.CUT);
      const { provider, consumer } = await ofBoth(scene);
      expect(provider.slice(3)).toEqual([
        'share_updated, audience AUDIENCE_TYPE_ORGANIZATION_MEMBERS→AUDIENCE_TYPE_SELECTED_PROJECTS, projects +1 -0,' +
          ' outside_audience +2 -0',
        'link_cut',
        'link_cut',
      ]);
      expect(consumer).toEqual([
        'link_created, name →ops, stage →STAGE_IN',
        'share_updated, outside_audience false→true',
        'link_cut',
      ]);
      const ofOthers = await list(owner, marketing);
      expect(ofOthers.map(told)).toEqual([
        'link_cut',
        'share_updated, outside_audience false→true',
        'link_created, name →theirs, stage →STAGE_IN',
      ]);
      expect(
        JSON.stringify(ofOthers, (_, value: unknown) => (typeof value === 'bigint' ? `${value}` : value)),
      ).not.toContain(analytics.id);
    });

    it('why a link was removed by force, and that one was unlinked', async () => {
      const scene = await aLinkedScene(sharing);
      const { analytics, sharer, linker, share } = scene;
      const request = { shareId: share.id, projectId: analytics.id, comment: 'contract ended' };
      await sharing.as(sharer).links.forceUnlink(request);
      const again = await aLink(sharing.as(linker), share, analytics, { name: 'again' });
      await sharing.as(linker).links.deleteLink({ linkId: again.id });
      const { provider, consumer } = await ofBoth(scene);
      expect(provider.slice(2)).toEqual([
        'link_forced, comment →contract ended',
        'link_created, stage →STAGE_IN',
        'link_removed',
      ]);
      expect(consumer.slice(1)).toEqual([
        'link_forced, comment →contract ended',
        'link_created, name →again, stage →STAGE_IN',
        'link_removed',
      ]);
      const [, , forced] = await list(linker, analytics);
      expect(forced).toMatchObject({ actor: sharer.principal, object: { name: 'ops' } });
    });

    it('a withdrawn share, and one that went away by itself, for which nobody asked', async () => {
      const scene = aScene(sharing);
      const { operations, bucket, sharer } = scene;
      const withdrawn = await aShare(sharing.as(sharer), bucket);
      await sharing.as(sharer).shares.deleteShare({ shareId: withdrawn.id });
      const doomed = await aShare(sharing.as(sharer), bucket);
      sharing.catalog.dropBucket(bucket);
      const next = sharing.catalog.addBucket(operations, { name: 'Flights' });
      await aShare(sharing.as(sharer), next);
      const [, gone] = await list(sharer, operations);
      expect(gone).toMatchObject({
        action: ActivityAction.SHARE_GONE,
        actor: '',
        object: { id: doomed.id, name: 'Flights' },
      });
      const { provider } = await ofBoth(scene);
      expect(provider.map((text) => text.split(',')[0])).toEqual([
        'share_created',
        'share_deleted',
        'share_created',
        'share_gone',
        'share_created',
      ]);
    });

    it('each act once, however often it is repeated, also at the same time', async () => {
      const scene = aScene(sharing);
      const { bucket, analytics, sharer, linker } = scene;
      const request = { content: bucketOf(bucket), audience: members, requestId: 'share-it' };
      const made = await Promise.all([1, 2, 3].map(() => sharing.as(sharer).shares.createShare(request)));
      const linking = { ...linkOf(made[0]!.share!, analytics), requestId: 'link-it' };
      const [linked] = await Promise.all([1, 2, 3].map(() => sharing.as(linker).links.createLink(linking)));
      const unlinking = { linkId: linked!.link!.id, requestId: 'unlink-it' };
      for (let i = 0; i < 3; i++) await sharing.as(linker).links.deleteLink(unlinking);
      await sharing.as(sharer).shares.createShare({ ...request, requestId: 'the-same-again' });
      const { provider, consumer } = await ofBoth(scene);
      expect(provider.map((text) => text.split(',')[0])).toEqual(['share_created', 'link_created', 'link_removed']);
      expect(consumer).toHaveLength(2);
    });

    it('nothing that was only tried, was refused, or was never finished', async () => {
      const scene = await aLinkedScene(sharing);
      const { operations, analytics, marketing, sharer, linker, owner, share, link } = scene;
      const before = await ofBoth(scene);
      const [mine, theirs] = [sharing.as(sharer), sharing.as(linker)];
      const validateOnly = true;
      await mine.shares.updateShare({ shareId: share.id, name: 'tried', ...mask('name'), validateOnly });
      await mine.links.forceUnlink({ shareId: share.id, projectId: analytics.id, validateOnly });
      await theirs.links.updateLink({ linkId: link.id, name: 'tried', ...mask('name'), validateOnly });
      await theirs.links.deleteLink({ linkId: link.id, validateOnly });
      expect(await outcomeOf(mine.shares.deleteShare({ shareId: share.id }))).toBe('has_links');
      sharing.catalog.addBucket(analytics, { name: 'taken' });
      const renaming = theirs.links.updateLink({ linkId: link.id, name: 'taken', ...mask('name') });
      expect(await outcomeOf(renaming)).toBe('name_taken');
      sharing.catalog.addBucket(marketing, { name: 'taken' });
      const linking = aLink(sharing.as(owner), share, marketing, { name: 'taken' });
      expect(await outcomeOf(linking)).toBe('name_taken');
      const late = sharing.catalog.addBucket(operations, { name: 'late' });
      sharing.doAt('share_inserted', async () => sharing.catalog.dropBucket(late));
      expect(await outcomeOf(aShare(mine, late))).toBe('not_found');
      expect(await ofBoth(scene)).toEqual(before);
      expect(await list(owner, marketing)).toEqual([]);
    });

    it('what a project is offered by name, for those with a role in the organization', async () => {
      const scene = aScene(sharing);
      const { analytics, operations, bucket, sharer, linkReader, outsideLinker, support } = scene;
      const share = await aShare(sharing.as(sharer), bucket, projects(analytics));
      for (const who of [linkReader, support]) {
        expect(await list(who, analytics)).toMatchObject([
          {
            object: { id: share.id, name: 'Flights' },
            withProjectIds: [operations.id],
            details: [{ added: [analytics.id] }],
          },
        ]);
      }
      expect(await list(outsideLinker, analytics)).toEqual([]);
    });

    it('whom an audience lists, for those with a role in the organization and who is listed', async () => {
      const { analytics, operations, bucket, sharer, outsideSharer, linker } = aScene(sharing);
      const share = await aShare(sharing.as(sharer), bucket, projects(analytics, operations));
      const { shares } = sharing.as(sharer);
      const audience = users(linker, outsideSharer);
      await shares.updateShare({ shareId: share.id, etag: share.etag, audience, ...mask('audience') });
      const whole = await list(sharer, operations);
      expect(whole.map(({ withProjectIds }) => withProjectIds)).toEqual([[analytics.id], [analytics.id]]);
      const shown = await list(outsideSharer, operations);
      const textOf = (acts: readonly Activity[]) =>
        acts.map(({ withProjectIds, details }) => [withProjectIds, details]);
      for (const id of [analytics.id, linker.principal]) {
        expect(JSON.stringify(textOf(whole))).toContain(id);
        expect(JSON.stringify(textOf(shown))).not.toContain(id);
      }
      expect(shown.map(({ action }) => action)).toEqual(whole.map(({ action }) => action));
      const [updated, created] = shown;
      expect(created?.details.at(-1)).toMatchObject({ field: 'projects', added: [operations.id] });
      expect(updated?.details.at(-1)).toMatchObject({ field: 'users', added: [outsideSharer.principal] });
    });

    it('pages that are full for everybody, whatever is left out of them', async () => {
      const { operations, analytics, sharer, owner, link, outsideLinker } = await aLinkedScene(sharing);
      const { links } = sharing.as(owner);
      for (const stage of [Stage.OUT, Stage.IN]) {
        const other = sharing.catalog.addBucket(operations, { name: `Crews ${stage}` });
        await aShare(sharing.as(sharer), other, projects(analytics));
        await links.updateLink({ linkId: link.id, stage, ...mask('stage') });
      }
      const ask = sharing.as(outsideLinker).activity;
      const page = await ask.listActivity({ projectId: analytics.id, pageSize: 3 });
      expect([page.activities.length, page.nextPageToken]).toEqual([3, '']);
    });
  });

  describe('is read', () => {
    it('inside the project alone, and support of the organization reads it all', async () => {
      const scene = await aLinkedScene(sharing, everybody);
      const foreign = await aLinkedScene(sharing, everybody);
      const ask = (who: Person, projectId: string) => sharing.as(who).activity.listActivity({ projectId });
      for (const who of [scene.linkReader, scene.outsideLinker, scene.owner, scene.support]) {
        expect((await ask(who, scene.analytics.id)).activities).toHaveLength(1);
      }
      expect(await outcomeOf(ask(scene.marketer, scene.analytics.id))).toBe('missing_role');
      const hidden = await refusalOf(ask(scene.outsideMarketer, scene.analytics.id));
      const absent = await refusalOf(ask(scene.outsideMarketer, strangeIds.project));
      const others = await refusalOf(ask(scene.outsideMarketer, foreign.analytics.id));
      expect(hidden.reason).toBe('not_found');
      expect(hidden.message.replace(scene.analytics.id, strangeIds.project)).toBe(absent.message);
      expect(others.message.replace(foreign.analytics.id, strangeIds.project)).toBe(absent.message);
      expect(await list(scene.linker, scene.analytics, { shareId: foreign.share.id })).toEqual([]);
    });

    it('newest first by pages, of one share or since some time', async () => {
      const { operations, sharer, owner, share } = await aLinkedScene(sharing);
      const other = await aShare(sharing.as(sharer), sharing.catalog.addBucket(operations, { name: 'Crews' }));
      for (let round = 0; round < 12; round++) {
        const { shares } = sharing.as(sharer);
        await shares.updateShare({ shareId: share.id, comment: `${round}`, ...mask('comment') });
      }
      const all = await list(sharer, operations);
      expect(all).toHaveLength(15);
      const positions = all.map(({ position }) => position);
      expect(positions).toEqual(positions.toSorted((one, two) => (one < two ? 1 : -1)));

      const paged: Activity[] = [];
      const { activity } = sharing.as(sharer);
      for (let pageToken = ''; ;) {
        const page = await activity.listActivity({ projectId: operations.id, pageSize: 4, pageToken });
        paged.push(...page.activities);
        if (page.nextPageToken === '') break;
        pageToken = page.nextPageToken;
      }
      expect(paged).toEqual(all);

      const [created] = await list(sharer, operations, { shareId: other.id });
      expect(created?.action).toBe(ActivityAction.SHARE_CREATED);
      const since = await list(sharer, operations, { since: created?.time });
      expect(since.map(({ position }) => position)).toEqual(positions.slice(0, since.length));
      expect(since.at(-1)?.time).toEqual(created?.time);
      const tomorrow = timestampFromDate(new Date(Date.now() + 86_400_000));
      expect(await list(sharer, operations, { since: tomorrow })).toEqual([]);
      const strange = { pageToken: 'c3RyYW5nZQ' };
      expect(await outcomeOf(list(owner, operations, strange))).toBe('bad_page_token');
    });

    it('of people by their ids, where a share is for them', async () => {
      const { operations, bucket, sharer, linker } = aScene(sharing);
      await aShare(sharing.as(sharer), bucket, users('linker@example.com'));
      const [shared] = await list(sharer, operations);
      expect(shared?.details.at(-1)).toMatchObject({ field: 'users', added: [linker.principal], removed: [] });
    });
  });
});
