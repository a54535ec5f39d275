import { checkName, nameKey, Refusal } from '@easement/domain';
import { allowedScalarFunctions, allowedTableFunctions } from './allowed-functions.ts';
import { charactersBefore, refuseAt } from '@easement/sql';
import type { ObjectName } from './statement.ts';
import type { Json, JsonObject } from './syntax-tree.ts';
import { byteOf, textOf, UnknownSyntaxError, walkStatement, type Visitor } from './walk.ts';

/**
 * Wall 1: walks the tree of a SELECT and answers the tables that it names, or refuses `statement_not_supported` with
 * the place in `text`. What passes holds only known syntax, allowed functions, CTEs in scope and names of tables.
 */
export function judge(statement: Json, text: string): ObjectName[] {
  const found = new Map<string, ObjectName>();
  const visitor: Visitor = {
    table: (node) => {
      const name = nameOfTable(node, text);
      const key = tableKey(name.parts);
      if (!found.has(key)) found.set(key, name);
    },
    call: (node, place) => assertAllowed(node, place, text),
    cteName: (name) => assertCteName(name, text),
    column: () => undefined,
  };
  guarded(text, () => walkStatement(statement, visitor));
  return [...found.values()].sort((a, b) => a.offset - b.offset);
}

/** Two names with the same key mean the same table. A part cannot hold the separator (checkName). */
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

function isName(part: string): boolean {
  try {
    checkName(part);
    return true;
  } catch (error) {
    if (error instanceof Refusal) return false;
    throw error;
  }
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
