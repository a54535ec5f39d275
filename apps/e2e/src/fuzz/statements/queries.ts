import { expression } from './expressions.ts';
import { type Column, freshName, type Making, type Source, turnsHostile, type Type } from './grammar.ts';
import { hostileQuery, hostileSource } from './hostile.ts';

/** A query whose columns are c0, c1, … of these types. `outer` are the columns around it. */
export function query(making: Making, types: readonly Type[], outer: readonly Column[], depth: number): string {
  const { choose } = making;
  if (turnsHostile(making)) return hostileQuery(making, types.length);
  if (depth <= 0) return select(making, types, outer, 0);
  const again = (): string => query(making, types, outer, depth - 1);
  const roll = choose.below(12);
  if (roll === 0)
    return `(${again()}) ${choose.one(['UNION', 'UNION ALL', 'INTERSECT', 'EXCEPT', 'EXCEPT ALL'])} (${again()})`;
  if (roll === 1) return withPart(making, types, outer, depth);
  if (roll === 2) return values(making, types, outer, depth);
  if (roll === 3) return `SELECT * FROM (${again()}) AS ${freshName(making, 's')}`;
  if (roll === 4) return `FROM (${again()}) AS ${freshName(making, 's')} SELECT *`;
  if (roll === 5) return windowed(making, types, outer, depth);
  if (roll === 6) return grouped(making, types, outer, depth);
  return select(making, types, outer, depth);
}

/** A whole statement of a kind that stands only by itself, or any query. */
export function statementOf(making: Making): string {
  const { choose } = making;
  const types = choose.some(1, 4, () => choose.one<Type>(['integer', 'string', 'string', 'boolean']));
  const inner = (): string => query(making, ['integer', 'string'], [], 1);
  const whole = (): string => query(making, types, [], 1 + choose.below(3));
  return choose.one([
    ...Array.from({ length: 12 }, () => whole),
    () => `${whole()} ORDER BY ${choose.one(['1', 'ALL', 'c0 DESC NULLS LAST'])} LIMIT ${choose.below(9)}`,
    () => `EXPLAIN ${whole()}`,
    () => `SELECT * EXCLUDE (c1) REPLACE (c0 + 1 AS c0) FROM (${inner()}) q`,
    () => `SELECT COLUMNS('c[01]') FROM (${inner()}) q`,
    () => `SELECT COLUMNS(*)::VARCHAR FROM (${inner()}) q`,
    () => `SELECT * FROM (${inner()}) PIVOT (count(*) FOR c0 IN (1, 2, 3))`,
    () => `SELECT * FROM (SELECT c0::VARCHAR AS c0, c1 FROM (${inner()}) q) UNPIVOT (v FOR k IN (c0, c1))`,
    () => `SELECT q FROM (${inner()}) q`,
    () => `SELECT * FROM (${inner()}) q USING SAMPLE 3 ROWS`,
    () => `SELECT DISTINCT ON (c0) c0, c1 FROM (${inner()}) q`,
    () =>
      `WITH RECURSIVE r(c0) AS (SELECT 1 UNION ALL SELECT c0 + 1 FROM r WHERE c0 < 5) SELECT r.c0, q.c1 FROM r, (${inner()}) q`,
    () =>
      `SELECT GROUPING(c0), c0, c1, count(*) FROM (${inner()}) q GROUP BY ${choose.one(['CUBE', 'ROLLUP'])} (c0, c1)`,
  ])();
}

function select(making: Making, types: readonly Type[], outer: readonly Column[], depth: number): string {
  const { choose } = making;
  const sources = choose.some(1, depth > 0 ? 2 : 1, () => source(making, outer, depth));
  const scope = [...sources.flatMap(({ columns }) => columns), ...outer.filter(() => choose.chance(0.3))];
  const list = types.map((type, at) => `${expression(making, scope, type, depth)} AS c${at}`).join(', ');
  const where = choose.chance(0.5) ? ` WHERE ${expression(making, scope, 'boolean', depth)}` : '';
  const limit = choose.chance(0.2) ? ` LIMIT ${1 + choose.below(20)}` : '';
  const distinct = choose.chance(0.15) ? 'DISTINCT ' : '';
  return `SELECT ${distinct}${list} FROM ${joined(making, sources, scope)}${where}${limit}`;
}

function joined({ choose }: Making, sources: readonly Source[], scope: readonly Column[]): string {
  const [first, second] = sources;
  if (!first || !second) return first?.sql ?? '(SELECT 1) one';
  const integers = scope.filter(({ type }) => type === 'integer').map(({ name }) => name);
  const on = integers.length > 1 ? `${integers[0]} = ${integers.at(-1) ?? '1'}` : 'TRUE';
  return choose.one([
    `${first.sql}, ${second.sql}`,
    `${first.sql} ${choose.one(['JOIN', 'LEFT JOIN', 'RIGHT JOIN', 'FULL JOIN'])} ${second.sql} ON ${on}`,
    `${first.sql} CROSS JOIN ${second.sql}`,
    `${first.sql} POSITIONAL JOIN ${second.sql}`,
  ]);
}

function source(making: Making, outer: readonly Column[], depth: number): Source {
  const { choose } = making;
  const alias = freshName(making, 't');
  const named = (sql: string, columns: readonly Column[]): Source => ({
    sql: `${sql} AS ${alias}`,
    columns: columns.map(({ name, type }) => ({ name: `${alias}.${name}`, type })),
  });
  const pair: readonly Column[] = [
    { name: 'c0', type: 'integer' },
    { name: 'c1', type: 'string' },
  ];
  if (turnsHostile(making)) return named(hostileSource(making), pair);
  const roll = choose.below(depth > 0 ? 10 : 6);
  if (roll < 5) {
    const table = choose.one(making.tables);
    return named(table.sql, table.columns);
  }
  if (roll === 5) {
    const table = choose.one(making.scratch);
    return named(table.sql, table.columns);
  }
  if (roll === 6) return named(`LATERAL (${query(making, ['integer', 'string'], outer, depth - 1)})`, pair);
  if (roll === 7)
    return { ...named(`range(${1 + choose.below(5)})`, []), columns: [{ name: `${alias}.range`, type: 'integer' }] };
  return named(`(${query(making, ['integer', 'string'], [], depth - 1)})`, pair);
}

function withPart(making: Making, types: readonly Type[], outer: readonly Column[], depth: number): string {
  const name = making.choose.one([freshName(making, 'w'), 'people', 'things', '"a b"']);
  const kind = making.choose.one(['', ' MATERIALIZED', ' NOT MATERIALIZED']);
  const part = query(making, types, [], depth - 1);
  const columns = types.map((_, at) => `c${at}`).join(', ');
  const rest = making.choose.chance(0.5) ? ` UNION ALL (${query(making, types, outer, depth - 1)})` : '';
  return `WITH ${name} AS${kind} (${part}) SELECT ${columns} FROM ${name}${rest}`;
}

function values(making: Making, types: readonly Type[], outer: readonly Column[], depth: number): string {
  const row = (): string => `(${types.map((type) => expression(making, outer, type, depth - 1)).join(', ')})`;
  const rows = making.choose.some(1, 2, row).join(', ');
  return `SELECT * FROM (VALUES ${rows}) AS v(${types.map((_, at) => `c${at}`).join(', ')})`;
}

function windowed(making: Making, types: readonly Type[], outer: readonly Column[], depth: number): string {
  const inner = query(making, ['integer', 'string'], outer, depth - 1);
  const over = making.choose.one(['PARTITION BY c1 ORDER BY c0', 'ORDER BY c1, c0 ROWS 1 PRECEDING', 'ORDER BY c0']);
  const list = types.map((type, at) => {
    if (type === 'integer') return `row_number() OVER (${over})::INTEGER AS c${at}`;
    if (type === 'string') return `lag(c1) OVER (${over}) AS c${at}`;
    return `sum(c0) OVER (${over}) > 3 AS c${at}`;
  });
  const qualify = making.choose.chance(0.3) ? ` QUALIFY rank() OVER (${over}) < 4` : '';
  return `SELECT ${list.join(', ')} FROM (${inner}) q${qualify}`;
}

function grouped(making: Making, types: readonly Type[], outer: readonly Column[], depth: number): string {
  const inner = query(making, ['integer', 'string'], outer, depth - 1);
  const list = types.map((type, at) => {
    if (type === 'integer')
      return `${making.choose.one(['max', 'min', 'any_value', 'approx_count_distinct'])}(c0)::INTEGER AS c${at}`;
    if (type === 'string') return `string_agg(DISTINCT c1, ',' ORDER BY c1) FILTER (WHERE c0 > 0) AS c${at}`;
    return `bool_or(c0 > 1) AS c${at}`;
  });
  const having = making.choose.chance(0.4) ? ` HAVING count(*) > ${expression(making, [], 'integer', depth - 1)}` : '';
  return `SELECT ${list.join(', ')} FROM (${inner}) q GROUP BY ${making.choose.one(['c0', 'c1', 'c0, c1', 'ALL'])}${having}`.replace(
    'GROUP BY ALL',
    'GROUP BY ()',
  );
}
