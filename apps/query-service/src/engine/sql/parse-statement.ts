import { Refusal } from '@easement/domain';
import { judge } from './judge.ts';
import { assertNamed, expandCalls, readFunctions } from './expand-calls.ts';
import type { CalledFunction } from './granted-function.ts';
import { nameColumns } from './name-columns.ts';
import { normalForm } from './normal-form.ts';
import { charactersBeforeIndex, refuseAt } from '@easement/sql';
import { notSupported, readTree, severalStatements, type SqlTree } from './read-tree.ts';
import { assertRewritten, rewriteTables } from './rewrite.ts';
import { countStatements, readHead, type Head } from './statement-head.ts';
import type { Statement } from './statement.ts';
import { makeWritable } from './writable-tree.ts';

/** The tree of a statement of this size takes DuckDB half a second and a hundred megabytes. */
export const longestStatement = 256 * 1024;

// DuckDB reads a NUL as the end of the text, so that what follows would run unjudged.
const controls = /[\u0000-\u0008\u000e-\u001f\u007f]/;

/** Reads one statement and lets it through wall 1, or refuses it with the place where it goes wrong. */
export async function parseStatement(trees: SqlTree, text: string): Promise<Statement> {
  assertReadable(text);
  const head = readHead(text);
  if (head.kind === 'explain') return explained(trees, text, head);
  if (head.kind === 'write') return written(text, head);
  if (head.kind === 'other') throw notSupported(text, head.verb, `${head.verb} is not supported; SELECT reads tables`);
  const tree = await readTree(trees, text, 0);
  return { kind: 'select', text, explain: false, ...judge(tree, text) };
}

/** What a statement is rewritten with. */
export type Rewriting = {
  /** The names of tables, in the order of `Statement.tables`. */
  readonly names: readonly (readonly string[])[];
  /** Where each of them is among the granted tables; in the same order where it is not said. */
  readonly places?: readonly number[] | undefined;
  /** The functions that it may call besides DuckDB's own. */
  readonly functions?: readonly CalledFunction[];
};

/**
 * Writes the statement for the worker: its tables are the granted ones, and in the place of calls stand the expressions
 * of the functions; another call than of those and DuckDB's own is refused.
 * What DuckDB writes is read and judged once more, and has to be the very tree that was meant: it has been seen to
 * write 1e3 as a decimal and to move a join.
 */
export async function rewriteStatement(
  trees: SqlTree,
  text: string,
  { names, places = names.map((_, index) => index), functions = [] }: Rewriting,
): Promise<string> {
  const tree = await readTree(trees, text, 0);
  const bodies = await readFunctions(trees, functions);
  assertNamed(judge(tree, text).functions, bodies, text);
  await nameColumns(trees, tree, bodies);
  rewriteTables(tree, names, places);
  expandCalls(tree, bodies, text);
  makeWritable(tree);
  const rewritten = await trees.deserialize(JSON.stringify({ error: false, statements: [tree] }));
  const again = await readTree(trees, rewritten, 0);
  assertNamed(judge(again, rewritten).functions, new Map(), text);
  assertRewritten(again, places);
  if (normalForm(again) === normalForm(tree)) return rewritten;
  throw notSupported(
    text,
    'this form',
    'the statement cannot be passed on exactly as it is; write it in a simpler form',
  );
}

/** Refuses what no grammar is to see: too long a text, and control characters. */
export function assertReadable(text: string): void {
  if (Buffer.byteLength(text) > longestStatement) {
    const message = `the statement is longer than ${longestStatement} bytes; load long lists of values into a table`;
    throw new Refusal('query_too_large', message, { limit: String(longestStatement), unit: 'bytes' });
  }
  const control = controls.exec(text);
  if (control) {
    throw refuseAt('sql_syntax', 'a control character', text, charactersBeforeIndex(text, control.index));
  }
}

/** The plan of a SELECT, without running it. `EXPLAIN ANALYZE` runs, and of what it explains DuckDB runs anything. */
async function explained(
  trees: SqlTree,
  text: string,
  { inner, option }: Extract<Head, { kind: 'explain' }>,
): Promise<Statement> {
  if (option === 'ANALYZE')
    throw notSupported(text, 'EXPLAIN ANALYZE', 'EXPLAIN ANALYZE is not supported; use EXPLAIN');
  if (option) throw notSupported(text, 'EXPLAIN (…)', 'EXPLAIN takes no options; write EXPLAIN SELECT …');
  const query = text.slice(inner);
  const head = readHead(query);
  if (head.kind !== 'query' && head.kind !== 'unknown')
    throw notSupported(text, 'EXPLAIN', 'only a SELECT can be explained');
  const tree = await readTree(trees, query, charactersBeforeIndex(text, inner), text);
  return { kind: 'select', text: query, explain: true, ...judge(tree, query) };
}

function written(text: string, { verb, target }: Extract<Head, { kind: 'write' }>): Statement {
  assertOne(text);
  return { kind: 'write', verb, target };
}

function assertOne(text: string): void {
  if (countStatements(text) > 1) throw severalStatements(text);
}
