import { Stage } from '@easement/contracts';
import { newId } from '@easement/domain';
import { stores } from '@easement/persistence/testing';
import { type Catalog, type PersonClients, startCatalog } from './catalog.ts';
import { aBucket, aLink, aName, aScene, aTable, type Scene } from './scene.ts';

describe.each(stores)('buckets on %s', (store) => {
  let catalog: Catalog;
  let scene: Scene;
  let writer: PersonClients;
  beforeAll(async () => {
    catalog = await startCatalog(store);
    scene = aScene(catalog);
    writer = catalog.as(scene.writer);
  });
  afterAll(() => catalog[Symbol.asyncDispose]());

  it('answer what was asked for, and by whom', async () => {
    const bucket = await aBucket(writer, scene.operations, { name: 'Flüge 2024', stage: Stage.IN, description: 'raw' });
    expect(bucket).toMatchObject({
      name: 'Flüge 2024',
      organizationId: catalog.organization,
      projectId: scene.operations.id,
      stage: Stage.IN,
      description: 'raw',
      creatorId: scene.writer.principal,
      tableCount: 0,
      rowCount: 0n,
      byteCount: 0n,
    });
    expect((await writer.buckets.getBucket({ bucketId: bucket.id })).bucket).toEqual(bucket);
  });

  it('keep names in NFC, as typed', async () => {
    const name = aName('Cafe\u0301');
    expect((await aBucket(writer, scene.operations, { name })).name).toBe(name.normalize('NFC'));
  });

  it.each([
    ['begins with a space', ' a'],
    ['ends with a space', 'a '],
    ['holds a zero-width space', 'a\u200bb'],
    ['holds a slash', 'a/b'],
    ['is longer than 128 characters', 'x'.repeat(129)],
  ])('are not created with a name that %s', async (_, name) => {
    await expect(aBucket(writer, scene.operations, { name })).rejects.toMatchObject({
      reason: 'invalid_field',
      facts: { field: 'name' },
    });
  });

  it('have names that are unique in the project without regard to case', async () => {
    const bucket = await aBucket(writer, scene.operations, { name: 'Straße' });
    await expect(aBucket(writer, scene.operations, { name: 'STRASSE' })).rejects.toMatchObject({
      reason: 'name_taken',
      facts: { name: 'STRASSE', owner: bucket.id },
    });
    const other = catalog.as(scene.owner);
    expect(await aBucket(other, scene.elsewhere, { name: 'STRASSE' })).toMatchObject({ name: 'STRASSE' });
  });

  it('share their name space with the links of the project', async () => {
    const bucket = await aBucket(catalog.as(scene.owner), scene.elsewhere);
    const link = await aLink(catalog, bucket, scene.operations);
    const [hold] = (await catalog.inside().holds.listHolds({ pageSize: 1000 })).holds.filter(
      ({ holderId }) => holderId === link,
    );
    await expect(aBucket(writer, scene.operations, { name: hold?.name.toUpperCase() ?? '' })).rejects.toMatchObject({
      reason: 'name_taken',
      facts: { owner: link },
    });
  });

  it('have names that differ by accent, and those are two names', async () => {
    const one = await aBucket(writer, scene.operations, { name: 'resume' });
    const other = await aBucket(writer, scene.operations, { name: 'résumé' });
    const { names } = await catalog
      .inside()
      .objects.lookUpNames({ projectId: scene.operations.id, names: ['RESUME', 'RÉSUMÉ'] });
    expect(names.map(({ ownerId }) => ownerId)).toEqual([one.id, other.id]);
  });

  it('are listed page by page in the order of their ids', async () => {
    const project = catalog.directory.addProject(catalog.organization);
    const owner = catalog.as(scene.owner);
    const ids: string[] = [];
    for (let count = 0; count < 5; count++) ids.push((await aBucket(owner, project)).id);
    const first = await owner.buckets.listBuckets({ projectId: project.id, pageSize: 2 });
    const second = await owner.buckets.listBuckets({
      projectId: project.id,
      pageSize: 3,
      pageToken: first.nextPageToken,
    });
    expect([...first.buckets, ...second.buckets].map(({ id }) => id)).toEqual(ids.toSorted());
    expect(second.nextPageToken).toBe('');
  });

  it('are listed by page tokens of the same caller and project alone', async () => {
    const owner = catalog.as(scene.owner);
    await aBucket(writer, scene.operations);
    await aBucket(writer, scene.operations);
    const { nextPageToken: pageToken } = await writer.buckets.listBuckets({
      projectId: scene.operations.id,
      pageSize: 1,
    });
    const refused = { reason: 'bad_page_token' };
    await expect(owner.buckets.listBuckets({ projectId: scene.operations.id, pageToken })).rejects.toMatchObject(
      refused,
    );
    await expect(
      writer.buckets.listBuckets({ projectId: scene.operations.id, pageToken: `${pageToken}x` }),
    ).rejects.toMatchObject(refused);
  });

  it('change what the mask names, and nothing else', async () => {
    const bucket = await aBucket(writer, scene.operations, { description: 'before' });
    const { bucket: renamed } = await writer.buckets.updateBucket({
      bucketId: bucket.id,
      name: `${bucket.name} renamed`,
      description: 'ignored',
      updateMask: { paths: ['name'] },
    });
    expect(renamed).toMatchObject({ name: `${bucket.name} renamed`, description: 'before', stage: Stage.OUT });
    expect(renamed?.etag).not.toBe(bucket.etag);
    expect((await writer.buckets.getBucket({ bucketId: bucket.id })).bucket).toEqual(renamed);
    expect(await aBucket(writer, scene.operations, { name: bucket.name })).toMatchObject({ name: bucket.name });
  });

  it('may be renamed by case alone', async () => {
    const bucket = await aBucket(writer, scene.operations);
    const update = { bucketId: bucket.id, name: bucket.name.toUpperCase(), updateMask: { paths: ['name'] } };
    expect((await writer.buckets.updateBucket(update)).bucket?.name).toBe(bucket.name.toUpperCase());
  });

  it.each([
    ['names no field', [], 'update_mask'],
    ['names what cannot be changed', ['name', 'project_id'], 'update_mask'],
    ['names the stage without giving one', ['stage'], 'stage'],
    ['names the name without giving one', ['name'], 'name'],
  ])('are not changed by a mask that %s', async (_, paths, field) => {
    const bucket = await aBucket(writer, scene.operations);
    await expect(writer.buckets.updateBucket({ bucketId: bucket.id, updateMask: { paths } })).rejects.toMatchObject({
      reason: 'invalid_field',
      facts: { field },
    });
  });

  it('are neither changed nor dropped by a stale etag', async () => {
    const { id, etag } = await aBucket(writer, scene.operations);
    const change = { bucketId: id, description: 'new', updateMask: { paths: ['description'] } };
    const { bucket } = await writer.buckets.updateBucket({ ...change, etag });
    const refused = { reason: 'stale_etag', facts: { id } };
    await expect(writer.buckets.updateBucket({ ...change, etag })).rejects.toMatchObject(refused);
    await expect(writer.buckets.deleteBucket({ bucketId: id, etag })).rejects.toMatchObject(refused);
    await writer.buckets.deleteBucket({ bucketId: id, etag: bucket!.etag });
  });

  it('are dropped with their tables only by force', async () => {
    const bucket = await aBucket(writer, scene.operations);
    const table = await aTable(writer, bucket);
    await expect(writer.buckets.deleteBucket({ bucketId: bucket.id })).rejects.toMatchObject({
      reason: 'not_empty',
      facts: { kind: 'table', count: '1' },
    });
    await writer.buckets.deleteBucket({ bucketId: bucket.id, force: true });
    await expect(writer.tables.getTable({ tableId: table.id })).rejects.toMatchObject({ reason: 'not_found' });
    await expect(writer.buckets.getBucket({ bucketId: bucket.id })).rejects.toMatchObject({ reason: 'not_found' });
    expect(await aBucket(writer, scene.operations, { name: bucket.name })).toMatchObject({ name: bucket.name });
  });

  it('are not dropped while a project links them, and the refusal names those that the caller may see', async () => {
    const hidden = catalog.directory.addProject(catalog.organization);
    const insider = catalog.directory.addPerson(catalog.organization, {
      projects: [
        [scene.operations, 'write'],
        [scene.analytics, 'read'],
      ],
    });
    const bucket = await aBucket(writer, scene.operations);
    const links = [await aLink(catalog, bucket, scene.analytics), await aLink(catalog, bucket, hidden)];
    const drop = (who: PersonClients) => who.buckets.deleteBucket({ bucketId: bucket.id, force: true });
    await expect(drop(catalog.as(insider))).rejects.toMatchObject({
      reason: 'has_links',
      facts: { projects: scene.analytics.id, hidden_count: '1' },
    });
    await expect(drop(writer)).rejects.toMatchObject({
      reason: 'has_links',
      facts: { projects: '', hidden_count: '2' },
    });
    await expect(drop(catalog.as(scene.owner))).rejects.toMatchObject({
      reason: 'has_links',
      facts: { projects: [scene.analytics.id, hidden.id].join(','), hidden_count: '0' },
    });
    await catalog.inside().holds.releaseHold({ holderIds: links });
    await drop(writer);
  });

  it('tell by validate_only whom a change touches, and change nothing', async () => {
    const bucket = await aBucket(writer, scene.operations);
    const link = await aLink(catalog, bucket, scene.analytics);
    await aLink(catalog, bucket, scene.elsewhere);
    const insider = catalog.directory.addPerson(catalog.organization, {
      projects: [
        [scene.operations, 'write'],
        [scene.analytics, 'read'],
      ],
    });
    const update = { bucketId: bucket.id, name: aName(), updateMask: { paths: ['name'] }, validateOnly: true };
    const answer = await catalog.as(insider).buckets.updateBucket(update);
    expect(answer.bucket).toBeUndefined();
    expect(answer.impact).toMatchObject({ projectIds: [scene.analytics.id], links: [link], hiddenCount: 2 });
    expect((await writer.buckets.getBucket({ bucketId: bucket.id })).bucket).toEqual(bucket);
  });

  it('count by validate_only everybody in the projects that link them, once, whether the caller sees them or not', async () => {
    const { addProject, addPerson, setOrganizationRole } = catalog.directory;
    const [one, other] = [addProject(catalog.organization), addProject(catalog.organization)];
    const [bucket, unlinked] = [await aBucket(writer, scene.operations), await aBucket(writer, scene.operations)];
    await aLink(catalog, bucket, one);
    await aLink(catalog, bucket, other);
    const touched = async ({ id }: typeof bucket) => {
      const update = { bucketId: id, description: 'x', updateMask: { paths: ['description'] }, validateOnly: true };
      return (await writer.buckets.updateBucket(update)).impact?.principalCount;
    };
    const admins = await touched(bucket);
    expect(admins).toBeGreaterThan(0);
    addPerson(catalog.organization, { projects: [[one, 'read']] });
    const inBoth = addPerson(catalog.organization, {
      projects: [
        [one, 'write'],
        [other, 'admin'],
      ],
    });
    addPerson(catalog.organization, { organization: 'member', projects: [[scene.elsewhere, 'admin']] });
    expect(await touched(bucket)).toBe(Number(admins) + 2);
    setOrganizationRole(inBoth, 'admin');
    expect(await touched(bucket)).toBe(Number(admins) + 2);
    expect(await touched(unlinked)).toBe(0);
    setOrganizationRole(inBoth, undefined);
  });

  it('are checked by validate_only as they are in earnest', async () => {
    const bucket = await aBucket(writer, scene.operations);
    await aTable(writer, bucket);
    const create = { projectId: scene.operations.id, name: bucket.name, stage: Stage.IN, validateOnly: true };
    await expect(writer.buckets.createBucket(create)).rejects.toMatchObject({ reason: 'name_taken' });
    const drop = { bucketId: bucket.id, validateOnly: true };
    await expect(writer.buckets.deleteBucket(drop)).rejects.toMatchObject({ reason: 'not_empty' });
    expect((await writer.buckets.deleteBucket({ ...drop, force: true })).impact).toMatchObject({ projectIds: [] });
    expect((await writer.buckets.getBucket({ bucketId: bucket.id })).bucket?.tableCount).toBe(1);
  });

  it('are created once, however often the request is repeated', async () => {
    const create = {
      projectId: scene.operations.id,
      name: aName(),
      stage: Stage.IN,
      requestId: crypto.randomUUID(),
    };
    const answers = await Promise.all(Array.from({ length: 4 }, () => writer.buckets.createBucket(create)));
    expect(new Set(answers.map(({ bucket }) => bucket?.id)).size).toBe(1);
    await expect(writer.buckets.createBucket({ ...create, name: aName() })).rejects.toMatchObject({
      reason: 'request_id_reused',
    });
  });

  it('are dropped once: a repeat is answered the same though there is nothing left to see', async () => {
    const bucket = await aBucket(writer, scene.operations);
    const drop = { bucketId: bucket.id, requestId: crypto.randomUUID() };
    expect(await writer.buckets.deleteBucket(drop)).toEqual(await writer.buckets.deleteBucket(drop));
    await expect(writer.buckets.deleteBucket({ bucketId: bucket.id })).rejects.toMatchObject({ reason: 'not_found' });
  });

  it('are not created in a project that is being deleted', async () => {
    const project = catalog.directory.addProject(catalog.organization);
    const owner = catalog.as(scene.owner);
    catalog.directory.setClosing(project.id, true);
    await expect(aBucket(owner, project)).rejects.toMatchObject({
      reason: 'project_closing',
      facts: { project: project.id },
    });
    catalog.directory.setClosing(project.id, false);
    expect(await aBucket(owner, project)).toMatchObject({ projectId: project.id });
  });

  it('are not created in a project that there is not', async () => {
    const create = { projectId: newId('project'), name: aName(), stage: Stage.IN };
    await expect(catalog.as(scene.owner).buckets.createBucket(create)).rejects.toMatchObject({
      reason: 'not_found',
      facts: { kind: 'project' },
    });
  });
});
