import { nameKey, type Refusal } from '@easement/domain';
import { charactersBefore, refuseAt } from '@easement/sql';
import { allowedScalarFunctions, allowedTableFunctions } from './allowed-functions.ts';
import { calledBy, isName } from './called-function.ts';
import type { CalledName, ObjectName } from './statement.ts';
import type { Json, JsonObject } from './syntax-tree.ts';
import { byteOf, textOf, UnknownSyntaxError, walkStatement, type Visitor } from './walk.ts';

/** What a SELECT names, each once, in the order of its first mention. */
export type Judged = { readonly tables: readonly ObjectName[]; readonly functions: readonly CalledName[] };

/**
 * Wall 1: walks the tree of a SELECT and answers the tables and functions that it names, or refuses
 * `statement_not_supported` with the place in `text`. What passes holds only known syntax, allowed functions, CTEs in
 * scope, names of tables, and names of functions that a bucket may have: whoever writes the tree back has to put
 * something in the place of both.
 */
export function judge(statement: Json, text: string): Judged {
  const tables = new Map<string, ObjectName>();
  const functions = new Map<string, CalledName>();
  const visitor: Visitor = {
    table: (node) => addTo(tables, nameOfTable(node, text)),
    call: (node, place) => {
      const called = place === 'scalar' ? calledBy(node) : undefined;
      if (called) addTo(functions, { ...called, offset: charactersBefore(text, byteOf(node) ?? 0) });
      else assertAllowed(node, place, text);
    },
    cteName: (name) => assertCteName(name, text),
    column: () => undefined,
  };
  guarded(text, () => walkStatement(statement, visitor));
  return { tables: inOrder(tables), functions: inOrder(functions) };
}

function addTo<T extends ObjectName>(found: Map<string, T>, name: T): void {
  const key = tableKey(name.parts);
  if (!found.has(key)) found.set(key, name);
}

function inOrder<T extends ObjectName>(found: ReadonlyMap<string, T>): T[] {
  return [...found.values()].sort((a, b) => a.offset - b.offset);
}

/** Two names with the same key mean the same thing. A part cannot hold the separator (checkName). */
export function tableKey(parts: readonly string[]): string {
  return parts.map(nameKey).join('.');
}

/** The parts of a table's name: bucket and table, or fewer, or more than anything has. */
export function partsOfTable(node: JsonObject): string[] {
  return ['catalog_name', 'schema_name', 'table_name'].map((field) => textOf(node, field)).filter(Boolean);
}

function nameOfTable(node: JsonObject, text: string): ObjectName {
  const parts = partsOfTable(node);
  const offset = charactersBefore(text, byteOf(node) ?? 0);
  if (parts.every(isName)) return { parts, offset };
  const shown = JSON.stringify(parts.join('.'));
  const message = `${shown} is no name of a table; files cannot be read here, load them into a table`;
  throw unsupported('a file', message, text, offset);
}

/**
 * A CTE is trusted to hide what has its name, so its name may be neither a path nor one of DuckDB's own views: should
 * we and DuckDB ever disagree on a scope, the name finds nothing.
 */
function assertCteName(name: string, text: string): void {
  if (isName(name) && !/^(?:duckdb|pragma|pg|sqlite)_|^information_schema$/i.test(name)) return;
  const message = `${JSON.stringify(name)} cannot name a part of WITH; use letters, digits and _`;
  throw unsupported('the name of a part of WITH', message, text, 0);
}

function assertAllowed(node: JsonObject, place: 'scalar' | 'table', text: string): void {
  const name = textOf(node, 'function_name').toLowerCase();
  const allowed = place === 'table' ? allowedTableFunctions : allowedScalarFunctions;
  if (allowed.has(name)) return;
  const where = place === 'table' ? `${name}() cannot be read from` : `the function ${name}() is not offered`;
  const offset = charactersBefore(text, byteOf(node) ?? 0);
  const message = `${where} here; statements reach tables, and functions of their values, alone`;
  throw unsupported(`${name}()`, message, text, offset);
}

function guarded(text: string, walk: () => void): void {
  try {
    walk();
  } catch (error) {
    if (error instanceof UnknownSyntaxError) {
      const offset = charactersBefore(text, error.bytes ?? 0);
      throw unsupported(error.message, `${error.message} is not supported`, text, offset);
    }
    // The tree of a statement may be deeper than the stack of JavaScript.
    if (error instanceof RangeError)
      throw unsupported('depth', 'the statement is nested too deeply; split it', text, 0);
    throw error;
  }
}

function unsupported(what: string, message: string, text: string, offset: number): Refusal {
  return refuseAt('statement_not_supported', message, text, offset, { what });
}
