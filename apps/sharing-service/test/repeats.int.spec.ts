import { stores } from '@easement/persistence/testing';
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
} from './scene.ts';
import { type Sharing, startSharing } from './sharing.ts';

type Scene = Awaited<ReturnType<typeof aLinkedScene>>;

describe.each(stores)('repeats by request_id on %s', (store) => {
  let sharing: Sharing;
  beforeAll(async () => {
    sharing = await startSharing(store);
  });
  afterAll(() => sharing[Symbol.asyncDispose]());

  /** Each mutation as it goes through once, and a request that differs from it. */
  const mutations: [name: string, call: (scene: Scene, requestId: string, other?: boolean) => Promise<unknown>][] = [
    [
      'CreateShare',
      ({ operations, sharer }, requestId, other) => {
        const bucket = other ? sharing.catalog.addBucket(operations) : bucketFor(requestId, operations);
        return sharing.as(sharer).shares.createShare({ content: bucketOf(bucket), audience: members, requestId });
      },
    ],
    [
      'UpdateShare of the name',
      ({ share, sharer }, requestId, other) =>
        sharing.as(sharer).shares.updateShare({
          ...{ shareId: share.id, name: other ? 'Trains' : 'Planes', requestId },
          ...{ updateMask: { paths: ['name'] }, etag: share.etag },
        }),
    ],
    [
      'UpdateShare of the audience',
      ({ share, sharer, marketing }, requestId, other) =>
        sharing.as(sharer).shares.updateShare({
          ...{ shareId: share.id, audience: other ? everybody : projects(marketing), requestId },
          ...{ updateMask: { paths: ['audience'] }, etag: share.etag },
        }),
    ],
    [
      'CreateLink',
      ({ share, marketing, marketer }, requestId, other) =>
        sharing.as(marketer).links.createLink({ ...linkOf(share, marketing, { name: other ? 'b' : 'a' }), requestId }),
    ],
    [
      'UpdateLink of the name',
      ({ link, linker }, requestId, other) =>
        sharing.as(linker).links.updateLink({
          ...{ linkId: link.id, name: other ? 'b' : 'a', updateMask: { paths: ['name'] }, etag: link.etag, requestId },
        }),
    ],
    [
      'UpdateLink of the stage',
      ({ link, linker }, requestId, other) =>
        sharing.as(linker).links.updateLink({
          ...{ linkId: link.id, stage: other ? 1 : 2, updateMask: { paths: ['stage'] }, etag: link.etag, requestId },
        }),
    ],
    [
      'DeleteLink',
      ({ link, linker }, requestId, other) =>
        sharing.as(linker).links.deleteLink({ linkId: link.id, etag: other ? 'v9' : link.etag, requestId }),
    ],
    [
      'ForceUnlink',
      ({ share, analytics, sharer }, requestId, other) =>
        sharing
          .as(sharer)
          .links.forceUnlink({ shareId: share.id, projectId: analytics.id, comment: other ? 'x' : '', requestId }),
    ],
  ];
  const buckets = new Map<string, ReturnType<typeof sharing.catalog.addBucket>>();
  const bucketFor = (requestId: string, project: Scene['operations']) => {
    const bucket = buckets.get(requestId) ?? sharing.catalog.addBucket(project, { name: requestId });
    buckets.set(requestId, bucket);
    return bucket;
  };

  it.each(mutations)('%s acts once and answers the same', async (_, call) => {
    const scene = await aLinkedScene(sharing);
    const requestId = crypto.randomUUID();
    const first = await call(scene, requestId);
    expect(await call(scene, requestId)).toEqual(first);
    const storm = await Promise.all(Array.from({ length: 5 }, () => call(scene, requestId)));
    for (const answer of storm) expect(answer).toEqual(first);
  });

  it.each(mutations)('%s under the id of another request is refused', async (_, call) => {
    const scene = await aLinkedScene(sharing);
    const requestId = crypto.randomUUID();
    await call(scene, requestId);
    expect(await refusalOf(call(scene, requestId, true))).toMatchObject({
      reason: 'request_id_reused',
      facts: { request_id: requestId },
    });
  });

  it.each(mutations)('%s answers its repeat though the caller has lost every right since', async (_, call) => {
    const scene = await aLinkedScene(sharing);
    const requestId = crypto.randomUUID();
    const first = await call(scene, requestId);
    for (const who of [scene.sharer, scene.linker, scene.marketer]) {
      sharing.directory.setOrganizationRole(who, undefined);
      for (const { id } of [scene.operations, scene.analytics, scene.marketing]) {
        sharing.directory.setRole(who, id, undefined);
      }
    }
    expect(await call(scene, requestId)).toEqual(first);
  });

  it('DeleteShare acts once, and its repeat does not touch the share made since', async () => {
    const { bucket, sharer } = aScene(sharing);
    const share = await aShare(sharing.as(sharer), bucket);
    const requestId = crypto.randomUUID();
    const withdraw = () => sharing.as(sharer).shares.deleteShare({ shareId: share.id, requestId });
    await withdraw();
    const next = await aShare(sharing.as(sharer), bucket);
    expect(await outcomeOf(withdraw())).toBe('done');
    expect(await outcomeOf(sharing.as(sharer).shares.getShare({ shareId: next.id }))).toBe('done');
  });

  it('a refusal is not kept: the same request goes through once the way is free', async () => {
    const scene = await aLinkedScene(sharing);
    const requestId = crypto.randomUUID();
    const withdraw = () => sharing.as(scene.sharer).shares.deleteShare({ shareId: scene.share.id, requestId });
    expect(await outcomeOf(withdraw())).toBe('has_links');
    await sharing.as(scene.linker).links.deleteLink({ linkId: scene.link.id });
    expect(await outcomeOf(withdraw())).toBe('done');
  });

  it('CreateShare answers the share that it made, also once the bucket is gone and another has its name', async () => {
    const { operations, bucket, sharer } = aScene(sharing);
    const request = { content: bucketOf(bucket), name: 'Flights', audience: members, requestId: crypto.randomUUID() };
    const first = await sharing.as(sharer).shares.createShare(request);
    sharing.catalog.dropBucket(bucket);
    const other = { content: bucketOf(sharing.catalog.addBucket(operations)), name: 'Flights', audience: members };
    await sharing.as(sharer).shares.createShare(other);
    expect(await sharing.as(sharer).shares.createShare(request)).toEqual(first);
  });

  it('UpdateLink answers the name that it gave, also after another name was refused', async () => {
    const { analytics, link, linker } = await aLinkedScene(sharing);
    sharing.catalog.addBucket(analytics, { name: 'taken' });
    const rename = (name: string, requestId: string) =>
      sharing.as(linker).links.updateLink({ linkId: link.id, name, updateMask: { paths: ['name'] }, requestId });
    const first = await rename('planes', 'the-first');
    expect(await outcomeOf(rename('taken', 'the-second'))).toBe('name_taken');
    await rename('trains', 'the-third');
    expect(await rename('planes', 'the-first')).toEqual(first);
  });

  it('an id belongs to one caller: that of another is another request', async () => {
    const { bucket, marketing, analytics, sharer, linker, marketer } = aScene(sharing);
    const share = await aShare(sharing.as(sharer), bucket);
    const requestId = crypto.randomUUID();
    const one = await aLink(sharing.as(linker), share, analytics, { requestId });
    const two = await aLink(sharing.as(marketer), share, marketing, { requestId });
    expect(one.id).not.toBe(two.id);
  });
});
