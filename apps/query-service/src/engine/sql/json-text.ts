import type { Json } from './syntax-tree.ts';

/** Part of ECMAScript since 2025 and of Node 24; TypeScript's library does not know it yet. */
type JsonWithSource = {
  parse(text: string, reviver: (key: string, value: Json, context: { source?: string }) => Json): Json;
  rawJSON(text: string): Json;
};

const json = JSON as unknown as JsonWithSource;

/**
 * Parses without rounding: a number that JavaScript would write differently is kept as its digits, so that the
 * constants of a statement reach DuckDB as they were typed. `JSON.stringify` writes them back.
 */
export function parseExactly(text: string): Json {
  return json.parse(text, (_key, value, { source }) =>
    typeof value === 'number' && source !== undefined && String(value) !== source ? json.rawJSON(source) : value,
  );
}
