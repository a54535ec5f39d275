import { chmod, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { FileProblem, LoadMode } from '@easement/contracts';
import { newId } from '@easement/domain';
import { airports, aTable, type Scene, setScene } from './scene.ts';
import { type QueryHouse, refusalOf, startQuery } from './query.ts';

describe('files that tables list', () => {
  let house: QueryHouse;
  let scene: Scene;
  beforeAll(async () => {
    house = await startQuery({ statementWorkers: 1 });
    scene = setScene(house);
  });
  afterAll(() => house[Symbol.asyncDispose]());

  const check = async (organizationId: string = house.organization) => {
    const { brokenFiles, checkedCount } = await house.filesAs({ kind: 'operator' }).checkFiles({ organizationId });
    return { checkedCount, broken: brokenFiles.map(({ tableId, path, problem }) => ({ tableId, path, problem })) };
  };
  /** A table with one file, and where that is. */
  const aFile = async () => {
    const table = await aTable(house, scene);
    const [file] = house.tables.table(scene.flights, table.name).files;
    const path = file?.path ?? '';
    return { ...table, path, absolute: join(house.dataFolder, path) };
  };

  it('are there as they should be', async () => {
    await aFile();
    expect(await check()).toMatchObject({ checkedCount: 1, broken: [] });
  });

  it('are told where they are lost; then reading, exporting and adding rows is refused, until they are back', async () => {
    const { id, path, absolute } = await aFile();
    await rename(absolute, `${absolute}.lost`);
    expect((await check()).broken).toEqual([{ tableId: id, path, problem: FileProblem.MISSING }]);
    const reader = house.as(scene.owner);
    const reads = [
      () => reader.preview({ tableId: id, projectId: scene.operations.id }),
      () => reader.export(id),
      () => house.as(scene.reader).preview({ tableId: id, projectId: scene.analytics.id }),
    ];
    for (const read of reads) {
      expect(await refusalOf(read())).toMatchObject({
        reason: 'source_gone',
        message: expect.not.stringContaining('fil_'),
      });
    }
    await rename(`${absolute}.lost`, absolute);
    expect((await check()).broken).toEqual([]);
    expect((await reader.preview({ tableId: id, projectId: scene.operations.id })).rows).toHaveLength(3);
  });

  it('are told where they were cut short; loading the table anew heals it', async () => {
    const { id, path, absolute } = await aFile();
    const bytes = await readFile(absolute);
    await chmod(absolute, 0o600);
    await writeFile(absolute, bytes.subarray(0, 40));
    expect((await check()).broken).toEqual([{ tableId: id, path, problem: FileProblem.WRONG_SIZE }]);
    await house.as(scene.owner).load({ tableId: id, mode: LoadMode.REPLACE }, airports);
    expect((await check()).broken).toEqual([]);
    expect((await house.as(scene.owner).export(id)).toString()).toContain('Atlanta');
  });

  it('are looked for in the organization that is named alone, by the operator alone', async () => {
    expect(await check(newId('organization'))).toEqual({ checkedCount: 0, broken: [] });
    const call = house.filesAs(scene.owner).checkFiles({ organizationId: house.organization });
    expect((await refusalOf(call)).reason).toBe('missing_role');
  });
});
