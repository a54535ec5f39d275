import { Action, type Link, LinkState, Privilege, RemovalReason, Stage } from '@easement/contracts';
import { newId } from '@easement/domain';
import { stores } from '@easement/persistence/testing';
import type { FakeBucket } from '@easement/testing';
import {
  aGrantsShare,
  aLink,
  aScene,
  aShare,
  everybody,
  linkOf,
  outcomeOf,
  refusalOf,
  type Scene,
  tenants,
} from './scene.ts';
import { type Sharing, startSharing } from './sharing.ts';

describe.each(stores)('links to single objects on %s', (store) => {
  let sharing: Sharing;
  beforeAll(async () => {
    sharing = await startSharing(store);
  });
  afterAll(() => sharing[Symbol.asyncDispose]());

  type Stage1 = Scene & Awaited<ReturnType<typeof begin>>;
  let scene: Stage1;

  /** A share of two tables, and a bucket of the consumer's own to have them in. */
  async function begin(at: Scene) {
    const share = await aGrantsShare(sharing.as(at.sharer), at.bucket, tenants(at.analytics, at.marketing));
    const [table, other] = [sharing.catalog.addTable(at.bucket), sharing.catalog.addTable(at.bucket)];
    for (const objectId of [table, other]) await sharing.as(at.sharer).shares.grant(select(share.id, objectId));
    return { share, table, other, target: sharing.catalog.addBucket(at.analytics, { name: 'Mine' }) };
  }
  beforeEach(async () => {
    const at = aScene(sharing);
    scene = { ...at, ...(await begin(at)) };
  });

  const select = (shareId: string, objectId: string) => ({ shareId, objectId, privilege: Privilege.SELECT });
  const provider = () => sharing.as(scene.sharer);
  const consumer = () => sharing.as(scene.outsideLinker);
  const single = (objectId: string = scene.table, target: Pick<FakeBucket, 'id'> = scene.target) =>
    ({ name: 't', objectId, targetBucketId: target.id }) as const;
  const link = (fields: Parameters<typeof linkOf>[2] = single()): Promise<Link> =>
    aLink(consumer(), scene.share, scene.analytics, fields);

  /** What the consumer's name of the object shows. */
  async function shown(name = 'T') {
    const { objectLinks } = await consumer().access.resolveNames({
      projectId: scene.analytics.id,
      objectNames: [name],
    });
    return objectLinks.map(({ linkId, grantedIds }) => ({ linkId, grantedIds }));
  }
  async function mayRead(object: { readonly case: 'tableId' | 'bucketId'; readonly value: string }) {
    const question = { projectId: scene.analytics.id, object: { object }, action: Action.READ };
    return (await consumer().access.checkAccess(question)).allowed;
  }
  const reaches = async () => {
    const principalId = scene.outsideLinker.principal;
    const asked = { principalId, bucketIds: [scene.bucket.id] };
    return (await sharing.inside(scene.organization).reach.findReach(asked)).reaches;
  };

  it('have their names in a bucket of the project, and not in the project', async () => {
    const made = await link();
    expect(made).toMatchObject({
      ...{ name: 't', objectId: scene.table, targetBucketId: scene.target.id, state: LinkState.ACTIVE },
      ...{ bucketId: scene.bucket.id, sourceProjectId: scene.operations.id },
    });
    expect(sharing.catalog.ownerOfName(scene.target, 'T')).toBe(made.id);
    expect(sharing.catalog.ownerOfName(scene.analytics, 'T')).toBeUndefined();
    const { names, objectLinks } = await consumer().access.resolveNames({
      projectId: scene.analytics.id,
      ...{ names: ['t'], objectNames: ['T', 'u'], linkIds: [made.id], bucketIds: [scene.bucket.id] },
    });
    const resolved = {
      ...{ linkId: made.id, linkName: 't', shareId: scene.share.id, bucketId: scene.bucket.id },
      ...{ objectId: scene.table, targetBucketId: scene.target.id, onlyGranted: true, grantedIds: [scene.table] },
    };
    expect(names).toMatchObject([{ name: 't', linkId: '' }, resolved, resolved]);
    expect(objectLinks).toMatchObject([{ name: 'T', ...resolved }]);
  });

  it('show that object alone, by whichever way it is asked for', async () => {
    const made = await link();
    expect(await mayRead({ case: 'tableId', value: scene.table })).toBe(true);
    expect(await mayRead({ case: 'tableId', value: scene.other })).toBe(false);
    expect(await mayRead({ case: 'bucketId', value: scene.bucket.id })).toBe(false);
    expect(await reaches()).toMatchObject([
      { linkId: made.id, onlyGranted: true, grantedIds: [scene.table], readsRows: true },
    ]);
  });

  it('are no ground for sharing onward, and show nothing else that could be', async () => {
    await link();
    const onward = await aGrantsShare(sharing.as(scene.linker), scene.target, tenants(scene.marketing));
    const grant = (objectId: string) => outcomeOf(sharing.as(scene.linker).shares.grant(select(onward.id, objectId)));
    expect(await grant(scene.table)).toBe('reshare_forbidden');
    expect(await grant(scene.other)).toBe('not_found');
  });

  it('show a view with the buckets that it may read', async () => {
    const second = sharing.catalog.addBucket(scene.operations);
    const view = sharing.catalog.addView(scene.bucket, { buckets: [second] });
    const reference = { objectId: second.id, privilege: Privilege.REFERENCE_USAGE };
    await provider().shares.grant({ shareId: scene.share.id, ...reference });
    await provider().shares.grant(select(scene.share.id, view));
    await link(single(view));
    const asked = { projectId: scene.analytics.id, objectNames: ['t'] };
    const { objectLinks } = await consumer().access.resolveNames(asked);
    expect(objectLinks).toMatchObject([{ grantedIds: [view], referenceBucketIds: [second.id] }]);
  });

  it('stand beside one another and the link of the whole, each object once in a project', async () => {
    const whole = await link({ name: 'ops' });
    const first = await link();
    const again = await refusalOf(link({ ...single(), name: 'u' }));
    expect(again).toMatchObject({ reason: 'link_exists', facts: { link: first.id, name: 't' } });
    expect(again.message).toContain(scene.table);
    expect(await refusalOf(link({ name: 'more' }))).toMatchObject({ facts: { link: whole.id } });
    expect(await outcomeOf(link(single(scene.other)))).toBe('name_taken');
    const second = await link({ ...single(scene.other), name: 'u' });
    const all = await consumer().links.listLinks({ parent: { case: 'projectId', value: scene.analytics.id } });
    expect(all.links.map(({ id }) => id)).toEqual([whole.id, first.id, second.id]);
    const there = await consumer().links.listLinks({
      parent: { case: 'projectId', value: scene.analytics.id },
      targetBucketId: scene.target.id,
    });
    expect(there.links.map(({ id }) => id)).toEqual([first.id, second.id]);
    const parent = { case: 'shareId', value: scene.share.id } as const;
    expect(await outcomeOf(provider().links.listLinks({ parent, targetBucketId: scene.target.id }))).toBe(
      'invalid_field',
    );
    const { share } = await provider().shares.getShare({ shareId: scene.share.id });
    expect(share!.linkCount).toBe(1);
    const { offers } = await consumer().offers.listOffers({ projectId: scene.analytics.id });
    expect(offers).toMatchObject([{ linkId: whole.id }]);
  });

  it('leave the share to be linked whole', async () => {
    await link();
    const { offers } = await consumer().offers.listOffers({ projectId: scene.analytics.id });
    expect(offers).toMatchObject([{ linkId: '', linkable: true }]);
  });

  it('are seen by the provider with what they show, and without where and how the consumer has it', async () => {
    const { id } = await link();
    const seen = await provider().links.getLink({ linkId: id });
    expect(seen.link).toMatchObject({ name: '', targetBucketId: '', objectId: scene.table });
  });

  describe('are refused', () => {
    it.each<[what: string, fields: () => Parameters<typeof linkOf>[2], outcome: string]>([
      ['an object that is not granted', () => single(sharing.catalog.addTable(scene.bucket)), 'not_found'],
      ['an object that is nowhere', () => single(newId('table')), 'not_found'],
      ['the bucket of another project', () => single(scene.table, scene.bucket), 'not_found'],
      ['a bucket that is nowhere', () => single(scene.table, { id: newId('bucket') }), 'not_found'],
      ['an object without a bucket', () => ({ name: 't', objectId: scene.table }), 'invalid_field'],
      ['a bucket without an object', () => ({ name: 't', targetBucketId: scene.target.id }), 'invalid_field'],
      ['a function', () => single(newId('function')), 'invalid_field'],
    ])('%s', async (_, fields, outcome) => {
      expect(await outcomeOf(link(fields()))).toBe(outcome);
      expect(
        await outcomeOf(
          consumer().links.createLink({ ...linkOf(scene.share, scene.analytics, fields()), validateOnly: true }),
        ),
      ).toBe(outcome);
      expect(sharing.catalog.holds(scene.organization)).toEqual([]);
    });

    it('an object that was granted and is dropped', async () => {
      sharing.catalog.dropObject(scene.table);
      expect(await outcomeOf(link())).toBe('not_found');
    });

    it('an object of a share of a whole bucket', async () => {
      const share = await aShare(provider(), scene.bucket, everybody);
      const linking = aLink(consumer(), share, scene.analytics, single());
      expect(await outcomeOf(linking)).toBe('wrong_share_object');
    });

    it('who may not write in the project, and what is not offered to it', async () => {
      const linking = aLink(sharing.as(scene.linkReader), scene.share, scene.analytics, single());
      expect(await outcomeOf(linking)).toBe('missing_role');
      const own = sharing.catalog.addBucket(scene.operations);
      const offered = aLink(provider(), scene.share, scene.operations, single(scene.table, own));
      expect(await outcomeOf(offered)).toBe('not_admitted');
    });

    it('a name that is taken in the bucket, beforehand too', async () => {
      const first = await link();
      const asked = { ...linkOf(scene.share, scene.analytics, single(scene.other)), validateOnly: true };
      const refusal = await refusalOf(consumer().links.createLink(asked));
      expect(refusal).toMatchObject({ reason: 'name_taken', facts: { owner: first.id } });
      expect(refusal.message).toContain(scene.target.id);
    });

    it.each(['bucket', 'target'] as const)(
      'where the %s is dropped meanwhile, in the name of what is gone',
      async (gone) => {
        const leave = sharing.catalog.stepInto('placeHold', 'before', () => sharing.catalog.dropBucket(scene[gone]));
        const refusal = await refusalOf(link());
        leave();
        expect(refusal).toMatchObject({ reason: 'not_found', facts: { kind: gone === 'bucket' ? 'share' : 'bucket' } });
        expect(await shown()).toEqual([]);
      },
    );

    it('where the object is revoked meanwhile, and leave nothing behind', async () => {
      sharing.doAt('hold_placed', () => provider().shares.revoke(select(scene.share.id, scene.table)));
      expect(await outcomeOf(link())).toBe('not_found');
      expect(sharing.catalog.ownerOfName(scene.target, 't')).toBeUndefined();
    });
  });

  it('are renamed in their bucket', async () => {
    const { id } = await link();
    await link({ ...single(scene.other), name: 'taken' });
    const rename = (name: string) => consumer().links.updateLink({ linkId: id, name, updateMask: { paths: ['name'] } });
    expect(await outcomeOf(rename('taken'))).toBe('name_taken');
    expect((await rename('u')).link).toMatchObject({ name: 'u', targetBucketId: scene.target.id });
    expect([...(await shown('t')), ...(await shown('u'))]).toEqual([{ linkId: id, grantedIds: [scene.table] }]);
    expect(sharing.catalog.ownerOfName(scene.target, 'u')).toBe(id);
  });

  it('are removed by their project, and free the name', async () => {
    const { id } = await link();
    await consumer().links.deleteLink({ linkId: id });
    expect(await shown()).toEqual([]);
    expect(sharing.catalog.ownerOfName(scene.target, 't')).toBeUndefined();
    expect((await link()).id).not.toBe(id);
  });

  it('show nothing from a revoke on, and again once the object is granted again', async () => {
    const { id } = await link();
    await provider().shares.revoke(select(scene.share.id, scene.table));
    expect(await shown()).toEqual([{ linkId: id, grantedIds: [] }]);
    expect(await mayRead({ case: 'tableId', value: scene.table })).toBe(false);
    expect(await reaches()).toMatchObject([{ linkId: id, onlyGranted: true, grantedIds: [] }]);
    await provider().shares.grant(select(scene.share.id, scene.table));
    expect(await mayRead({ case: 'tableId', value: scene.table })).toBe(true);
  });

  const endings: readonly [how: string, end: () => Promise<unknown>, reason: RemovalReason][] = [
    [
      'the share is dropped',
      () => provider().shares.deleteShare({ shareId: scene.share.id }),
      RemovalReason.SHARE_DROPPED,
    ],
    [
      'the project goes off the list',
      () => provider().shares.removeProjects({ shareId: scene.share.id, projectIds: [scene.analytics.id] }),
      RemovalReason.AUDIENCE_NARROWED,
    ],
    [
      'the provider forces the project out',
      () => provider().links.forceUnlink({ shareId: scene.share.id, projectId: scene.analytics.id }),
      RemovalReason.FORCED,
    ],
  ];
  it.each(endings)('go with the link of the whole when %s', async (_, end, reason) => {
    const all = [await link({ name: 'ops' }), await link(), await link({ ...single(scene.other), name: 'u' })];
    const kept = await aLink(sharing.as(scene.outsideMarketer), scene.share, scene.marketing);
    await end();
    for (const { id } of all) {
      const { link: gone } = await consumer().links.getLink({ linkId: id });
      expect(gone).toMatchObject({ state: LinkState.REMOVED, removalReason: reason });
    }
    for (const name of ['t', 'u']) expect(sharing.catalog.ownerOfName(scene.target, name)).toBeUndefined();
    const { link: other } = await sharing.as(scene.outsideMarketer).links.getLink({ linkId: kept.id });
    expect(other!.state === LinkState.ACTIVE).toBe(reason !== RemovalReason.SHARE_DROPPED);
  });

  it('are told beforehand when the provider would force the project out', async () => {
    const all = [await link({ name: 'ops' }), await link()].map(({ id }) => id);
    const force = { shareId: scene.share.id, projectId: scene.analytics.id, validateOnly: true };
    expect((await provider().links.forceUnlink(force)).impact!.links).toEqual(all);
  });

  it('keep the share to its bucket, as every link does', async () => {
    await link();
    const usage = { shareId: scene.share.id, objectId: scene.bucket.id, privilege: Privilege.USAGE };
    await provider().shares.revoke(usage);
    const second = sharing.catalog.addBucket(scene.operations);
    expect(await outcomeOf(provider().shares.grant({ ...usage, objectId: second.id }))).toBe('wrong_share_object');
    expect(await shown()).toMatchObject([{ grantedIds: [] }]);
  });

  it('are made once by a storm of requests', async () => {
    const outcomes = await Promise.all(
      Array.from({ length: 8 }, (_, nth) => outcomeOf(link({ ...single(), name: `t${nth}`, stage: Stage.OUT }))),
    );
    expect(outcomes.filter((outcome) => outcome === 'done')).toHaveLength(1);
    expect(outcomes.every((outcome) => ['done', 'link_exists', 'lost_race'].includes(outcome))).toBe(true);
  });
});
