import {
  cte,
  expressions,
  modifiers,
  parts,
  queries,
  tables,
  typeInfos,
  types,
  namedTypes,
  type FieldKind,
  type Fields,
  type Json,
  type JsonObject,
} from './syntax-tree.ts';

/** What surrounds a node. */
export type Scope = {
  /** The CTEs that a plain name means here, in the case that DuckDB folds to. */
  readonly ctes: ReadonlySet<string>;
  /** The tables of each FROM around the node, innermost first; CTEs are not among them. */
  readonly froms: readonly (readonly JsonObject[])[];
};

/** Told of everything in a tree that reaches outside it. */
export type Visitor = {
  readonly table: (node: JsonObject, scope: Scope) => void;
  readonly call: (node: JsonObject, place: 'scalar' | 'table') => void;
  readonly column: (node: JsonObject, scope: Scope) => void;
  readonly cteName: (name: string) => void;
};

/** Thrown where the tree holds what the closed world of syntax-tree.ts does not. */
export class UnknownSyntaxError extends Error {
  readonly bytes: number | undefined;

  constructor(what: string, near: JsonObject | undefined) {
    super(what);
    this.bytes = near ? byteOf(near) : undefined;
  }
}

/** Where a node begins in the text, in bytes of UTF-8. */
export function byteOf(node: JsonObject): number | undefined {
  const location = node['query_location'];
  return typeof location === 'number' ? location : undefined;
}

export function textOf(node: JsonObject, field: string): string {
  const value = node[field];
  return typeof value === 'string' ? value : '';
}

/** DuckDB matches the names of CTEs by the case of ASCII letters alone. */
export function cteKey(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}

/** Walks a statement (`{ "node": … }`) of a serialized tree and refuses, by UnknownSyntaxError, what it does not know. */
export function walkStatement(statement: Json, visitor: Visitor): void {
  walkAs('statement', statement, { ctes: new Set(), froms: [] }, visitor);
}

type Walk = (node: JsonObject, scope: Scope, visitor: Visitor) => void;

const walks: Readonly<Record<Exclude<FieldKind, 'plain' | 'never'>, Walk>> = {
  statement: (node, scope, visitor) => walkFields({ node: 'query' }, node, scope, visitor),
  query: walkQuery,
  table: walkTable,
  expression: walkExpression,
  type: walkType,
  value: walkValue,
  modifier: (node, scope, visitor) => walkFields(fieldsOf(modifiers, textOf(node, 'type'), node), node, scope, visitor),
  order: walkPart('order'),
  caseCheck: walkPart('caseCheck'),
  sample: walkPart('sample'),
  pivot: walkPart('pivot'),
  pivotEntry: walkPart('pivotEntry'),
  replacement: walkPart('replacement'),
  renaming: walkPart('renaming'),
  qualifiedName: walkPart('qualifiedName'),
  member: walkPart('member'),
};

function walkPart(kind: keyof typeof parts): Walk {
  return (node, scope, visitor) => walkFields(parts[kind], node, scope, visitor);
}

function walkAs(kind: FieldKind, value: Json, scope: Scope, visitor: Visitor, near?: JsonObject): void {
  if (isUnset(value)) return;
  if (Array.isArray(value)) {
    for (const entry of value) walkAs(kind, entry, scope, visitor, near);
    return;
  }
  if (kind === 'never') throw new UnknownSyntaxError('this clause', near);
  if (typeof value === 'object' && value !== null && !isNumberSource(value)) {
    if (kind === 'plain') throw new UnknownSyntaxError('this clause', near);
    walks[kind](value, scope, visitor);
  } else if (kind !== 'plain') {
    throw new UnknownSyntaxError('this clause', near);
  }
}

function walkFields(fields: Fields, node: JsonObject, scope: Scope, visitor: Visitor): void {
  for (const [name, value] of Object.entries(node)) {
    const kind = Object.hasOwn(fields, name) ? fields[name] : undefined;
    if (kind) walkAs(kind, value, scope, visitor, node);
    else if (!isUnset(value)) throw new UnknownSyntaxError(`the clause ${name}`, node);
  }
}

function fieldsOf(known: Readonly<Record<string, Fields>>, kind: string, node: JsonObject): Fields {
  const fields = Object.hasOwn(known, kind) ? known[kind] : undefined;
  if (fields) return fields;
  throw new UnknownSyntaxError(unknownKinds[kind] ?? kind, node);
}

const unknownKinds: Readonly<Record<string, string>> = {
  PARAMETER: 'a parameter, for which there is no value',
  SHOW_REF: 'DESCRIBE, SHOW or SUMMARIZE',
};

/** The CTEs of a query see those before them; the query sees all. A recursive one sees itself in its right half. */
function walkQuery(node: JsonObject, scope: Scope, visitor: Visitor): void {
  const { cte_map: cteMap, ...rest } = node;
  let inner = scope;
  for (const [name, body] of ctesOf(cteMap ?? null, node)) {
    visitor.cteName(name);
    walkFields(cte, body, inner, visitor);
    inner = { ...inner, ctes: new Set([...inner.ctes, cteKey(name)]) };
  }
  const fields = fieldsOf(queries, textOf(node, 'type'), node);
  if (textOf(node, 'type') === 'RECURSIVE_CTE_NODE') {
    const self = { ...inner, ctes: new Set([...inner.ctes, cteKey(textOf(node, 'cte_name'))]) };
    const { right, ...others } = rest;
    walkFields(fields, others, inner, visitor);
    walkAs('query', right ?? null, self, visitor, node);
  } else {
    const from = tablesOfFrom(node['from_table'] ?? null, inner.ctes);
    walkFields(fields, rest, { ...inner, froms: [from, ...inner.froms] }, visitor);
  }
}

function ctesOf(map: Json, near: JsonObject): [string, JsonObject][] {
  if (isUnset(map)) return [];
  const entries = isObject(map) && Object.keys(map).length === 1 ? map['map'] : undefined;
  if (entries === undefined || !Array.isArray(entries)) throw new UnknownSyntaxError('this WITH', near);
  return entries.map((entry) => {
    const [key, value] = isObject(entry) ? [entry['key'], entry['value']] : [];
    if (typeof key !== 'string' || !isObject(value ?? null)) throw new UnknownSyntaxError('this WITH', near);
    return [key, value as JsonObject];
  });
}

function tablesOfFrom(table: Json, ctes: ReadonlySet<string>): JsonObject[] {
  if (!isObject(table)) return [];
  if (textOf(table, 'type') === 'BASE_TABLE') return isCte(table, ctes) ? [] : [table];
  return ['left', 'right', 'source'].flatMap((side) => tablesOfFrom(table[side] ?? null, ctes));
}

function isCte(table: JsonObject, ctes: ReadonlySet<string>): boolean {
  const isPlain = textOf(table, 'schema_name') === '' && textOf(table, 'catalog_name') === '';
  return isPlain && ctes.has(cteKey(textOf(table, 'table_name')));
}

function walkTable(node: JsonObject, scope: Scope, visitor: Visitor): void {
  const type = textOf(node, 'type');
  const fields = fieldsOf(tables, type, node);
  if (type !== 'TABLE_FUNCTION') {
    walkFields(fields, node, scope, visitor);
    if (type === 'BASE_TABLE' && !isCte(node, scope.ctes)) visitor.table(node, scope);
    return;
  }
  const { function: call, ...rest } = node;
  if (!isObject(call ?? null) || textOf(call as JsonObject, 'class') !== 'FUNCTION') {
    throw new UnknownSyntaxError('this call in FROM', node);
  }
  visitor.call(call as JsonObject, 'table');
  walkFields(expressions['FUNCTION'] ?? {}, call as JsonObject, scope, visitor);
  walkFields(fields, rest, scope, visitor);
}

function walkExpression(node: JsonObject, scope: Scope, visitor: Visitor): void {
  const kind = textOf(node, 'class');
  walkFields(fieldsOf(expressions, kind, node), node, scope, visitor);
  if (kind === 'FUNCTION' || kind === 'WINDOW') visitor.call(node, 'scalar');
  if (kind === 'COLUMN_REF') visitor.column(node, scope);
}

function walkType(node: JsonObject, scope: Scope, visitor: Visitor): void {
  const id = textOf(node, 'id');
  const { id: _, type_info: info, ...rest } = node;
  if (isObject(info ?? null)) {
    const details = info as JsonObject;
    const name = textOf(details, 'name').toUpperCase();
    const isKnown = id === 'UNBOUND' ? namedTypes.has(name) : types.has(id);
    if (!isKnown) throw new UnknownSyntaxError(`the type ${name || id}`, undefined);
    walkFields(fieldsOf(typeInfos, textOf(details, 'type'), details), details, scope, visitor);
  } else if (!types.has(id)) {
    throw new UnknownSyntaxError(`the type ${id}`, undefined);
  }
  walkFields({}, rest, scope, visitor);
}

/** A constant: its type is judged, its content is plain or, of a nested one, constants again. */
function walkValue(node: JsonObject, scope: Scope, visitor: Visitor): void {
  const { type, is_null: isNull, value, ...rest } = node;
  walkAs('type', type ?? null, scope, visitor, node);
  walkAs('plain', isNull ?? null, scope, visitor, node);
  if (isObject(value ?? null)) {
    const { children, upper, lower, ...others } = value as JsonObject;
    walkAs('value', children ?? null, scope, visitor, node);
    for (const plain of [upper, lower]) walkAs('plain', plain ?? null, scope, visitor, node);
    walkFields({}, others, scope, visitor);
  } else {
    walkAs('plain', value ?? null, scope, visitor, node);
  }
  walkFields({}, rest, scope, visitor);
}

/** What the serializer may leave out as well as write. */
export function isUnset(value: Json): boolean {
  if (Array.isArray(value)) return value.length === 0;
  if (isObject(value)) return Object.keys(value).length === 0;
  return value === null || value === false || value === '';
}

export function isObject(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !isNumberSource(value);
}

/** A number that JavaScript would round is kept as its digits (json-text.ts). */
function isNumberSource(value: object): boolean {
  return 'rawJSON' in value && typeof value.rawJSON === 'string';
}
