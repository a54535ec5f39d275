import { Refusal } from '@easement/domain';
import { judge } from './judge.ts';
import { parseExactly } from './json-text.ts';
import { normalForm } from './normal-form.ts';
import { charactersBeforeIndex, refuseAt } from '@easement/sql';
import { assertRewritten, rewriteTables } from './rewrite.ts';
import { countStatements, readHead, type Head } from './statement-head.ts';
import type { Statement } from './statement.ts';
import type { Json, JsonObject } from './syntax-tree.ts';
import { textOf } from './walk.ts';
import { makeWritable } from './writable-tree.ts';

/** DuckDB's `json_serialize_sql` and `json_deserialize_sql`, on an instance that can reach nothing. */
export type SqlTree = {
  readonly serialize: (text: string) => Promise<string>;
  readonly deserialize: (tree: string) => Promise<string>;
};

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
  return { kind: 'select', text, explain: false, tables: judge(tree, text) };
}

/**
 * Writes the statement for the worker: its tables are the granted ones, `names` in the order of `Statement.tables`.
 * What DuckDB writes is read and judged once more, and has to be the very tree that was meant: it has been seen to
 * write 1e3 as a decimal and to move a join.
 */
export async function rewriteStatement(
  trees: SqlTree,
  text: string,
  names: readonly (readonly string[])[],
  places: readonly number[] = names.map((_, index) => index),
): Promise<string> {
  const tree = await readTree(trees, text, 0);
  judge(tree, text);
  rewriteTables(tree, names, places);
  makeWritable(tree);
  const rewritten = await trees.deserialize(JSON.stringify({ error: false, statements: [tree] }));
  const again = await readTree(trees, rewritten, 0);
  judge(again, rewritten);
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
  return { kind: 'select', text: query, explain: true, tables: judge(tree, query) };
}

function written(text: string, { verb, target }: Extract<Head, { kind: 'write' }>): Statement {
  assertOne(text);
  return { kind: 'write', verb, target };
}

function assertOne(text: string): void {
  if (countStatements(text) > 1) throw severalStatements(text);
}

async function readTree(trees: SqlTree, text: string, shift: number, whole = text): Promise<Json> {
  const answer = readAnswer(await trees.serialize(text), whole);
  if (answer['error'] === true) throw refusalOf(answer, text, shift, whole);
  const statements = answer['statements'];
  if (!Array.isArray(statements) || statements.length === 0) {
    throw refuseAt('sql_syntax', 'no statement; write a SELECT', whole, 0);
  }
  assertOne(text);
  const [statement] = statements;
  if (statements.length > 1 || statement === undefined) throw severalStatements(whole);
  return statement;
}

/** A number beyond what a DOUBLE holds is serialized as Infinity, which is no JSON. */
function readAnswer(json: string, whole: string): JsonObject {
  try {
    return parseExactly(json) as JsonObject;
  } catch (error) {
    if (error instanceof SyntaxError) throw refuseAt('sql_syntax', 'a number is out of range', whole, 0);
    if (error instanceof RangeError) throw refuseAt('sql_syntax', 'the statement is nested too deeply', whole, 0);
    throw error;
  }
}

function refusalOf(answer: JsonObject, text: string, shift: number, whole: string): Refusal {
  const message = textOf(answer, 'error_message');
  if (answer['error_type'] === 'parser') {
    const position = Number(answer['position'] ?? 0);
    // Where the text is nested deeper than DuckDB reads, it says which setting to raise, which nobody here can.
    const said = /max.expression.depth/i.test(message) ? 'the statement is nested too deeply' : message;
    return refuseAt('sql_syntax', said, whole, shift + (Number.isFinite(position) ? position : 0));
  }
  if (countStatements(text) > 1) return severalStatements(whole);
  if (/\bPIVOT\b/i.test(text)) return notSupported(whole, 'PIVOT', 'PIVOT needs a list: ON column IN (values)');
  return notSupported(whole, 'this statement', 'only SELECT is supported here');
}

function severalStatements(text: string): Refusal {
  return notSupported(text, 'several statements', 'more than one statement; send them one by one');
}

function notSupported(text: string, what: string, message: string): Refusal {
  return refuseAt('statement_not_supported', message, text, 0, { what });
}
