/**
 * The shape of every node that DuckDB's tree of a SELECT may hold and that we have judged: a closed world. A kind of
 * node, or a field of one, that is not listed here is refused, so that what a newer DuckDB adds runs only once somebody
 * has said what it is.
 */
export type Json = null | boolean | number | string | Json[] | JsonObject;
export type JsonObject = { [key: string]: Json };

/** What a field holds. A list of any of them is meant too. */
export type FieldKind =
  /** Text, numbers and lists of them: nothing that could name a table or a function. */
  | 'plain'
  /** Present in the tree, but only ever unset in what is let through. */
  | 'never'
  | 'expression'
  | 'query'
  /** `{ "node": <query> }` */
  | 'statement'
  | 'table'
  | 'type'
  | 'value'
  | 'modifier'
  | PartKind;

/** Parts that are no nodes of their own: a fixed set of fields each. */
export type PartKind =
  'order' | 'caseCheck' | 'sample' | 'pivot' | 'pivotEntry' | 'replacement' | 'renaming' | 'qualifiedName' | 'member';

export type Fields = Readonly<Record<string, FieldKind>>;

const anyNode = { type: 'plain', alias: 'plain', query_location: 'plain' } as const;
const anyExpression = { ...anyNode, class: 'plain' } as const;
const anyTable = { ...anyNode, sample: 'sample', column_name_alias: 'plain' } as const;
const anyQuery = { type: 'plain', modifiers: 'modifier' } as const;

/** By `class`. Missing on purpose: PARAMETER (nothing is bound) and DEFAULT (belongs to INSERT). */
export const expressions: Readonly<Record<string, Fields>> = {
  BETWEEN: { ...anyExpression, input: 'expression', lower: 'expression', upper: 'expression' },
  CASE: { ...anyExpression, case_checks: 'caseCheck', else_expr: 'expression' },
  CAST: { ...anyExpression, child: 'expression', cast_type: 'type', try_cast: 'plain' },
  COLLATE: { ...anyExpression, child: 'expression', collation: 'plain' },
  COLUMN_REF: { ...anyExpression, column_names: 'plain' },
  COMPARISON: { ...anyExpression, left: 'expression', right: 'expression' },
  CONJUNCTION: { ...anyExpression, children: 'expression' },
  CONSTANT: { ...anyExpression, value: 'value' },
  FUNCTION: {
    ...anyExpression,
    function_name: 'plain',
    schema: 'plain',
    catalog: 'plain',
    children: 'expression',
    filter: 'expression',
    order_bys: 'modifier',
    distinct: 'plain',
    is_operator: 'plain',
    export_state: 'never',
  },
  LAMBDA: { ...anyExpression, lhs: 'expression', expr: 'expression' },
  OPERATOR: { ...anyExpression, children: 'expression' },
  POSITIONAL_REFERENCE: { ...anyExpression, index: 'plain' },
  STAR: {
    ...anyExpression,
    relation_name: 'plain',
    exclude_list: 'plain',
    qualified_exclude_list: 'never',
    replace_list: 'replacement',
    rename_list: 'renaming',
    columns: 'plain',
    unpacked: 'plain',
    expr: 'expression',
  },
  SUBQUERY: {
    ...anyExpression,
    subquery_type: 'plain',
    subquery: 'statement',
    child: 'expression',
    comparison_type: 'plain',
  },
  WINDOW: {
    ...anyExpression,
    function_name: 'plain',
    schema: 'plain',
    catalog: 'plain',
    children: 'expression',
    partitions: 'expression',
    orders: 'order',
    start: 'plain',
    end: 'plain',
    start_expr: 'expression',
    end_expr: 'expression',
    offset_expr: 'expression',
    default_expr: 'expression',
    ignore_nulls: 'plain',
    filter_expr: 'expression',
    exclude_clause: 'plain',
    distinct: 'plain',
    arg_orders: 'order',
  },
};

/** By `type`. Missing on purpose: SHOW_REF (DESCRIBE, SHOW, SUMMARIZE), COLUMN_DATA and what only a binder makes. */
export const tables: Readonly<Record<string, Fields>> = {
  BASE_TABLE: {
    ...anyTable,
    catalog_name: 'plain',
    schema_name: 'plain',
    table_name: 'plain',
    at_clause: 'never',
  },
  EMPTY: anyTable,
  EXPRESSION_LIST: { ...anyTable, expected_names: 'plain', expected_types: 'type', values: 'expression' },
  JOIN: {
    ...anyTable,
    left: 'table',
    right: 'table',
    condition: 'expression',
    join_type: 'plain',
    ref_type: 'plain',
    using_columns: 'plain',
    delim_flipped: 'never',
    duplicate_eliminated_columns: 'never',
  },
  PIVOT: {
    ...anyTable,
    source: 'table',
    aggregates: 'expression',
    unpivot_names: 'plain',
    pivots: 'pivot',
    groups: 'plain',
    include_nulls: 'plain',
  },
  SUBQUERY: { ...anyTable, subquery: 'statement' },
  TABLE_FUNCTION: { ...anyTable, function: 'expression', with_ordinality: 'plain' },
};

/** By `type`. The CTEs of a query (`cte_map`) open a scope and are walked by hand. */
export const queries: Readonly<Record<string, Fields>> = {
  SELECT_NODE: {
    ...anyQuery,
    select_list: 'expression',
    from_table: 'table',
    where_clause: 'expression',
    group_expressions: 'expression',
    group_sets: 'plain',
    aggregate_handling: 'plain',
    having: 'expression',
    sample: 'sample',
    qualify: 'expression',
  },
  SET_OPERATION_NODE: {
    ...anyQuery,
    setop_type: 'plain',
    setop_all: 'plain',
    left: 'query',
    right: 'query',
    children: 'query',
  },
  RECURSIVE_CTE_NODE: {
    ...anyQuery,
    cte_name: 'plain',
    union_all: 'plain',
    left: 'query',
    right: 'query',
    aliases: 'plain',
    key_targets: 'expression',
    payload_aggregates: 'expression',
  },
};

export const modifiers: Readonly<Record<string, Fields>> = {
  LIMIT_MODIFIER: { type: 'plain', limit: 'expression', offset: 'expression' },
  LIMIT_PERCENT_MODIFIER: { type: 'plain', limit: 'expression', offset: 'expression' },
  DISTINCT_MODIFIER: { type: 'plain', distinct_on_targets: 'expression' },
  ORDER_MODIFIER: { type: 'plain', orders: 'order' },
};

export const parts: Readonly<Record<PartKind, Fields>> = {
  order: { type: 'plain', null_order: 'plain', expression: 'expression' },
  caseCheck: { when_expr: 'expression', then_expr: 'expression' },
  sample: { sample_size: 'value', is_percentage: 'plain', method: 'plain', seed: 'plain', repeatable: 'plain' },
  // An enum or a query in place of the IN list would be asked of the rows while the statement is being planned.
  pivot: {
    pivot_expressions: 'expression',
    unpivot_names: 'plain',
    entries: 'pivotEntry',
    pivot_enum: 'never',
    subquery: 'never',
  },
  pivotEntry: { values: 'value', star_expr: 'expression', alias: 'plain' },
  replacement: { key: 'plain', value: 'expression' },
  renaming: { key: 'qualifiedName', value: 'plain' },
  member: { first: 'plain', second: 'type' },
  qualifiedName: { catalog: 'plain', schema: 'plain', table: 'plain', column: 'plain' },
};

/** A CTE, below `cte_map.map[].value`. */
export const cte: Fields = {
  aliases: 'plain',
  query: 'statement',
  materialized: 'plain',
  key_targets: 'expression',
  payload_aggregates: 'expression',
};

const typeNames = `BIGINT BIT BLOB BOOLEAN CHAR DATE DECIMAL DOUBLE FLOAT HUGEINT INTEGER INTERVAL NULL SMALLINT TIME
  TIMESTAMP TIMESTAMP_MS TIMESTAMP_NS TIMESTAMP_S TIMESTAMP_SEC TINYINT UBIGINT UHUGEINT UINTEGER USMALLINT UTINYINT UUID
  VARCHAR ARRAY LIST MAP STRUCT UNION ENUM`;
export const types: ReadonlySet<string> = new Set([
  ...typeNames.split(/\s+/),
  'INTEGER_LITERAL',
  'STRING_LITERAL',
  'TIME WITH TIME ZONE',
  'TIMESTAMP WITH TIME ZONE',
]);

/** Types that DuckDB finds by name, later, in its catalog. */
export const namedTypes: ReadonlySet<string> = new Set(['JSON', 'ENUM']);

/** The kinds of `type_info`. */
export const typeInfos: Readonly<Record<string, Fields>> = {
  DECIMAL_TYPE_INFO: { type: 'plain', alias: 'plain', width: 'plain', scale: 'plain' },
  LIST_TYPE_INFO: { type: 'plain', alias: 'plain', child_type: 'type' },
  ARRAY_TYPE_INFO: { type: 'plain', alias: 'plain', child_type: 'type', size: 'plain' },
  STRUCT_TYPE_INFO: { type: 'plain', alias: 'plain', child_types: 'member' },
  STRING_TYPE_INFO: { type: 'plain', alias: 'plain', collation: 'plain' },
  UNBOUND_TYPE_INFO: {
    type: 'plain',
    alias: 'plain',
    name: 'plain',
    catalog: 'never',
    schema: 'never',
    user_type_modifiers: 'value',
  },
};
