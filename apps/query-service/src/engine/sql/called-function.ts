import { checkName, Refusal } from '@easement/domain';
import { allowedScalarFunctions } from './allowed-functions.ts';
import type { JsonObject } from './syntax-tree.ts';
import { textOf } from './walk.ts';

/** A call of what may be a function of a bucket. */
export type Called = {
  /** As typed: the function, or bucket and function. */
  readonly parts: readonly string[];
  /** Whether it is also a way to write one of DuckDB's own: `name.upper()` is `upper(name)`. */
  readonly isBuiltIn: boolean;
};

/** What a call names, unless it can only be one of DuckDB's own functions, or an operator. */
export function calledBy(node: JsonObject): Called | undefined {
  if (textOf(node, 'class') !== 'FUNCTION' || node['is_operator'] === true) return undefined;
  const name = textOf(node, 'function_name');
  const parts = [...[textOf(node, 'catalog'), textOf(node, 'schema')].filter(Boolean), name];
  const isBuiltIn = allowedScalarFunctions.has(name.toLowerCase());
  // DuckDB's own are in the schema main; its parser writes that where syntax stands for a call.
  const isPlain = parts.length === 1 || (parts.length === 2 && parts[0]?.toLowerCase() === 'main');
  if (isBuiltIn && (isPlain || parts.length > 2)) return undefined;
  return parts.every(isName) ? { parts, isBuiltIn } : undefined;
}

/** Whether something in the catalog may have this name. */
export function isName(part: string): boolean {
  try {
    checkName(part);
    return true;
  } catch (error) {
    if (error instanceof Refusal) return false;
    throw error;
  }
}
