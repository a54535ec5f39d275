import { filteredRows } from './granted-table.ts';

/** A node of DuckDB's `EXPLAIN (FORMAT JSON)`. */
type PlanNode = { readonly name?: unknown; readonly children?: unknown; readonly extra_info?: unknown };

/** A column of a granted table, found by its id, which is its name in the files. */
export type PlanColumn = { readonly table: string; readonly name: string };

/**
 * These rewrite a plan by the smallest and largest values that the files hold, hidden rows included: a plan once said
 * `__internal_compress_integral_usmallint(#1, -1116)`. They are off while a statement is explained.
 */
export const optimizersThatQuoteValues = 'statistics_propagation,compressed_materialization';

/** What of a node goes out; what is not listed may hold a path or a statistic. */
const shown = new Set([
  'Aggregates',
  'Conditions',
  'CTE Name',
  'Expression',
  'Expressions',
  'Groups',
  'Join Type',
  'Limit',
  'Offset',
  'Order By',
  'Projections',
  'Table Index',
  'Top',
]);

/** The plan of a statement as lines of text: no path, no statistic, columns by their names. */
export function planLines(planJson: string, columns: ReadonlyMap<string, PlanColumn>): string[] {
  const roots = JSON.parse(planJson) as unknown;
  return (Array.isArray(roots) ? roots : [roots]).flatMap((root) => nodeLines(root as PlanNode, 0, columns));
}

function nodeLines(node: PlanNode, depth: number, columns: ReadonlyMap<string, PlanColumn>): string[] {
  const name = typeof node.name === 'string' ? node.name.trim() : '';
  const info = isRecord(node.extra_info) ? node.extra_info : {};
  const children = Array.isArray(node.children) ? (node.children as PlanNode[]) : [];
  // Where rows are hidden, the first branch is how: the statement's own part is the other one.
  if (info['CTE Name'] === filteredRows) return children.slice(1).flatMap((child) => nodeLines(child, depth, columns));
  const line = name === 'READ_PARQUET' ? readLine(info, columns) : factsLine(name, info, columns);
  return ['  '.repeat(depth) + line, ...children.flatMap((child) => nodeLines(child, depth + 1, columns))];
}

function factsLine(
  name: string,
  info: Readonly<Record<string, unknown>>,
  columns: ReadonlyMap<string, PlanColumn>,
): string {
  const facts = Object.entries(info)
    .filter(([key]) => shown.has(key))
    .map(([key, value]) => `${key}: ${withNames(textsOf(value).join(', '), columns)}`);
  return [name, facts.join('; ')].filter(Boolean).join('  ');
}

function readLine(info: Readonly<Record<string, unknown>>, columns: ReadonlyMap<string, PlanColumn>): string {
  const read = textsOf(info['Projections']).flatMap((id) => columns.get(id) ?? []);
  const filters = textsOf(info['Filters']).map((filter) => withNames(filter, columns));
  const names = read.map(({ name }) => name).join(', ');
  const what = read[0] ? `READ ${read[0].table}  Columns: ${names}` : 'READ';
  return filters.length > 0 ? `${what}; Filters: ${filters.join(' AND ')}` : what;
}

function withNames(text: string, columns: ReadonlyMap<string, PlanColumn>): string {
  return text.replace(/\bcol_\w+/g, (id) => columns.get(id)?.name ?? 'a column');
}

function textsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return Array.isArray(value) ? value.map(String) : [];
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
