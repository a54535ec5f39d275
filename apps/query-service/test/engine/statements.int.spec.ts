import { within, startRig, smallWorkers, workerEntry, type Rig } from './engine-rig.ts';
import { lastOf } from '../../src/engine/run-statement.ts';
import { startPool, type WorkerPool } from '../../src/engine/worker/worker-pool.ts';
import { statements } from './statements.ts';

let rig: Rig;
let parsers: WorkerPool;
beforeAll(async () => {
  rig = await startRig();
  const spillRoot = rig.folder;
  parsers = startPool({ ...smallWorkers, role: 'parser', entry: workerEntry, spillRoot, report: () => undefined });
  await parsers.warm();
});
afterAll(async () => {
  await parsers[Symbol.asyncDispose]();
  await rig[Symbol.asyncDispose]();
});

describe('a statement', () => {
  it.each(statements)('reaches the worker as it is: %s', async (text) => {
    const statement = await rig.engine.parse(text, within(5_000));
    if (statement.kind !== 'select') throw new Error('this writes');
    const names = statement.tables.map(({ parts }) => parts);
    expect(names.every(([bucket]) => bucket === 'b')).toBe(true);
    const sql = await lastOf(parsers.run('rewrite', { text, names }, within(5_000)));
    for (const index of names.keys()) expect(sql).toContain(`"granted".t${index} `);
    expect(sql).not.toMatch(/\bb\.t\d?\b/);
  });

  it('is written alike when it is read again', async () => {
    for (const text of statements.slice(0, 12)) {
      const names = await namesOf(text);
      const once = await lastOf(parsers.run('rewrite', { text, names }, within(5_000)));
      const again = await lastOf(parsers.run('rewrite', { text: once, names: await namesOf(once) }, within(5_000)));
      expect(again).toBe(once);
    }
  });
});

async function namesOf(text: string): Promise<readonly (readonly string[])[]> {
  const statement = await rig.engine.parse(text, within(5_000));
  return statement.kind === 'select' ? statement.tables.map(({ parts }) => parts) : [];
}
