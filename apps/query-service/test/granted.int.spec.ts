import { newId } from '@easement/domain';
import type { FakeBucket, FakeLink, FakeProject, Person } from '@easement/testing';
import { type QueryHouse, refusalOf, startQuery } from './query.ts';
import { airports, aTable, type Scene, setScene } from './scene.ts';

describe('a link that shows granted objects alone', () => {
  let house: QueryHouse;
  let scene: Scene;
  let project: FakeProject;
  let reader: Person;
  let shown: { readonly id: string; readonly name: string };
  let closed: { readonly id: string; readonly name: string };
  const granted = new Set<string>();
  beforeAll(async () => {
    house = await startQuery();
    scene = setScene(house);
    project = house.directory.addProject(house.organization, 'tenant');
    reader = house.directory.addPerson(house.organization, { projects: [[project, 'read']] });
    [shown, closed] = [await aTable(house, scene), await aTable(house, scene)];
    house.links.add(project, 'db', scene.flights, granted);
  });
  beforeEach(() => {
    granted.clear();
    granted.add(shown.id);
  });
  afterAll(() => house[Symbol.asyncDispose]());

  const count = (name: string) => house.as(reader).rows(project.id, `SELECT count(*) FROM ${name}`);
  const preview = (tableId: string) => house.as(reader).preview({ tableId, projectId: project.id });

  it('shows what is granted, and answers of the rest as of what is not there', async () => {
    expect(await count(`db.${shown.name}`)).toEqual([['3']]);
    const refused = await refusalOf(count(`db.${closed.name}`));
    expect(refused.reason).toBe('unknown_name');
    const absent = await refusalOf(count('db.absent'));
    expect(refused.message.replaceAll(closed.name, 'absent')).toBe(absent.message);
    expect((await preview(shown.id)).rowCount).toBe(3n);
    const unseen = newId('table');
    const [one, other] = [await refusalOf(preview(closed.id)), await refusalOf(preview(unseen))];
    expect(JSON.stringify(one).replaceAll(closed.id, unseen)).toBe(JSON.stringify(other));
  });

  it('is closed by a revoke for every read that begins later', async () => {
    granted.delete(shown.id);
    expect((await refusalOf(count(`db.${shown.name}`))).reason).toBe('unknown_name');
    expect((await refusalOf(preview(shown.id))).reason).toBe('not_found');
    expect((await refusalOf(house.as(reader).export(shown.id, { projectId: project.id }))).reason).toBe('not_found');
  });

  it('stands beside another that shows more of the same bucket', async () => {
    const whole = house.links.add(project, 'whole', scene.flights);
    expect(await count(`whole.${closed.name}`)).toEqual([['3']]);
    expect((await preview(closed.id)).rowCount).toBe(3n);
    expect((await refusalOf(count(`db.${closed.name}`))).reason).toBe('unknown_name');
    house.links.remove(whole);
  });

  it('says so when what it showed is gone', async () => {
    const bucket: FakeBucket = house.tables.addBucket(scene.operations, 'short');
    const link: FakeLink = house.links.add(project, 'gone', bucket, new Set());
    expect((await refusalOf(count('gone.t'))).reason).toBe('unknown_name');
    house.tables.dropBucket(bucket);
    const refused = await refusalOf(count('gone.t'));
    expect(refused).toMatchObject({ reason: 'source_gone', facts: { name: 'gone', position: '21' } });
    house.links.remove(link);
  });

  it('reads rows, and no file that was not granted', async () => {
    expect(String(await house.as(reader).export(shown.id, { projectId: project.id }))).toBe(airports);
  });
});
