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
    const taken = Promise.withResolvers<void>();
    async function* parts(): AsyncGenerator<Part> {
      yield { part: { case: 'header', value: header() } };
      yield { part: { case: 'chunk', value: Buffer.from('iata,name\n') } };
      taken.resolve();
      await go.promise;
    }
    const answered = house.as(scene.owner).upload(parts());
    answered.catch(() => undefined);
    await taken.promise;
    return { answered, end: go.resolve };
  };

  /** The first part of an upload takes a moment on its way. */
  const untilRefused = async () => {
    for (let nth = 0; nth < 100; nth += 1) {
      const refused = await house
        .as(scene.owner)
        .export(there.id)
        .then(
          () => false,
          () => true,
        );
      if (refused) return;
    }
    throw new Error('no export is refused, though an upload has begun');
  };

  it('are refused beyond what one project may run, until one has ended', async () => {
    const first = await beginUpload();
    const tooMany = { reason: 'rate_limited', facts: { limit: '1', project: scene.operations.id } };
    await untilRefused();
    expect(await refusalOf(house.as(scene.owner).export(there.id))).toMatchObject(tooMany);
    expect(await refusalOf(house.as(scene.owner).load(header(), 'iata,name\n'))).toMatchObject(tooMany);
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
