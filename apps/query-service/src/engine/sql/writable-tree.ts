import type { Json, JsonObject } from './syntax-tree.ts';
import { isObject, textOf } from './walk.ts';

/**
 * Rewords, in the tree itself, what DuckDB would write back as something else: `1e3` comes out as the decimal 1000.0,
 * and a cross join as a comma, which binds less tightly than the joins around it. Answers the same tree.
 */
export function makeWritable(tree: Json): Json {
  reword(tree, true);
  return tree;
}

function reword(value: Json, mayBeComma: boolean): void {
  if (Array.isArray(value)) {
    for (const entry of value) reword(entry, true);
  } else if (isObject(value)) {
    if (textOf(value, 'class') === 'CONSTANT') rewordConstant(value);
    const isJoin = textOf(value, 'type') === 'JOIN';
    const isComma = isJoin && textOf(value, 'ref_type') === 'CROSS' && mayBeComma;
    if (isJoin && !isComma) rewordCross(value);
    // A comma is right on the left of another one; below other joins it is not. A subquery begins anew.
    for (const [name, child] of Object.entries(value)) reword(child, !isJoin || (isComma && name === 'left'));
  }
}

function rewordCross(join: JsonObject): void {
  if (textOf(join, 'ref_type') !== 'CROSS') return;
  Object.assign(join, { ref_type: 'REGULAR', condition: castOf({ id: 'BOOLEAN' }, 't') });
}

function rewordConstant(node: JsonObject): void {
  const constant = node['value'] ?? null;
  const type = isObject(constant) ? (constant['type'] ?? null) : null;
  if (!isObject(constant) || !isObject(type) || constant['is_null'] === true) return;
  const text = misreadText(type, constant['value'] ?? null);
  if (text === undefined) return;
  delete node['value'];
  Object.assign(node, castOf(type, text));
}

/** The text of a constant that DuckDB would write as one of another type; undefined for the others. */
function misreadText(type: JsonObject, value: Json): string | undefined {
  const digits = JSON.stringify(value);
  switch (textOf(type, 'id')) {
    case 'BOOLEAN':
      return digits.slice(0, 1);
    case 'DOUBLE':
      return digits;
    case 'DECIMAL':
      return decimalText(type, digits);
  }
  return undefined;
}

/** `5.` comes out as an integer, and `.5` with a digit more. */
function decimalText({ type_info: info }: JsonObject, digits: string): string | undefined {
  const { width, scale = 0 } = isObject(info ?? null) ? (info as JsonObject) : {};
  const places = Number(scale);
  if (places !== 0 && places !== width) return undefined;
  const [sign, whole] = digits.startsWith('-') ? ['-', digits.slice(1)] : ['', digits];
  const padded = whole.padStart(places + 1, '0');
  return places === 0 ? digits : `${sign}${padded.slice(0, -places)}.${padded.slice(-places)}`;
}

/** `CAST('text' AS type)` */
function castOf(type: JsonObject, text: string): JsonObject {
  const value = { type: { id: 'VARCHAR' }, is_null: false, value: text };
  const child = { class: 'CONSTANT', type: 'VALUE_CONSTANT', value };
  return { class: 'CAST', type: 'OPERATOR_CAST', child, cast_type: type };
}
