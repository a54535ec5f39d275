import { fromJson, toJson } from '@bufbuild/protobuf';
import { ListValueSchema } from '@bufbuild/protobuf/wkt';
import { Format, type PreviewResponse } from '@easement/contracts';
import { newId } from '@easement/domain';
import { drain, type QueryHouse, refusalOf, startQuery } from './query.ts';
import { airports, aTable, type Scene, setScene } from './scene.ts';

describe('a table', () => {
  let house: QueryHouse;
  let scene: Scene;
  let there: { readonly id: string };
  beforeAll(async () => {
    house = await startQuery();
    scene = setScene(house);
    there = await aTable(house, scene);
  });
  afterAll(() => house[Symbol.asyncDispose]());
  afterEach(async () => expect(await house.leftovers()).toEqual([]));

  const as = (who: keyof Scene) => house.as(scene[who] as Scene['owner']);
  const preview = (who: keyof Scene, fields: object = {}) => as(who).preview({ tableId: there.id, ...fields });
  const exported = (who: keyof Scene, fields: object = {}) => as(who).export(there.id, fields);
  const rowsOf = ({ rows }: PreviewResponse) => rows.map((row) => toJson(ListValueSchema, row));

  it('is previewed and exported to who reads it as its own or by a link', async () => {
    const linked = { projectId: scene.analytics.id };
    for (const answer of [await preview('owner'), await preview('reader', linked)]) {
      expect(answer.schema?.columns.map(({ name, type }) => `${name} ${type}`)).toEqual([
        'iata STRING',
        'city STRING',
        'state STRING',
      ]);
      expect(rowsOf(answer)).toContainEqual(['ATL', 'Atlanta', 'GA']);
      expect(answer.rowCount).toBe(3n);
    }
    expect(String(await exported('owner'))).toBe(airports);
    expect(String(await exported('reader', linked))).toBe(airports);
  });

  it.each<[keyof Scene, string | undefined, string]>([
    ['reader', undefined, 'not_found'],
    ['stranger', undefined, 'not_found'],
    ['member', undefined, 'not_found'],
    ['support', undefined, 'missing_role'],
    ['reader', 'operations', 'not_found'],
    ['owner', 'analytics', 'not_found'],
    ['member', 'analytics', 'not_found'],
  ])('is refused to %s (through %s) with %s', async (who, through, reason) => {
    const projectId = through === undefined ? '' : (scene[through as keyof Scene] as Scene['operations']).id;
    const absent = newId('table');
    const refusals = [await refusalOf(preview(who, { projectId })), await refusalOf(exported(who, { projectId }))];
    for (const refused of refusals) expect(refused.reason).toBe(reason);
    expect(refusals[0]?.message).toBe(refusals[1]?.message);
    if (reason !== 'not_found') return;
    const unknown = await refusalOf(as(who).preview({ tableId: absent, projectId }));
    expect(JSON.stringify(refusals[0]).replaceAll(there.id, absent)).toBe(JSON.stringify(unknown));
  });

  it('is out of reach once the link is gone', async () => {
    const project = house.directory.addProject(house.organization, 'short');
    const guest = house.directory.addPerson(house.organization, { projects: [[project, 'read']] });
    const link = house.links.add(project, 'there', scene.flights);
    const ask = () => house.as(guest).preview({ tableId: there.id, projectId: project.id });
    expect(await ask()).toMatchObject({ rowCount: 3n });
    house.links.remove(link);
    expect(await refusalOf(ask())).toMatchObject({ reason: 'not_found', facts: { id: there.id } });
  });

  it('is previewed by as many rows as are asked for, a hundred if nobody says', async () => {
    const { id } = await aTable(house, scene, `n\n${Array.from({ length: 1500 }, (_, index) => index).join('\n')}\n`);
    const count = async (maxRows: number) => (await as('owner').preview({ tableId: id, maxRows })).rows.length;
    expect([await count(0), await count(7), await count(1000)]).toEqual([100, 7, 1000]);
    expect(await refusalOf(count(1001))).toMatchObject({ reason: 'invalid_field', facts: { field: 'max_rows' } });
  });

  it('is previewed by fewer rows where more would not fit into a message', async () => {
    const wide = Array.from({ length: 8 }, (_, index) => `${index},${'ä'.repeat(400_000)}`);
    const { id } = await aTable(house, scene, `n,text\n${wide.join('\n')}\n`);
    const { rows, rowCount } = await as('owner').preview({ tableId: id });
    expect(rows.length).toBeGreaterThan(1);
    expect(rows.length).toBeLessThan(8);
    expect(rowCount).toBe(8n);
  });

  it('is previewed and exported without rows where it has none', async () => {
    const { id } = await aTable(house, scene, 'iata,n\n');
    expect(await as('owner').preview({ tableId: id })).toMatchObject({ rows: [], rowCount: 0n });
    expect(String(await as('owner').export(id))).toBe('iata,n\n');
  });

  it('shows numbers and NULL as JSON does', async () => {
    const { id } = await aTable(house, scene, 'i,d,b\n9007199254740993,1.5,true\n,,\n');
    const answer = await as('owner').preview({ tableId: id });
    expect(answer.rows).toEqual([
      fromJson(ListValueSchema, ['9007199254740993', 1.5, true]),
      fromJson(ListValueSchema, [null, null, null]),
    ]);
  });

  describe('of many chunks', () => {
    let large: { readonly id: string };
    let content: string;
    beforeAll(async () => {
      const lines = Array.from({ length: 60_000 }, (_, index) => `${index},${'z'.repeat(150)}`);
      content = `n,text\n${lines.join('\n')}\n`;
      large = await aTable(house, scene, content);
    });

    it('is exported in pieces, all of it', async () => {
      expect((await as('owner').export(large.id)).equals(Buffer.from(content))).toBe(true);
      const parquet = await as('owner').export(large.id, { format: Format.PARQUET });
      expect(String(parquet.subarray(0, 4))).toBe('PAR1');
    });

    it('is exported no further once the right to it is gone', async () => {
      const guest = house.directory.addPerson(house.organization, { projects: [[scene.operations, 'read']] });
      const chunks = house.as(guest).exportChunks(large.id);
      const first = await chunks.next();
      expect((first.value as Uint8Array).length).toBeLessThanOrEqual(64 * 1024);
      house.directory.setRole(guest, scene.operations.id, undefined);
      expect(await refusalOf(drain(chunks))).toMatchObject({ reason: 'not_found', facts: { kind: 'project' } });
    });

    it('is not exported at all where the right to it goes before the first piece', async () => {
      const guest = house.directory.addPerson(house.organization, { projects: [[scene.analytics, 'read']] });
      const stop = house.links.stepInto('resolveNames', 'after', () =>
        house.directory.setRole(guest, scene.analytics.id, undefined),
      );
      const refused = await refusalOf(house.as(guest).export(large.id, { projectId: scene.analytics.id }));
      expect(refused).toMatchObject({ reason: 'not_found', facts: { kind: 'project' } });
      stop();
    });

    it('leaves nothing behind where whoever exports it stops', async () => {
      const chunks = as('owner').exportChunks(large.id);
      await chunks.next();
      await chunks.return?.();
      while ((await house.leftovers()).length > 0) await new Promise((resolve) => setTimeout(resolve, 10));
    });
  });
});
