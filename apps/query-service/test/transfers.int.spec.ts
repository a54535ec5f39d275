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
    const again = { ...header(), requestId: aName('request') };
    await house.as(scene.owner).load(again, 'iata,city\n');
    const first = await beginUpload();
    const tooMany = { reason: 'rate_limited', facts: { limit: '1', project: scene.operations.id } };
    expect(await refusalOf(house.as(scene.owner).export(there.id))).toMatchObject(tooMany);
    expect(await refusalOf(house.as(scene.owner).load(header(), 'iata,city\n'))).toMatchObject(tooMany);
    expect(await refusalOf(house.as(scene.owner).load(again, 'iata,city\n'))).toMatchObject(tooMany);
    first.end();
    await first.answered;
    await house.as(scene.owner).load(again, 'iata,city\n');
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

describe('loads of a project that has many', () => {
  let house: QueryHouse;
  let scene: Scene;
  beforeAll(async () => {
    house = await startQuery();
    scene = setScene(house);
  });
  afterAll(() => house[Symbol.asyncDispose]());

  const waiting = async (): Promise<number> => {
    const metrics = await (await fetch(`http://127.0.0.1:${house.operationsPort}/metrics`)).text();
    return Number(/pool="loads",state="waiting"[^}]*\} (\d+)/.exec(metrics)?.[1]);
  };

  it('do not hold up that of another', async () => {
    const content = `n\n${Array.from({ length: 50_000 }, (_, n) => n).join('\n')}\n`;
    const done: string[] = [];
    const load = async (who: 'owner' | 'writer', bucketId: string) => {
      const header = { bucketId, name: aName(), create: true, format: Format.CSV };
      await house.as(scene[who]).load(header, content);
      done.push(who);
    };
    const own = house.tables.addBucket(scene.analytics, 'own');
    const many = [1, 2, 3, 4, 5, 6].map(() => load('owner', scene.flights.id));
    while ((await waiting()) < 4) await pause(5);
    await Promise.all([...many, load('writer', own.id)]);
    expect(done.slice(0, 4)).toContain('writer');
  });
});
