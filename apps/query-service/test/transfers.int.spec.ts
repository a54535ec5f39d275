import { setTimeout as pause } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import type { MessageInitShape } from '@bufbuild/protobuf';
import { Format, type LoadTableRequestSchema } from '@easement/contracts';
import { type QueryHouse, refusalOf, startQuery } from './query.ts';
import { aName, aTable, type Scene, setScene } from './scene.ts';

type Part = MessageInitShape<typeof LoadTableRequestSchema>;

const expandedBytes = 100_000;

describe('loads and exports', () => {
  let house: QueryHouse;
  let scene: Scene;
  let there: { readonly id: string };
  beforeAll(async () => {
    house = await startQuery({ limits: { transfersPerProject: 1, expandedBytes } });
    scene = setScene(house);
    there = await aTable(house, scene);
  });
  afterAll(() => house[Symbol.asyncDispose]());

  const header = () => ({ tableId: there.id, format: Format.CSV });

  /** Begins an upload, and answers how to end it. */
  const beginUpload = async () => {
    const go = Promise.withResolvers<void>();
    async function* parts(): AsyncGenerator<Part> {
      yield { part: { case: 'header', value: header() } };
      yield { part: { case: 'chunk', value: Buffer.from('iata,city\n') } };
      await go.promise;
    }
    const answered = house.as(scene.owner).upload(parts());
    answered.catch(() => undefined);
    // An upload begins with its file.
    while ((await house.leftovers()).length === 0) await pause(5);
    return { answered, end: go.resolve };
  };

  it('are refused beyond what one project may run, until one has ended', async () => {
    const first = await beginUpload();
    const tooMany = { reason: 'rate_limited', facts: { limit: '1', project: scene.operations.id } };
    expect(await refusalOf(house.as(scene.owner).export(there.id))).toMatchObject(tooMany);
    expect(await refusalOf(house.as(scene.owner).load(header(), 'iata,city\n'))).toMatchObject(tooMany);
    first.end();
    await first.answered;
    expect(String(await house.as(scene.owner).export(there.id))).toContain('iata');
  });

  it('of a file that expands beyond the limit are refused, and leave nothing', async () => {
    const files = await house.dataFiles();
    const content = gzipSync(`iata\n${'x'.repeat(expandedBytes)}\n`);
    const made = { bucketId: scene.flights.id, name: aName(), create: true, format: Format.CSV };
    expect(await refusalOf(house.as(scene.owner).load(made, content))).toMatchObject({
      reason: 'message_too_large',
      facts: { limit_bytes: String(expandedBytes) },
    });
    expect([await house.leftovers(), await house.dataFiles()]).toEqual([[], files]);
  });
});
