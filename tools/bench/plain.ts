import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** How long a statement took whose rows were all read, and how many those were. */
export type Taken = { readonly ms: number; readonly rows: number };

/** DuckDB in a process of its own. */
export type PlainDuckdb = AsyncDisposable & {
  readonly pid: number;
  /** From its start to the first answer, to a statement that costs nothing. */
  readonly startMs: number;
  /** One at a time. */
  readonly run: (statement: string) => Promise<Taken>;
};

export async function startPlainDuckdb(): Promise<PlainDuckdb> {
  const begin = performance.now();
  const child = spawn(process.execPath, ['tools/bench/plain-duckdb.ts'], { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const run = async (statement: string): Promise<Taken> => {
    child.stdin.write(`${JSON.stringify(statement)}\n`);
    const { value, done } = await lines.next();
    if (done) throw new Error(`plain DuckDB ended at ${statement}`);
    return JSON.parse(value) as Taken;
  };
  await run('SELECT 1');
  return {
    pid: child.pid ?? 0,
    startMs: performance.now() - begin,
    run,
    [Symbol.asyncDispose]: async () => {
      const exited = once(child, 'exit');
      child.stdin.end();
      await exited;
    },
  };
}
