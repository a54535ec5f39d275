import { type Refusal } from '@easement/domain';
import { refuseAt } from '@easement/sql';
import { parseExactly } from './json-text.ts';
import { countStatements } from './statement-head.ts';
import type { Json, JsonObject } from './syntax-tree.ts';
import { textOf } from './walk.ts';

/** DuckDB's `json_serialize_sql` and `json_deserialize_sql`, on an instance that can reach nothing. */
export type SqlTree = {
  readonly serialize: (text: string) => Promise<string>;
  readonly deserialize: (tree: string) => Promise<string>;
};

/** The tree of one statement. Places of refusals are told in `whole`, in which the text begins at `shift`. */
export async function readTree(trees: SqlTree, text: string, shift: number, whole = text): Promise<Json> {
  const answer = readAnswer(await trees.serialize(text), whole);
  if (answer['error'] === true) throw refusalOf(answer, text, shift, whole);
  const statements = answer['statements'];
  if (!Array.isArray(statements) || statements.length === 0) {
    throw refuseAt('sql_syntax', 'no statement; write a SELECT', whole, 0);
  }
  if (countStatements(text) > 1) throw severalStatements(whole);
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

export function severalStatements(text: string): Refusal {
  return notSupported(text, 'several statements', 'more than one statement; send them one by one');
}

export function notSupported(text: string, what: string, message: string): Refusal {
  return refuseAt('statement_not_supported', message, text, 0, { what });
}
