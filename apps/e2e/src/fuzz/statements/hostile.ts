import type { Column, Making } from './grammar.ts';

const readers = [
  ...['read_text', 'read_blob', 'read_csv', 'read_csv_auto', 'read_json', 'read_json_auto', 'read_json_objects'],
  ...['read_ndjson', 'read_ndjson_objects', 'read_ndjson_auto', 'sniff_csv', 'glob', 'read_duckdb'],
] as const;
const parquetReaders = [
  ...['read_parquet', 'parquet_scan', 'parquet_metadata', 'parquet_schema', 'parquet_kv_metadata'],
  ...['parquet_file_metadata', 'parquet_full_metadata'],
] as const;
const catalogTables = [
  ...[
    'duckdb_views()',
    'duckdb_tables()',
    'duckdb_columns()',
    'duckdb_settings()',
    'duckdb_databases()',
    'duckdb_logs()',
  ],
  ...['duckdb_functions()', 'duckdb_secrets()', 'duckdb_temporary_files()', 'duckdb_external_file_cache()'],
  ...[
    'pragma_database_size()',
    `pragma_table_info('granted.t0')`,
    'sqlite_master',
    'duckdb_views',
    'pg_catalog.pg_views',
  ],
  ...[
    'information_schema.tables',
    'information_schema.columns',
    'granted.t0',
    'memory.granted.t0',
    'system.main.duckdb_tables',
  ],
  ...['(SHOW TABLES)', '(SHOW ALL TABLES)', '(SHOW DATABASES)', '(DESCRIBE ops.people)', '(SUMMARIZE ops.people)'],
  ...['pg_catalog.pg_class', 'temp.information_schema.tables', 'test_all_types()', "sql_auto_complete('SEL')"],
] as const;
const textAsSql = [
  `query('SELECT * FROM duckdb_views()')`,
  `query_table('ops.people')`,
  `query_table(['ops.people', 'own.things'])`,
  `json_execute_serialized_sql(json_serialize_sql('SELECT 1'))`,
  `summary((FROM ops.people))`,
  `histogram(ops.people, name)`,
] as const;

/** What a FROM must not be able to name. */
export function hostileSource(making: Making): string {
  const { choose, targets } = making;
  const path = choose.one([...targets.files, ...targets.rows]);
  return choose.one([
    () => call(making, choose.one(readers), quoted(making, path)),
    () => call(making, choose.one(readers), quoted(making, choose.one(targets.files))),
    () => call(making, choose.one(readers), `[${quoted(making, path)}]`),
    () => call(making, choose.one(parquetReaders), quoted(making, choose.one(targets.rows))),
    () => `'${path}'`,
    () => `"${path}"`,
    () => `"${path.split('/').slice(0, -1).join('/')}/*"`,
    () => choose.one(['', 'main.', 'system.main.']) + choose.one(textAsSql),
    () => choose.one(catalogTables),
    () => choose.one(targets.closed),
    () => choose.one(targets.closed),
    () => `ops.people AT (VERSION => ${1 + choose.below(3)})`,
    () => `own.things AT (TIMESTAMP => now() - INTERVAL 1 DAY)`,
    () =>
      choose.one([
        `'https://example.org/x.csv'`,
        `'s3://bucket/x.parquet'`,
        `'file://${path}'`,
        `'/proc/self/environ'`,
      ]),
  ])();
}

/** A query that must be refused, of so many columns c0, c1, … */
export function hostileQuery(making: Making, width: number): string {
  const { choose } = making;
  const from = hostileSource(making);
  const list = Array.from({ length: width }, (_, at) => `h AS c${at}`).join(', ');
  return choose.one([
    `SELECT ${list} FROM ${from} AS h`,
    `SELECT ${list} FROM (FROM ${from}) AS h`,
    `WITH h AS (SELECT * FROM ${from}) SELECT ${list} FROM h`,
    `SELECT ${list} FROM ops.people p, LATERAL (SELECT * FROM ${from}) AS h`,
    `SELECT ${list.replaceAll('h AS', '1 AS')} FROM ops.people WHERE EXISTS (SELECT * FROM ${from})`,
    `SELECT ${list.replaceAll('h AS', '1 AS')} FROM ops.people ORDER BY (SELECT count(*) FROM ${from})`,
    `SELECT ${list.replaceAll('h AS', '1 AS')} FROM ops.people LIMIT (SELECT count(*) FROM ${from})`,
  ]);
}

/** An expression that must be refused. `asScalar` makes one of a query. */
export function hostileExpression(making: Making, scope: readonly Column[], asScalar: (sql: string) => string): string {
  const { choose, targets } = making;
  const column = scope.length > 0 ? choose.one(scope).name : `'x'`;
  const alias = column.includes('.') ? column.slice(0, column.indexOf('.')) : 'people';
  const dropped = choose.one(targets.dropped);
  return choose.one([
    () => asScalar(hostileQuery(making, 1)),
    () => `(SELECT content FROM read_text(${quoted(making, choose.one(targets.files))}))`,
    () => `(SELECT ${dropped} FROM ops.people LIMIT 1)`,
    () => `(SELECT max(p.${dropped}) FROM ops.people p)`,
    () => `(SELECT (p).${dropped} FROM ops.people p LIMIT 1)`,
    () => `(SELECT struct_extract(p, '${dropped}') FROM ops.people p LIMIT 1)`,
    () => `${alias}.${dropped}`,
    () => `(SELECT ${choose.one(['filename', 'file_row_number', 'file_index', 'rowid'])} FROM ops.people LIMIT 1)`,
    () =>
      choose.one([
        `getenv('HOME')`,
        `current_setting('allowed_paths')`,
        `getvariable('x')`,
        'current_query()',
        'version()',
      ]),
    () =>
      choose.one([
        `current_schemas(true)`,
        'pg_get_viewdef(1)',
        `nextval('s')`,
        'txid_current()',
        'current_user()',
        `in_search_path('main', 'main')`,
      ]),
    () => `${choose.one(['error', 'stats', 'vector_type', 'main.stats', 'system.main.error'])}(${column})`,
    () => `list_aggregate([${column}], 'stats')`,
    () => `list_transform([1], x -> (SELECT content FROM read_text(${quoted(making, choose.one(targets.files))})))`,
    () => `json_serialize_sql('SELECT 1')`,
    () => `write_log('x')`,
  ])();
}

/** A call, in one of the spellings in which a name means the same. */
function call({ choose }: Making, name: string, argument: string): string {
  const spelled = choose.one([
    name,
    name.toUpperCase(),
    `"${name}"`,
    `main.${name}`,
    `system.main.${name}`,
    `${name} /* ' */ `,
  ]);
  return `${spelled}(${argument})`;
}

/** A path as a text, in one of the ways in which a text is written. */
function quoted({ choose }: Making, path: string): string {
  const half = Math.floor(path.length / 2);
  return choose.one([
    `'${path}'`,
    `'${path}'`,
    `$$${path}$$`,
    `$q$${path}$q$`,
    `E'${path}'`,
    `E'\\x2f${path.slice(1)}'`,
    `('${path.slice(0, half)}' || '${path.slice(half)}')`,
    `'${path.replace('/', '//')}'`,
    `'/tmp/..${path}'`,
  ]);
}
