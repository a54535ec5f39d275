import { columnKey } from '@easement/domain';
import type { Body } from './expand-calls.ts';
import { isLambdaOf, nameKeyOf, namesOfLambda } from './function-body.ts';
import type { Json, JsonObject } from './syntax-tree.ts';
import { isObject, textOf } from './walk.ts';

/**
 * The expression of a function with values in the place of its parameters. Each value is evaluated once, as a call means:
 * one that is more than a name or a constant, and used never or several times, is held by a lambda over a list of one.
 * So is everything where the expression has lambdas of its own, whose names could hide those of the caller.
 */
export function instantiate({ expression, uses, bound, definition }: Body, values: readonly JsonObject[]): JsonObject {
  const keys = definition.parameters.map(({ name }) => columnKey(name));
  const isPlain = values.every((value, index) => isFree(value, uses.get(keys[index] ?? '') ?? 0));
  const places = new Map(keys.map((key, index) => [key, index]));
  if (values.length === 0 || (bound.size === 0 && isPlain)) {
    return substitute(expression, places, (index) => copy(values[index] ?? {}));
  }
  const held = heldName(bound);
  const body = substitute(expression, places, (index) =>
    call('struct_extract', column(held), constant('VARCHAR', `v${index}`)),
  );
  const named = values.map((value, index) => ({ ...value, alias: `v${index}` }));
  const list = call('list_value', call('struct_pack', ...named));
  const lambda = { class: 'LAMBDA', type: 'LAMBDA', lhs: column(held), expr: body };
  const first = constant('INTEGER', 1);
  return { class: 'OPERATOR', type: 'ARRAY_EXTRACT', children: [call('list_transform', list, lambda), first] };
}

/** DuckDB takes long to plan an expression in which constants are many. */
const mostConstants = 16;

/** Whether a value may as well be evaluated as often as its parameter is used. */
function isFree(node: JsonObject, uses: number): boolean {
  const { child = null } = node;
  switch (textOf(node, 'class')) {
    case 'COLUMN_REF':
      return true;
    case 'CONSTANT':
      return uses <= mostConstants;
    case 'CAST':
      return uses === 1 || (isObject(child) && isFree(child, uses));
  }
  return uses === 1;
}

/** A name that the expression does not use. */
function heldName(bound: ReadonlySet<string>): string {
  let name = '#values';
  while (bound.has(name)) name += '#';
  return name;
}

/** A copy without places in the text, with something else for each parameter that no lambda hides. */
function substitute(
  node: JsonObject,
  places: ReadonlyMap<string, number>,
  valueAt: (index: number) => JsonObject,
): JsonObject {
  if (textOf(node, 'class') === 'COLUMN_REF') {
    const index = places.get(nameKeyOf(node));
    return index === undefined ? copy(node) : valueAt(index);
  }
  const each = (value: Json): Json => {
    if (Array.isArray(value)) return value.map(each);
    if (!isObject(value)) return value;
    const hidden = isLambdaOf(node, value) ? new Set(namesOfLambda(value)) : undefined;
    const shown = hidden ? new Map([...places].filter(([key]) => !hidden.has(key))) : places;
    return substitute(value, shown, valueAt);
  };
  const fields = Object.entries(node).filter(([name]) => name !== 'query_location');
  return Object.fromEntries(fields.map(([name, value]) => [name, each(value)]));
}

function copy(node: JsonObject): JsonObject {
  const each = (value: Json): Json => {
    if (Array.isArray(value)) return value.map(each);
    return isObject(value) ? copy(value) : value;
  };
  return Object.fromEntries(Object.entries(node).map(([name, value]) => [name, each(value)]));
}

function call(name: string, ...children: JsonObject[]): JsonObject {
  const node = { class: 'FUNCTION', type: 'FUNCTION', function_name: name, children };
  return { ...node, order_bys: { type: 'ORDER_MODIFIER' } };
}

function column(name: string): JsonObject {
  return { class: 'COLUMN_REF', type: 'COLUMN_REF', column_names: [name] };
}

function constant(id: string, value: string | number): JsonObject {
  return { class: 'CONSTANT', type: 'VALUE_CONSTANT', value: { type: { id }, is_null: false, value } };
}
