import { AudienceType, type Offer } from '@easement/contracts';
import { stores } from '@easement/persistence/testing';
import type { FakeProject, Person } from '@easement/testing';
import {
  aLink,
  aLinkedScene,
  aScene,
  aShare,
  eventually,
  everybody,
  members,
  outcomeOf,
  projects,
  users,
} from './scene.ts';
import { type Sharing, startSharing } from './sharing.ts';

describe.each(stores)('offers on %s', (store) => {
  let sharing: Sharing;
  beforeAll(async () => {
    sharing = await startSharing(store, { sweepSeconds: 0.05 });
  });
  afterAll(() => sharing[Symbol.asyncDispose]());

  const offersFor = async (who: Person, project: FakeProject, more: object = {}): Promise<Offer[]> =>
    (await sharing.as(who).offers.listOffers({ projectId: project.id, ...more })).offers;

  it('tell what a project might take up, from whom and since when', async () => {
    const { operations, analytics, bucket, sharer, linker } = aScene(sharing);
    const { share } = await sharing.as(sharer).shares.createShare({
      content: { case: 'bucket', value: { bucketId: bucket.id } },
      audience: members,
      comment: 'daily',
    });
    expect(await offersFor(linker, analytics)).toEqual([
      expect.objectContaining({
        shareId: share?.id,
        shareName: 'Flights',
        providerProjectId: operations.id,
        providerProjectName: 'Operations',
        bucketName: 'Flights',
        comment: 'daily',
        sharedBy: sharer.principal,
        sharedByName: 'sharer@example.com',
        shareTime: share?.createTime,
        linkable: true,
        lacking: [],
        nameTaken: false,
        linkId: '',
        linkName: '',
        audienceType: AudienceType.ORGANIZATION_MEMBERS,
      }),
    ]);
  });

  it('are those whose own condition holds for the person in that project', async () => {
    const scene = aScene(sharing);
    const { operations, analytics, marketing, sharer, linker } = scene;
    const share = (name: string, audience: Parameters<typeof aShare>[2]) =>
      aShare(sharing.as(sharer), sharing.catalog.addBucket(operations, { name }), audience);
    await share('everybody', everybody);
    await share('members', members);
    await share('analytics', projects(analytics));
    await share('marketing', projects(marketing));
    await share('linker', users(linker));
    await share('sharer', users(sharer));
    await share('nobody', projects());
    const names = async (who: Person, project: FakeProject) =>
      (await offersFor(who, project)).map(({ shareName }) => shareName);
    expect(await names(linker, analytics)).toEqual(['everybody', 'members', 'analytics', 'linker']);
    expect(await names(scene.linkReader, analytics)).toEqual(['everybody', 'members', 'analytics']);
    expect(await names(scene.outsideLinker, analytics)).toEqual(['everybody']);
    expect(await names(scene.marketer, marketing)).toEqual(['everybody', 'members', 'marketing']);
    expect(await names(sharer, operations)).toEqual(['everybody', 'members', 'sharer']);
    expect(await names(scene.owner, analytics)).toEqual(['everybody', 'members', 'analytics']);
    expect(await names(scene.support, analytics)).toEqual([]);
  });

  it('are hidden from who does not see inside the project', async () => {
    const { analytics, marketer, outsideMarketer } = aScene(sharing);
    expect(await outcomeOf(offersFor(marketer, analytics))).toBe('missing_role');
    expect(await outcomeOf(offersFor(outsideMarketer, analytics))).toBe('not_found');
  });

  it('say what is lacking, whether the name is taken, and which link there is', async () => {
    const { analytics, bucket, linker, linkReader, link } = await aLinkedScene(sharing);
    const [linked] = await offersFor(linker, analytics);
    expect(linked).toMatchObject({ linkable: false, lacking: [], linkId: link.id, linkName: 'ops', nameTaken: false });
    await sharing.as(linker).links.deleteLink({ linkId: link.id });
    sharing.catalog.addBucket(analytics, { name: bucket.name.toUpperCase() });
    const [free] = await offersFor(linker, analytics);
    expect(free).toMatchObject({ linkable: true, linkId: '', nameTaken: true });
    const [seen] = await offersFor(linkReader, analytics);
    expect(seen).toMatchObject({ linkable: false, lacking: ['write'] });
  });

  it('leave out a share whose bucket is gone, at once', async () => {
    const { analytics, bucket, sharer, linker } = aScene(sharing);
    await aShare(sharing.as(sharer), bucket);
    sharing.catalog.dropBucket(bucket);
    expect(await offersFor(linker, analytics)).toEqual([]);
  });

  it('show one share once, however many ways it comes by', async () => {
    const { analytics, bucket, sharer, owner } = aScene(sharing);
    await aShare(sharing.as(sharer), bucket, projects(analytics));
    expect(await offersFor(owner, analytics)).toHaveLength(1);
  });

  /** Providers whose names sort otherwise than their ids do, with shares that come by three ways. */
  async function aMarket() {
    const scene = aScene(sharing);
    const names = ['delta', 'Alpha', 'éclair', 'bravo', 'Alpha'];
    const providers = names.map((name) => sharing.directory.addProject(scene.organization, name));
    const audiences = [everybody, members, projects(scene.analytics), users(scene.linker)];
    for (const provider of providers) {
      for (const audience of audiences) {
        const bucket = sharing.catalog.addBucket(provider, { name: crypto.randomUUID() });
        await aShare(sharing.as(scene.owner), bucket, audience);
      }
    }
    return { ...scene, providers };
  }

  it('come grouped by provider, in the order of its name', async () => {
    const { analytics, linker } = await aMarket();
    const offers = await offersFor(linker, analytics, { pageSize: 100 });
    const groups = offers.map((offer) => `${offer.providerProjectName}/${offer.providerProjectId}`);
    expect(new Set(groups).size).toBe(5);
    expect(groups.filter((group, place) => group !== groups[place - 1])).toHaveLength(5);
    const order = [...new Set(offers.map(({ providerProjectName }) => providerProjectName))];
    expect(order).toEqual(['Alpha', 'bravo', 'delta', 'éclair']);
  });

  it('page by page are the same, of whatever size the pages are', async () => {
    const { analytics, linker } = await aMarket();
    const whole = (await offersFor(linker, analytics, { pageSize: 100 })).map(({ shareId }) => shareId);
    for (const size of [1, 3, 7, 19, 20]) {
      const paged: string[] = [];
      for (let pageToken = '', first = true; first || pageToken !== ''; first = false) {
        const request = { projectId: analytics.id, pageSize: size, pageToken };
        const { offers, nextPageToken } = await sharing.as(linker).offers.listOffers(request);
        paged.push(...offers.map(({ shareId }) => shareId));
        pageToken = nextPageToken;
      }
      expect(paged).toEqual(whole);
    }
  });

  it('show the name of a renamed provider at once, and soon follow it in their order', async () => {
    const { analytics, linker, providers } = await aMarket();
    const [delta] = providers;
    sharing.directory.renameProject(delta!.id, 'aardvark');
    const names = async () =>
      (await offersFor(linker, analytics, { pageSize: 100 })).map(({ providerProjectName }) => providerProjectName);
    expect(await names()).toContain('aardvark');
    await eventually(async () => expect((await names())[0]).toBe('aardvark'));
  });

  it('ask each part of Easement once, however many there are', async () => {
    const { analytics, linker } = await aMarket();
    await aLink(sharing.as(linker), { id: (await offersFor(linker, analytics))[0]!.shareId } as never, analytics);
    const asked = [sharing.directory.asked(), sharing.catalog.asked('lookUpNames')] as const;
    await offersFor(linker, analytics, { pageSize: 100 });
    expect([sharing.directory.asked(), sharing.catalog.asked('lookUpNames')]).toEqual([asked[0] + 1, asked[1] + 1]);
  });
});
