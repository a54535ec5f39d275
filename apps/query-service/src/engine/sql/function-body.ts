import { columnKey } from '@easement/domain';
import { charactersBefore, refuseAt } from '@easement/sql';
import { lambdaFunctions, rowFunctions } from './allowed-functions.ts';
import { expressions, type Json, type JsonObject, parts } from './syntax-tree.ts';
import { readTree, type SqlTree } from './read-tree.ts';
import { byteOf, isObject, isUnset, textOf } from './walk.ts';

/** What was found in the expression of a function. */
export type BodyFacts = {
  /** How often each parameter is used, by the keys of their names. */
  readonly uses: ReadonlyMap<string, number>;
  /** Names that lambdas of the expression give to what they take. */
  readonly bound: ReadonlySet<string>;
};

/** The kinds of expression that a function may be made of: those that look at values of its parameters alone. */
const kinds = new Set(
  'BETWEEN CASE CAST COLLATE COLUMN_REF COMPARISON CONJUNCTION CONSTANT FUNCTION LAMBDA OPERATOR'.split(' '),
);

const operators = new Set(
  `ARRAY_CONSTRUCTOR ARRAY_EXTRACT ARRAY_SLICE COMPARE_IN COMPARE_NOT_IN OPERATOR_COALESCE OPERATOR_IS_NOT_NULL
  OPERATOR_IS_NULL OPERATOR_NOT OPERATOR_NULLIF OPERATOR_TRY STRUCT_EXTRACT`.split(/\s+/),
);

const head = 'SELECT ';

/**
 * Reads an expression over parameters, and refuses what is no function of one row's values: a SELECT, an aggregate, a
 * window, a star, a name that is no parameter. Places are told in `text`.
 */
export async function readBody(
  trees: SqlTree,
  text: string,
  parameters: readonly string[],
): Promise<BodyFacts & { readonly expression: JsonObject }> {
  const tree = await readTree(trees, `${head}${text}`, -head.length, text);
  const expression = onlyExpression(tree);
  if (!expression) throw refuseAt('sql_syntax', 'a function is made of one expression, and of nothing more', text, 0);
  const uses = new Map(parameters.map((name) => [columnKey(name), 0]));
  const reader: Reader = { text, uses, bound: new Set() };
  read(expression, new Set(), reader);
  return { ...reader, expression };
}

/** What a SELECT answers that is nothing but one expression without a name. */
function onlyExpression(statement: Json): JsonObject | undefined {
  const select = isObject(statement) ? (statement['node'] ?? null) : null;
  if (!isObject(select) || textOf(select, 'type') !== 'SELECT_NODE') return undefined;
  const { type: _, select_list: list, from_table: from, aggregate_handling: handling, ...rest } = select;
  const isBare =
    Object.values(rest).every(isUnset) &&
    (handling === undefined || handling === 'STANDARD_HANDLING') &&
    isObject(from ?? null) &&
    textOf(from as JsonObject, 'type') === 'EMPTY';
  const [item = null, ...more] = Array.isArray(list) ? list : [];
  return isBare && more.length === 0 && isObject(item) && textOf(item, 'alias') === '' ? item : undefined;
}

type Reader = { readonly text: string; readonly uses: Map<string, number>; readonly bound: Set<string> };

function read(node: Json, lambdas: ReadonlySet<string>, reader: Reader): void {
  if (Array.isArray(node)) {
    for (const entry of node) read(entry, lambdas, reader);
    return;
  }
  if (!isObject(node)) return;
  const kind = textOf(node, 'class');
  if (!kinds.has(kind)) throw unfit(what[kind] ?? 'this', node, reader);
  if (kind === 'COLUMN_REF') return readName(node, lambdas, reader);
  if (kind === 'OPERATOR' && !operators.has(textOf(node, 'type'))) throw unfit('this', node, reader);
  if (kind === 'FUNCTION') assertRowFunction(node, reader);
  for (const child of childrenOf(node)) {
    if (isLambdaOf(node, child)) readLambda(child, lambdas, reader);
    else read(child, lambdas, reader);
  }
}

/** Whether `child` is a lambda for what a function over lists does. Elsewhere the arrow is that of JSON. */
export function isLambdaOf(node: JsonObject, child: JsonObject): boolean {
  const takesLambda =
    textOf(node, 'class') === 'FUNCTION' && lambdaFunctions.has(textOf(node, 'function_name').toLowerCase());
  return takesLambda && textOf(child, 'class') === 'LAMBDA';
}

/** The keys of the names that a lambda gives, `x -> …` or `(x, i) -> …`; an empty one for what is no name. */
export function namesOfLambda({ lhs = null }: JsonObject): string[] {
  if (!isObject(lhs)) return [''];
  const names = textOf(lhs, 'class') === 'FUNCTION' ? childrenOf(lhs) : [lhs];
  return names.map((name) => ([name['column_names'] ?? null].flat().length === 1 ? nameKeyOf(name) : ''));
}

/** The key of the first part of a name. */
export function nameKeyOf(node: JsonObject): string {
  const [name] = [node['column_names'] ?? null].flat();
  return typeof name === 'string' ? columnKey(name) : '';
}

/** The expressions right below. */
export function childrenOf(node: JsonObject): JsonObject[] {
  const fields = expressions[textOf(node, 'class')] ?? {};
  return Object.entries(fields).flatMap(([field, kind]) => {
    const values = [node[field] ?? null].flat();
    if (kind === 'expression') return values.filter(isObject);
    if (kind !== 'caseCheck') return [];
    return values.filter(isObject).flatMap((check) =>
      Object.keys(parts.caseCheck)
        .map((part) => check[part] ?? null)
        .filter(isObject),
    );
  });
}

const what: Readonly<Record<string, string>> = {
  SUBQUERY: 'a SELECT',
  STAR: 'a star',
  WINDOW: 'a window',
  POSITIONAL_REFERENCE: 'a position',
};

function readName(node: JsonObject, lambdas: ReadonlySet<string>, { text, uses }: Reader): void {
  const names = [node['column_names'] ?? null].flat().filter((name) => typeof name === 'string');
  const key = columnKey(names[0] ?? '');
  if (lambdas.has(key)) return;
  const count = names.length === 1 ? uses.get(key) : undefined;
  if (count !== undefined) {
    uses.set(key, count + 1);
    return;
  }
  const name = names.join('.');
  const message = `the function has no parameter ${name}; it looks at its parameters alone`;
  throw refuseAt('unknown_name', message, text, placeOf(node, text), { name });
}

function assertRowFunction(node: JsonObject, reader: Reader): void {
  const name = textOf(node, 'function_name').toLowerCase();
  if (node['is_operator'] !== true && !rowFunctions.has(name)) throw unfit(`${name}()`, node, reader);
  const schema = textOf(node, 'schema').toLowerCase();
  if (textOf(node, 'catalog') !== '' || (schema !== '' && schema !== 'main')) {
    throw unfit('a function of a database', node, reader);
  }
  const orders = isObject(node['order_bys'] ?? null) ? (node['order_bys'] as JsonObject)['orders'] : undefined;
  if (![node['filter'], node['distinct'], orders].every((field) => isUnset(field ?? null))) {
    throw unfit('an aggregate', node, reader);
  }
}

function readLambda(node: JsonObject, lambdas: ReadonlySet<string>, reader: Reader): void {
  const names = namesOfLambda(node);
  if (names.includes('')) throw unfit('this lambda', node, reader);
  for (const name of names) reader.bound.add(name);
  read(node['expr'] ?? null, new Set([...lambdas, ...names]), reader);
}

function unfit(found: string, node: JsonObject, { text }: Reader): Error {
  const message = `${found} cannot be in a function, which looks at values of its parameters alone; make a view`;
  return refuseAt('statement_not_supported', message, text, placeOf(node, text), { what: found });
}

function placeOf(node: JsonObject, text: string): number {
  return charactersBefore(text, Math.max(0, (byteOf(node) ?? 0) - head.length));
}
