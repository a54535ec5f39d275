import { countStatements, readHead } from './statement-head.ts';

const table = (...parts: string[]) => ({ object: 'table', parts });

describe('readHead', () => {
  it.each(['SELECT 1', 'from t', 'VALUES (1)', 'TABLE t', 'PIVOT t ON x IN (1)', '(SELECT 1)', '/* x */ select 1'])(
    'finds a query in %j',
    (text) => {
      expect(readHead(text).kind).toBe('query');
    },
  );

  it.each(['WITH a AS (SELECT 1) SELECT * FROM a', 'WITH RECURSIVE a(insert) AS (VALUES (1)), b AS (TABLE a) FROM b'])(
    'steps over WITH in %j',
    (text) => {
      expect(readHead(text).kind).toBe('query');
    },
  );

  it.each([
    ['INSERT INTO ops.flights VALUES (1)', table('ops', 'flights')],
    ['insert or replace into "my bucket"."t""1" select 1', table('my bucket', 't"1')],
    ['UPDATE ops.t SET x = 1', table('ops', 't')],
    ['DELETE FROM ops.t', table('ops', 't')],
    ['TRUNCATE ops.t', table('ops', 't')],
    ['TRUNCATE TABLE t', table('t')],
    ['MERGE INTO ops.t USING x ON true', table('ops', 't')],
    ['WITH x AS (SELECT 1) INSERT INTO ops.t SELECT * FROM x', table('ops', 't')],
    [`COPY ops.t (a, b) FROM 'x.csv'`, table('ops', 't')],
    ['CREATE TABLE ops.t (x INT)', table('ops', 't')],
    ['CREATE OR REPLACE TEMP TABLE IF NOT EXISTS ops.t AS SELECT 1', table('ops', 't')],
    ['ALTER TABLE IF EXISTS ops.t ADD COLUMN x INT', table('ops', 't')],
    ['DROP TABLE IF EXISTS ops.t', table('ops', 't')],
    ['DROP VIEW ops.v', { object: 'view', parts: ['ops', 'v'] }],
    ['CREATE FUNCTION ops.f(x) AS x', { object: 'function', parts: ['ops', 'f'] }],
    ['CREATE MACRO f(x) AS x', { object: 'function', parts: ['f'] }],
    ['DROP DATABASE ops', { object: 'bucket', parts: ['ops'] }],
    ['CREATE SCHEMA IF NOT EXISTS ops', { object: 'bucket', parts: ['ops'] }],
    ['DROP SHARE s', { object: 'share', parts: ['s'] }],
    ['CREATE INDEX i ON ops.t (x)', { object: 'other', parts: undefined }],
    ['DROP TABLE', { object: 'table', parts: undefined }],
  ])('finds what %j would write to', (text, { object, parts }) => {
    const head = readHead(text);
    if (head.kind !== 'write') throw new Error(`this is a ${head.kind}`);
    expect(head.target.object).toBe(object);
    expect(head.target.name?.parts).toEqual(parts);
  });

  it('says where the target stands, in characters', () => {
    const head = readHead('/* 😀 */ DELETE FROM t');
    expect(head.kind === 'write' && head.target.name?.offset).toBe(20);
  });

  it.each([
    [`COPY t TO 'x.csv'`, 'COPY'],
    [`COPY (SELECT 1) TO 'x.csv'`, 'COPY'],
    ['SET x = 1', 'SET'],
    ['show tables', 'SHOW'],
    ['GRANT USAGE ON DATABASE d TO SHARE s', 'GRANT'],
  ])('finds the verb of %j, which neither reads nor writes a table', (text, verb) => {
    expect(readHead(text)).toEqual({ kind: 'other', verb });
  });

  it('finds where an explained statement begins, and whether it would run', () => {
    expect(readHead('EXPLAIN  SELECT 1')).toEqual({ kind: 'explain', inner: 9, option: undefined });
    expect(readHead('explain analyze select 1')).toMatchObject({ option: 'ANALYZE' });
    expect(readHead('EXPLAIN (FORMAT JSON) SELECT 1')).toMatchObject({ option: '(' });
    expect(readHead('EXPLAIN')).toMatchObject({ inner: 7 });
  });

  it.each(['', 'selec 1', '"SELECT" 1', '1'])('knows nothing of %j', (text) => {
    expect(readHead(text)).toEqual({ kind: 'unknown' });
  });
});

describe('countStatements', () => {
  it.each([
    ['', 0],
    [';;', 0],
    ['SELECT 1', 1],
    ['SELECT 1;', 1],
    [`SELECT ';' /* ; */ -- ;`, 1],
    ['SELECT 1; SELECT 2;', 2],
    ['SELECT 1;; SELECT 2', 2],
    ['SELECT $$;$$; SELECT ";"', 2],
  ])('counts the statements of %j: %i', (text, count) => {
    expect(countStatements(text)).toBe(count);
  });
});
