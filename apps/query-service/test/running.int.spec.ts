import type { ExecuteResponse } from '@easement/contracts';
import { drain, type Parts, type QueryHouse, refusalOf, startQuery } from './query.ts';
import { aTable, type Scene, setScene } from './scene.ts';

/** Runs for hours. */
const endless = 'SELECT count(*) FROM range(10000000) a, range(10000000) b';
const shorter = `SELECT range, repeat('x', 200) FROM range(100_000)`;
const manyRows = 400_000;
/** Many batches. */
const long = `SELECT range, repeat('x', 200) FROM range(${manyRows})`;

describe('running statements', () => {
  let house: QueryHouse;
  let scene: Scene;
  beforeAll(async () => {
    house = await startQuery({ limits: { statementsPerProject: 2, resultRows: 1_000_000 } });
    scene = setScene(house);
  });
  afterAll(() => house[Symbol.asyncDispose]());

  const open = (statement: string, options?: Parameters<ReturnType<QueryHouse['as']>['open']>[1]): Parts =>
    house.as(scene.reader).open({ projectId: scene.analytics.id, statement }, options);

  /** Opens a statement that streams, and answers its id once it has begun. */
  const begin = async (statement: string): Promise<{ readonly parts: Parts; readonly queryId: string }> => {
    const parts = open(statement);
    const { value } = (await parts.next()) as IteratorResult<ExecuteResponse, undefined>;
    if (value?.part.case !== 'schema') throw new Error('a statement began without its schema');
    return { parts, queryId: value.part.value.queryId };
  };

  /** Waits until the workers and the slots of the project are free again. */
  const idle = async (): Promise<void> => {
    await expect(refusalOf(house.as(scene.reader).cancelQuery({ queryId: 'none' }))).resolves.toBeDefined();
    await drain(open('SELECT 1'));
  };
  afterEach(idle);

  it('are ended by whoever runs them', async () => {
    const { parts, queryId } = await begin(long);
    await house.as(scene.reader).cancelQuery({ queryId });
    expect(await refusalOf(drain(parts))).toMatchObject({
      reason: 'query_timeout',
      message: expect.stringContaining('was ended by its caller'),
    });
    await house.as(scene.reader).cancelQuery({ queryId });
  });

  it('are nobody else’s to end: theirs are answered like those that never were', async () => {
    const { parts, queryId } = await begin(shorter);
    const foreign = await refusalOf(house.as(scene.writer).cancelQuery({ queryId }));
    const unknown = await refusalOf(house.as(scene.writer).cancelQuery({ queryId: 'another' }));
    expect(foreign).toMatchObject({ reason: 'not_found' });
    expect(foreign.message.replace(queryId, 'another')).toBe(unknown.message);
    await house.as(scene.reader).cancelQuery({ queryId, validateOnly: true });
    await drain(parts);
  });

  it('are ended in time to say why', async () => {
    const refused = await refusalOf(drain(open(endless, { deadline: Date.now() + 2_000 })));
    expect(refused).toMatchObject({ reason: 'query_timeout', facts: { unit: 'milliseconds' } });
    expect(Number(refused.facts['limit'])).toBeGreaterThan(500);
    expect(Number(refused.facts['limit'])).toBeLessThan(2_000);
  });

  it('end when their caller leaves', async () => {
    const leave = new AbortController();
    const parts = open(endless, { signal: leave.signal });
    const ended = drain(parts);
    await untilBusy(house, 1);
    leave.abort(new Error('gone'));
    await expect(ended).rejects.toThrow('gone');
    await untilBusy(house, 0);
  });

  it('end when their caller stops reading', async () => {
    const { parts } = await begin(long);
    await parts.return?.();
    await untilBusy(house, 0);
  });

  it('are refused where the project runs as many as it may, until one has ended', async () => {
    const [one, two] = [await begin(long), await begin(long)];
    const refused = await refusalOf(drain(open('SELECT 1')));
    expect(refused).toMatchObject({ reason: 'rate_limited', facts: { limit: '2', project: scene.analytics.id } });
    const elsewhere = house.as(scene.owner).rows(scene.operations.id, 'SELECT 1');
    await one.parts.return?.();
    expect(await elsewhere).toEqual([['1']]);
    await untilBusy(house, 1);
    await drain(open('SELECT 1'));
    await two.parts.return?.();
  });

  it('end at the next batch once their caller may read no more', async () => {
    const guest = house.directory.addPerson(house.organization, { projects: [[scene.analytics, 'read']] });
    const parts = house.as(guest).open({ projectId: scene.analytics.id, statement: long });
    let rows = 0;
    const reading = (async () => {
      for await (const { part } of parts) {
        if (part.case !== 'batch') continue;
        if (rows === 0) house.directory.setRole(guest, scene.analytics.id, undefined);
        rows += part.value.rowCount;
      }
    })();
    expect(await refusalOf(reading)).toMatchObject({ reason: 'not_found', facts: { id: scene.analytics.id } });
    expect(rows).toBeGreaterThan(0);
    expect(rows).toBeLessThan(manyRows / 2);
  });

  it('answer not even their first batch to who may read no more by then', async () => {
    const guest = house.directory.addPerson(house.organization, { projects: [[scene.analytics, 'read']] });
    const revoke = house.tables.stepInto('getVersions', 'after', () =>
      house.directory.setRole(guest, scene.analytics.id, undefined),
    );
    const { name } = await aTable(house, scene);
    const statement = `SELECT count(*) FROM "Ops Ünits".${name}`;
    const answer = house.as(guest).rows(scene.analytics.id, statement);
    expect(await refusalOf(answer)).toMatchObject({ reason: 'not_found' });
    revoke();
  });

  it('end their reading of what was there when they began, whatever becomes of table and link', async () => {
    const lines = Array.from({ length: 100_000 }, (_, index) => `${index},${'y'.repeat(100)}`);
    const { id, name } = await aTable(house, scene, `n,text\n${lines.join('\n')}\n`);
    const link = house.links.add(scene.analytics, 'soon', scene.flights);
    const { parts } = await begin(`SELECT n, text FROM soon.${name}`);
    await house.as(scene.owner).load({ tableId: id, mode: 2 }, 'n,text\n1,new\n');
    house.links.remove(link);
    let rows = 0;
    for await (const { part } of parts) if (part.case === 'batch') rows += part.value.rowCount;
    expect(rows).toBe(100_000);
    expect(await refusalOf(drain(open(`SELECT * FROM soon.${name}`)))).toMatchObject({ reason: 'unknown_name' });
  });

  it('are counted by their workers in the metrics', async () => {
    const { parts } = await begin(long);
    const metrics = await metricsOf(house);
    expect(metrics).toMatch(/easement_query_workers\{[^}]*pool="statements",state="busy"[^}]*\} 1\n/);
    expect(metrics).toMatch(/easement_query_workers\{[^}]*pool="loads",state="ready"[^}]*\} 1\n/);
    await parts.return?.();
  });
});

async function metricsOf({ operationsPort }: QueryHouse): Promise<string> {
  return await (await fetch(`http://127.0.0.1:${operationsPort}/metrics`)).text();
}

async function untilBusy(house: QueryHouse, count: number): Promise<void> {
  const busy = new RegExp(`easement_query_workers\\{[^}]*pool="statements",state="busy"[^}]*\\} ${count}\\n`);
  while (!busy.test(await metricsOf(house))) await new Promise((resolve) => setTimeout(resolve, 20));
}
