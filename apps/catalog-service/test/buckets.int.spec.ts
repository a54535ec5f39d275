import { Stage } from '@easement/contracts';
import { stores } from '@easement/persistence/testing';
import { type Catalog, startCatalog } from './catalog.ts';

describe.each(stores)('buckets on %s', (store) => {
  let catalog: Catalog;
  beforeAll(async () => {
    catalog = await startCatalog(store);
  });
  afterAll(() => catalog[Symbol.asyncDispose]());

  it('are created', async () => {
    const project = catalog.directory.addProject(catalog.organization);
    const ann = catalog.as(catalog.directory.addPerson(catalog.organization, { projects: [[project, 'write']] }));
    const { bucket } = await ann.buckets.createBucket({ projectId: project.id, name: 'Sales', stage: Stage.OUT });
    expect(bucket).toMatchObject({ name: 'Sales', stage: Stage.OUT });
    expect((await ann.buckets.getBucket({ bucketId: bucket!.id })).bucket).toEqual(bucket);
  });
});
