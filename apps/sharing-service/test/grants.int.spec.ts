import { Action, AudienceType, Privilege, RemovalReason, ShareKind } from '@easement/contracts';
import { newId } from '@easement/domain';
import { stores } from '@easement/persistence/testing';
import {
  aGrantsShare,
  aLink,
  anEmptyShare,
  aScene,
  everybody,
  linkOf,
  outcomeOf,
  projects,
  refusalOf,
  type Scene,
  tenants,
} from './scene.ts';
import { type Sharing, startSharing } from './sharing.ts';

describe.each(stores)('grants on %s', (store) => {
  let sharing: Sharing;
  let scene: Scene;
  beforeAll(async () => {
    sharing = await startSharing(store);
  });
  beforeEach(() => {
    scene = aScene(sharing);
  });
  afterAll(() => sharing[Symbol.asyncDispose]());

  const provider = () => sharing.as(scene.sharer);
  const consumer = () => sharing.as(scene.outsideLinker);
  const select = (share: { readonly id: string }, objectId: string) => ({
    shareId: share.id,
    objectId,
    privilege: Privilege.SELECT,
  });
  /** What the consumer's name shows: the ids, and the buckets that views may read. */
  const shown = async () => {
    const { names } = await consumer().access.resolveNames({ projectId: scene.analytics.id, names: ['OPS'] });
    return { link: names[0]?.linkId, ids: names[0]?.grantedIds, references: names[0]?.referenceBucketIds };
  };
  const mayRead = async (object: { readonly case: 'tableId' | 'bucketId'; readonly value: string }) => {
    const question = { projectId: scene.analytics.id, object: { object }, action: Action.READ };
    return (await consumer().access.checkAccess(question)).allowed;
  };

  describe('a share of kind grants', () => {
    it('begins empty, and is answered again while it is', async () => {
      const { shares } = provider();
      const content = { case: 'grants', value: { projectId: scene.operations.id } } as const;
      const first = (await shares.createShare({ content, name: 't' })).share!;
      expect(first).toMatchObject({ kind: ShareKind.GRANTS, name: 't', projectId: scene.operations.id, linkCount: 0 });
      expect(first.grants).toMatchObject({ bucketId: '' });
      expect(first.audience).toMatchObject({ type: AudienceType.TENANTS, projectIds: [] });
      expect((await shares.createShare({ content, name: 't' })).share!.id).toBe(first.id);
      await shares.grant({ shareId: first.id, objectId: scene.bucket.id, privilege: Privilege.USAGE });
      expect(await outcomeOf(shares.createShare({ content, name: 't' }))).toBe('share_exists');
      expect((await shares.getShare({ shareId: first.id })).share!.grants!.bucketId).toBe(scene.bucket.id);
    });

    it('needs a name, and takes tenants alone', async () => {
      const { shares } = provider();
      const content = { case: 'grants', value: { projectId: scene.operations.id } } as const;
      expect(await outcomeOf(shares.createShare({ content }))).toBe('invalid_field');
      expect(await outcomeOf(shares.createShare({ content, name: 'a', audience: everybody }))).toBe('invalid_field');
      const given = { ...content, value: { ...content.value, bucketId: scene.bucket.id } };
      expect(await outcomeOf(shares.createShare({ content: given, name: 'a' }))).toBe('invalid_field');
      const bucket = { case: 'bucket', value: { bucketId: scene.bucket.id } } as const;
      const audience = tenants(scene.analytics);
      expect(await outcomeOf(shares.createShare({ content: bucket, audience }))).toBe('invalid_field');
      const share = await anEmptyShare(provider(), scene.operations, audience);
      const change = { shareId: share.id, etag: share.etag, updateMask: { paths: ['audience'] } };
      expect(await outcomeOf(shares.updateShare({ ...change, audience: projects(scene.analytics) }))).toBe(
        'invalid_field',
      );
    });

    it('is managed by organization members who write in the project, and stands beside others of the same bucket', async () => {
      const content = { case: 'grants', value: { projectId: scene.operations.id } } as const;
      const create = (who: Scene['sharer']) => outcomeOf(sharing.as(who).shares.createShare({ content, name: 'mine' }));
      expect(await create(scene.sourceReader)).toBe('missing_role');
      expect(await create(scene.outsideSharer)).toBe('not_organization_member');
      expect(await create(scene.marketer)).toBe('missing_role');
      expect(await create(scene.outsideMarketer)).toBe('not_found');
      const bucket = { case: 'bucket', value: { bucketId: scene.bucket.id } } as const;
      await provider().shares.createShare({ content: bucket, audience: everybody });
      for (let nth = 0; nth < 2; nth++) await aGrantsShare(provider(), scene.bucket, tenants());
    });
  });

  describe('granting', () => {
    it('goes from the bucket to what is in it, says what was there, and is listed', async () => {
      const { shares } = provider();
      const share = await anEmptyShare(provider(), scene.operations, tenants(scene.analytics));
      const [table, view] = [sharing.catalog.addTable(scene.bucket), sharing.catalog.addView(scene.bucket)];
      const fun = sharing.catalog.addFunction(scene.bucket);
      expect(await outcomeOf(shares.grant(select(share, table)))).toBe('wrong_share_object');
      const usage = { shareId: share.id, objectId: scene.bucket.id, privilege: Privilege.USAGE };
      expect((await shares.grant(usage)).unchanged).toBe(false);
      expect((await shares.grant(usage)).unchanged).toBe(true);
      await shares.grant(select(share, table));
      await shares.grant(select(share, view));
      await shares.grant({ shareId: share.id, objectId: fun, privilege: Privilege.USAGE });
      const { grants } = await shares.listGrants({ parent: { case: 'shareId', value: share.id } });
      expect(new Set(grants.map(({ objectId }) => objectId))).toEqual(new Set([scene.bucket.id, table, view, fun]));
      const onTable = await shares.listGrants({ parent: { case: 'objectId', value: table } });
      expect(onTable.grants).toMatchObject([
        { shareId: share.id, privilege: Privilege.SELECT, creatorId: scene.sharer.principal },
      ]);
    });

    it('refuses what is not of the project, by whichever way the caller knows of it', async () => {
      const { shares } = provider();
      const share = await aGrantsShare(provider(), scene.bucket, tenants());
      const foreign = sharing.catalog.addBucket(scene.marketing);
      const hidden = sharing.catalog.addTable(foreign);
      expect(await outcomeOf(shares.grant(select(share, hidden)))).toBe('not_found');
      expect(await outcomeOf(shares.grant(select(share, newId('table'))))).toBe('not_found');
      sharing.directory.setRole(scene.sharer, scene.marketing.id, 'write');
      expect(await outcomeOf(shares.grant(select(share, hidden)))).toBe('wrong_share_object');
    });

    it('refuses what comes in by a link, by its bucket and by the id of the link', async () => {
      const source = sharing.catalog.addBucket(scene.marketing);
      const linked = await aGrantsShare(sharing.as(scene.marketer), source, tenants(scene.operations));
      const table = sharing.catalog.addTable(source);
      await sharing.as(scene.marketer).shares.grant(select(linked, table));
      const link = await aLink(provider(), linked, scene.operations);
      const share = await aGrantsShare(provider(), scene.bucket, tenants());
      for (const objectId of [source.id, link.id, table]) {
        const privilege = objectId === table ? Privilege.SELECT : Privilege.USAGE;
        const grant = provider().shares.grant({ shareId: share.id, objectId, privilege });
        expect(await outcomeOf(grant)).toBe('reshare_forbidden');
      }
    });

    it('asks for the reference to each bucket that a view reads', async () => {
      const { shares } = provider();
      const other = sharing.catalog.addBucket(scene.operations);
      const share = await aGrantsShare(provider(), scene.bucket, tenants(scene.analytics));
      const view = sharing.catalog.addView(scene.bucket, { buckets: [scene.bucket, other] });
      const refusal = await refusalOf(shares.grant(select(share, view)));
      expect(refusal).toMatchObject({ reason: 'reference_usage_missing', facts: { buckets: other.id } });
      await shares.grant({ shareId: share.id, objectId: other.id, privilege: Privilege.REFERENCE_USAGE });
      await shares.grant(select(share, view));
      await aLink(consumer(), share, scene.analytics);
      expect(await shown()).toMatchObject({ ids: [view], references: [other.id] });
      const seen = await consumer().shares.listGrants({ parent: { case: 'shareId', value: share.id } });
      expect(seen.grants.map(({ objectId }) => objectId)).not.toContain(other.id);
    });
  });

  describe('revoking', () => {
    it('closes what was granted at once, and what is not granted stays so', async () => {
      const { shares } = provider();
      const share = await aGrantsShare(provider(), scene.bucket, tenants(scene.analytics));
      const [one, other] = [sharing.catalog.addTable(scene.bucket), sharing.catalog.addTable(scene.bucket)];
      await shares.grant(select(share, one));
      const { id } = await aLink(consumer(), share, scene.analytics);
      expect(await shown()).toEqual({ link: id, ids: [one], references: [] });
      expect(await mayRead({ case: 'tableId', value: one })).toBe(true);
      expect(await mayRead({ case: 'tableId', value: other })).toBe(false);
      expect((await shares.revoke(select(share, one))).revoked).toHaveLength(1);
      expect((await shares.revoke(select(share, one))).unchanged).toBe(true);
      expect(await shown()).toEqual({ link: id, ids: [], references: [] });
      expect(await mayRead({ case: 'tableId', value: one })).toBe(false);
    });

    it('of the bucket takes its objects along, and the link stays and shows nothing', async () => {
      const { shares } = provider();
      const share = await aGrantsShare(provider(), scene.bucket, tenants(scene.analytics));
      const table = sharing.catalog.addTable(scene.bucket);
      await shares.grant(select(share, table));
      await aLink(consumer(), share, scene.analytics);
      const usage = { shareId: share.id, objectId: scene.bucket.id, privilege: Privilege.USAGE };
      expect((await shares.revoke(usage)).revoked).toHaveLength(2);
      expect(await mayRead({ case: 'bucketId', value: scene.bucket.id })).toBe(false);
      expect((await shown()).ids).toEqual([]);
      const second = sharing.catalog.addBucket(scene.operations);
      expect(await outcomeOf(shares.grant({ ...usage, objectId: second.id }))).toBe('wrong_share_object');
      expect(await outcomeOf(shares.grant(usage))).toBe('done');
    });
  });

  describe('tenants', () => {
    it('are added and taken away by list, and those who are as wanted are told', async () => {
      const { shares } = provider();
      const share = await aGrantsShare(provider(), scene.bucket, tenants(scene.analytics));
      const [analytics, marketing] = [scene.analytics.id, scene.marketing.id];
      const added = await shares.addProjects({ shareId: share.id, projectIds: [analytics, marketing] });
      expect(added.unchangedProjectIds).toEqual([analytics]);
      expect(new Set(added.share!.audience!.projectIds)).toEqual(new Set([analytics, marketing]));
      await shares.removeProjects({ shareId: share.id, projectIds: [marketing] });
      const removed = await shares.removeProjects({ shareId: share.id, projectIds: [marketing] });
      expect(removed.unchangedProjectIds).toEqual([marketing]);
      expect(removed.share!.audience!.projectIds).toEqual([analytics]);
    });

    it('that the organization does not have are refused by name, and nothing changes', async () => {
      const { shares } = provider();
      const share = await aGrantsShare(provider(), scene.bucket, tenants());
      const strange = [newId('project'), newId('project')];
      const adding = shares.addProjects({ shareId: share.id, projectIds: [scene.marketing.id, ...strange] });
      expect(await refusalOf(adding)).toMatchObject({
        reason: 'cross_organization',
        facts: { ids: strange.join(',') },
      });
      expect((await shares.getShare({ shareId: share.id })).share!.audience!.projectIds).toEqual([]);
    });

    it('link without being members of the organization, and are cut when they go, whoever linked', async () => {
      const share = await aGrantsShare(provider(), scene.bucket, tenants(scene.analytics, scene.marketing));
      const link = await aLink(consumer(), share, scene.analytics);
      const kept = await aLink(sharing.as(scene.outsideMarketer), share, scene.marketing);
      sharing.directory.setRole(scene.outsideMarketer, scene.marketing.id, undefined);
      await provider().shares.removeProjects({ shareId: share.id, projectIds: [scene.analytics.id] });
      expect((await shown()).link).toBe('');
      const { links } = await provider().links.listLinks({ parent: { case: 'shareId', value: share.id } });
      expect(links.map(({ id }) => id)).toEqual([kept.id]);
      const gone = await consumer().links.getLink({ linkId: link.id });
      expect(gone.link!.removalReason).toBe(RemovalReason.AUDIENCE_NARROWED);
      expect(sharing.catalog.ownerOfName(scene.analytics, 'ops')).toBeUndefined();
    });

    it('find the offer with what is granted, and link nothing that is empty', async () => {
      const { shares } = provider();
      const share = await anEmptyShare(provider(), scene.operations, tenants(scene.analytics));
      const offer = async () => (await consumer().offers.listOffers({ projectId: scene.analytics.id })).offers[0];
      expect(await offer()).toMatchObject({ shareId: share.id, bucketName: '', linkable: false, lacking: ['usage'] });
      expect(await outcomeOf(consumer().links.createLink(linkOf(share, scene.analytics)))).toBe('not_shared');
      await shares.grant({ shareId: share.id, objectId: scene.bucket.id, privilege: Privilege.USAGE });
      await shares.grant(select(share, sharing.catalog.addTable(scene.bucket)));
      sharing.catalog.addTable(scene.bucket);
      expect(await offer()).toMatchObject({
        kind: ShareKind.GRANTS,
        bucketName: 'Flights',
        tableCount: 1,
        linkable: true,
      });
      const wanted = { projectId: scene.analytics.id, providerProjectName: 'OPERATIONS', shareName: share.name };
      expect((await consumer().offers.listOffers(wanted)).offers).toHaveLength(1);
      expect((await consumer().offers.listOffers({ ...wanted, shareName: 'other' })).offers).toHaveLength(0);
      expect((await consumer().offers.listOffers({ ...wanted, providerProjectName: 'Marketing' })).offers).toHaveLength(
        0,
      );
    });

    it('are no selected projects: who is no organization member is not offered what takes one', async () => {
      const bucket = { case: 'bucket', value: { bucketId: scene.bucket.id } } as const;
      await provider().shares.createShare({ content: bucket, audience: projects(scene.analytics) });
      const share = await aGrantsShare(provider(), scene.bucket, tenants(scene.analytics));
      const { offers } = await consumer().offers.listOffers({ projectId: scene.analytics.id });
      expect(offers.map(({ shareId }) => shareId)).toEqual([share.id]);
    });
  });

  describe('dropping', () => {
    it('the share cuts its links, and frees their names before it answers', async () => {
      const share = await aGrantsShare(provider(), scene.bucket, tenants(scene.analytics));
      const link = await aLink(consumer(), share, scene.analytics);
      const impact = await provider().shares.deleteShare({ shareId: share.id, validateOnly: true });
      expect(impact.impact!.links).toEqual([link.id]);
      await provider().shares.deleteShare({ shareId: share.id });
      expect((await shown()).link).toBe('');
      expect(sharing.catalog.ownerOfName(scene.analytics, 'ops')).toBeUndefined();
      const gone = await consumer().links.getLink({ linkId: link.id });
      expect(gone.link!.removalReason).toBe(RemovalReason.SHARE_DROPPED);
      expect(await outcomeOf(provider().shares.getShare({ shareId: share.id }))).toBe('not_found');
    });

    it('the bucket is not held up by such links, and what the link shows is gone with it', async () => {
      const share = await aGrantsShare(provider(), scene.bucket, tenants(scene.analytics));
      const table = sharing.catalog.addTable(scene.bucket);
      await provider().shares.grant(select(share, table));
      await aLink(consumer(), share, scene.analytics);
      sharing.catalog.dropBucket(scene.bucket);
      expect(await outcomeOf(provider().shares.getShare({ shareId: share.id }))).toBe('not_found');
      expect(await mayRead({ case: 'tableId', value: table })).toBe(false);
    });
  });

  it('tells both sides of a grant in their activity, and the consumer nothing of references', async () => {
    const { shares } = provider();
    const share = await aGrantsShare(provider(), scene.bucket, tenants(scene.analytics));
    await aLink(consumer(), share, scene.analytics);
    const table = sharing.catalog.addTable(scene.bucket);
    const other = sharing.catalog.addBucket(scene.operations);
    await shares.grant(select(share, table));
    await shares.grant({ shareId: share.id, objectId: other.id, privilege: Privilege.REFERENCE_USAGE });
    await shares.revoke(select(share, table));
    const read = async (who: Scene['sharer'], projectId: string) => {
      const { activities } = await sharing.as(who).activity.listActivity({ projectId });
      return activities.flatMap(({ details }) =>
        details.flatMap(({ field, added, removed }) =>
          ['select', 'reference_usage'].includes(field) ? [{ field, added, removed }] : [],
        ),
      );
    };
    const [granted, revoked] = [
      { field: 'select', added: [table], removed: [] },
      { field: 'select', added: [], removed: [table] },
    ];
    expect(await read(scene.linkReader, scene.analytics.id)).toEqual([revoked, granted]);
    const reference = { field: 'reference_usage', added: [other.id], removed: [] };
    expect(await read(scene.sourceReader, scene.operations.id)).toEqual([revoked, reference, granted]);
  });
});
