import { Refusal } from '@easement/domain';
import { charactersBefore, refuseAt } from '@easement/sql';
import { duckdbType } from '../rows/column-types.ts';
import { calledBy } from './called-function.ts';
import { type BodyFacts, readBody } from './function-body.ts';
import type { CalledFunction } from './granted-function.ts';
import { instantiate } from './instantiate.ts';
import { tableKey } from './judge.ts';
import { readTree, type SqlTree } from './read-tree.ts';
import type { CalledName } from './statement.ts';
import type { Json, JsonObject } from './syntax-tree.ts';
import { byteOf, isObject, isUnset, textOf, walkStatement } from './walk.ts';

/** A function with the tree of its expression, and the types of its parameters and of its answer as trees have them. */
export type Body = BodyFacts & {
  readonly definition: CalledFunction;
  readonly expression: JsonObject;
  readonly types: readonly Json[];
  readonly returns: Json | undefined;
};

/** By the keys of the names that call them. */
export type Bodies = ReadonlyMap<string, Body>;

/** What all expressions together may be that stand in the place of calls, in characters. */
const longestExpanded = 256 * 1024;

export async function readFunctions(trees: SqlTree, functions: readonly CalledFunction[]): Promise<Bodies> {
  const bodies = new Map<string, Body>();
  for (const definition of functions) {
    const { name, parameters, returnType, expression } = definition;
    const body = await readBody(
      trees,
      expression,
      parameters.map((parameter) => parameter.name),
    );
    const types = await readTypes(
      trees,
      [...parameters.map(({ type }) => type), ...(returnType ? [returnType] : [])].map(duckdbType),
    );
    bodies.set(tableKey(name), { ...body, definition, types, returns: types[parameters.length] });
  }
  return bodies;
}

/** The types as a tree has them. */
async function readTypes(trees: SqlTree, types: readonly string[]): Promise<Json[]> {
  if (types.length === 0) return [];
  const tree = await readTree(trees, `SELECT ${types.map((type) => `CAST(x AS ${type})`).join(', ')}`, 0);
  const select = isObject(tree) ? (tree['node'] ?? null) : null;
  const items = isObject(select) ? [select['select_list'] ?? null].flat() : [];
  return items.map((item) => (isObject(item) ? (item['cast_type'] ?? null) : null));
}

/** Refuses calls of what is neither granted nor DuckDB's own. */
export function assertNamed(called: readonly CalledName[], bodies: Bodies, text: string): void {
  const unknown = called.find(({ parts, isBuiltIn }) => !isBuiltIn && !bodies.has(tableKey(parts)));
  if (unknown) throw notOffered(unknown, text);
}

export function notOffered({ parts, offset }: Pick<CalledName, 'parts' | 'offset'>, text: string): Refusal {
  const name = parts.join('.');
  const message = `the function ${name}() is not offered here; statements reach tables, and functions of their values, alone`;
  return refuseAt('statement_not_supported', message, text, offset, { what: `${name}()` });
}

/** The body of the function that a node calls. */
export function bodyOf(node: JsonObject, bodies: Bodies): Body | undefined {
  const called = calledBy(node);
  return called && bodies.get(tableKey(called.parts));
}

/** Puts the expressions of functions in the place of their calls, in the tree itself. */
export function expandCalls(statement: Json, bodies: Bodies, text: string): void {
  if (bodies.size === 0) return;
  const calls: [JsonObject, Body][] = [];
  walkStatement(statement, {
    // A call comes after those among its own arguments.
    call: (node) => {
      const body = bodyOf(node, bodies);
      if (body) calls.push([node, body]);
    },
    table: () => undefined,
    column: () => undefined,
    cteName: () => undefined,
  });
  const length = calls.reduce((sum, [, { definition }]) => sum + definition.expression.length, 0);
  if (length > longestExpanded) throw tooLong();
  for (const [node, body] of calls) expand(node, body, text);
}

function expand(node: JsonObject, body: Body, text: string): void {
  const values = argumentsOf(node, body, text);
  const alias = node['alias'] ?? '';
  const expression = castTo(
    body.returns,
    instantiate(
      body,
      values.map((value, index) => castTo(body.types[index], value)),
    ),
  );
  for (const field of Object.keys(node)) Reflect.deleteProperty(node, field);
  Object.assign(node, expression, { alias });
}

function argumentsOf(node: JsonObject, { definition }: Body, text: string): JsonObject[] {
  const { label, parameters } = definition;
  const offset = charactersBefore(text, byteOf(node) ?? 0);
  const { filter = null, distinct = null, order_bys: orders = null } = node;
  const isAggregate = ![filter, distinct, isObject(orders) ? (orders['orders'] ?? null) : null].every(isUnset);
  if (isAggregate) {
    const message = `${label}() is called for each row; DISTINCT, FILTER and ORDER BY belong to aggregates`;
    throw refuseAt('statement_not_supported', message, text, offset, { what: `an aggregate ${label}()` });
  }
  const values = [node['children'] ?? null].flat().filter(isObject);
  if (values.some((value) => textOf(value, 'alias') !== '')) {
    const message = `${label}() takes its values by their places, not by names`;
    throw refuseAt('statement_not_supported', message, text, offset, { what: 'values by names' });
  }
  if (values.length === parameters.length) return values;
  const taken = parameters.map(({ name, type }) => `${name} ${type.name}`).join(', ');
  const wanted = parameters.length === 1 ? 'one value' : `${parameters.length} values`;
  const message = `${label}(${taken}) takes ${wanted}; ${values.length} given`;
  throw refuseAt('invalid_field', message, text, offset, { field: 'statement', name: label });
}

function castTo(type: Json | undefined, child: JsonObject): JsonObject {
  return type === undefined ? child : { class: 'CAST', type: 'OPERATOR_CAST', child, cast_type: type };
}

function tooLong(): Refusal {
  const message = `with its functions written out the statement is longer than ${longestExpanded} characters; call fewer of them`;
  return new Refusal('query_too_large', message, { limit: String(longestExpanded), unit: 'characters' });
}
