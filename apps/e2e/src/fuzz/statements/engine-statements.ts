import type { Making } from './grammar.ts';
import { hostileSource } from './hostile.ts';
import { query } from './queries.ts';

/** A statement that DuckDB knows and nobody may run here: settings, pragmas, files, sessions, several at once. */
export function engineStatement(making: Making): string {
  const { choose, targets } = making;
  making.isHostile = true;
  const inner = (): string => query(making, ['integer', 'string'], [], 1);
  const file = choose.one(targets.files);
  const setting = choose.one([
    'allowed_paths',
    'enable_external_access',
    'lock_configuration',
    'temp_directory',
    'threads',
  ]);
  return choose.one([
    () => `SET ${choose.one(['', 'GLOBAL ', 'SESSION ', 'LOCAL '])}${setting} = '${targets.out}'`,
    () => `RESET ${setting}`,
    () => `SET VARIABLE x = (SELECT count(*) FROM (${inner()}) q)`,
    () =>
      `PRAGMA ${choose.one(['database_list', 'enable_profiling', `table_info('granted.t0')`, `${setting} = 1`, 'version'])}`,
    () => `ATTACH '${choose.one([file, targets.out, ':memory:', ...targets.rows])}' AS x`,
    () => `DETACH memory`,
    () => `${choose.one(['INSTALL', 'LOAD', 'FORCE INSTALL'])} ${choose.one(['httpfs', `'${file}'`])}`,
    () =>
      `COPY (${inner()}) TO '${choose.one([targets.out, ...targets.rows])}' (FORMAT ${choose.one(['csv', 'parquet'])})`,
    () => `COPY own.things TO '${targets.out}'`,
    () => `${choose.one(['EXPORT', 'IMPORT'])} DATABASE '${targets.out}'`,
    () => `CALL ${choose.one(['duckdb_settings()', 'pragma_version()', 'enable_logging()', 'duckdb_tables()'])}`,
    () => `PREPARE p AS ${inner()}`,
    () => `EXECUTE p`,
    () => `EXPLAIN ANALYZE ${inner()}`,
    () => `EXPLAIN COPY (${inner()}) TO '${targets.out}'`,
    () => `${inner()}; COPY (SELECT 1) TO '${targets.out}'`,
    () => `${inner()} -- ;\n; DROP TABLE own.things`,
    () =>
      `CREATE ${choose.one(['SECRET s (TYPE s3)', 'SCHEMA x', 'SEQUENCE s', "TYPE x AS ENUM ('a')", 'TEMP TABLE x (a integer)'])}`,
    () => `CREATE MACRO m() AS TABLE SELECT * FROM ${hostileSource(making)}`,
    () => `CREATE TEMP VIEW x AS SELECT * FROM ${hostileSource(making)}`,
    () => choose.one(['BEGIN', 'COMMIT', 'ROLLBACK', 'CHECKPOINT', 'VACUUM', 'ANALYZE']),
    () => `DESCRIBE ${inner()}`,
    () => `SUMMARIZE ${choose.one(['ops.people', 'own.things', `(${inner()})`])}`,
    () => `SELECT * FROM (SUMMARIZE ${inner()})`,
    () => `SHOW ALL TABLES`,
    () => `MERGE INTO own.things t USING (${inner()}) q ON t.id = q.c0 WHEN MATCHED THEN DELETE`,
    () => `COMMENT ON TABLE own.things IS (SELECT content FROM read_text('${file}'))`,
    () => `GRANT ALL ON DATABASE own TO SHARE mine`,
  ])();
}
