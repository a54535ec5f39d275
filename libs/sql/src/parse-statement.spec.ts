import { Refusal } from '@easement/domain';
import { parseStatement } from './parse-statement.ts';

/** What a statement says, without the places of its names. */
function said(text: string): unknown {
  return JSON.parse(
    JSON.stringify(parseStatement(text), (key, value: unknown) => (key === 'offset' ? undefined : value)),
  );
}

function refused(text: string): Refusal {
  try {
    parseStatement(text);
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
  throw new Error(`${text} was read`);
}

const named = (text: string) => ({ text });
const db1 = { kind: 'bucket', name: { parts: ['db1'] } };
const table1 = { kind: 'table', name: { parts: ['db1', 'table1'] } };

describe('the statements about shares', () => {
  it.each([
    ['create share t', { kind: 'create_share', ifThere: 'refuse', name: named('t'), comment: '' }],
    [
      "CREATE SHARE IF NOT EXISTS t COMMENT = 'it''s ours; and theirs'",
      { kind: 'create_share', ifThere: 'skip', name: named('t'), comment: "it's ours; and theirs" },
    ],
    ['drop share t', { kind: 'drop_share', ifExists: false, name: named('t') }],
    ['drop share if exists "T 1"', { kind: 'drop_share', ifExists: true, name: named('T 1') }],
    [
      'alter share t add tenants=x, y;',
      { kind: 'alter_share', name: named('t'), ifExists: false, change: 'add', tenants: [named('x'), named('y')] },
    ],
    [
      'ALTER SHARE IF EXISTS t REMOVE TENANTS = "Ünits"',
      { kind: 'alter_share', name: named('t'), ifExists: true, change: 'remove', tenants: [named('Ünits')] },
    ],
    ['grant usage on database db1 to share t', { kind: 'grant', privilege: 'usage', object: db1, share: named('t') }],
    [
      'grant select on table db1.table1 to share t',
      { kind: 'grant', privilege: 'select', object: table1, share: named('t') },
    ],
    [
      'GRANT REFERENCE_USAGE ON DATABASE db1 TO SHARE t',
      { kind: 'grant', privilege: 'reference_usage', object: db1, share: named('t') },
    ],
    [
      'grant select on view db1.v to share t',
      {
        kind: 'grant',
        privilege: 'select',
        object: { kind: 'view', name: { parts: ['db1', 'v'] } },
        share: named('t'),
      },
    ],
    [
      'revoke usage on function db1.f from share t',
      {
        kind: 'revoke',
        privilege: 'usage',
        object: { kind: 'function', name: { parts: ['db1', 'f'] } },
        share: named('t'),
      },
    ],
    ['show shares;', { kind: 'show_shares' }],
    ['desc share t', { kind: 'describe_share', name: { parts: ['t'] } }],
    ['DESCRIBE SHARE x.t', { kind: 'describe_share', name: { parts: ['x', 't'] } }],
    ['show grants on table db1.table1', { kind: 'show_grants_on', object: table1 }],
    ['show grants on database db1', { kind: 'show_grants_on', object: db1 }],
    ['show grants of share t', { kind: 'show_grants_of', share: { parts: ['t'] } }],
    [
      'CREATE DATABASE db FROM SHARE t',
      { kind: 'create_database', ifThere: 'refuse', name: named('db'), comment: '', source: { parts: ['t'] } },
    ],
    [
      'create database if not exists db from share x.t',
      { kind: 'create_database', ifThere: 'skip', name: named('db'), comment: '', source: { parts: ['x', 't'] } },
    ],
    [
      'create table db.a from share x.t.table1',
      {
        kind: 'create_table',
        ifThere: 'refuse',
        name: { parts: ['db', 'a'] },
        content: { kind: 'share', source: { parts: ['x', 't', 'table1'] } },
      },
    ],
    ['use db', { kind: 'use', database: named('db') }],
    ['show tables', { kind: 'show_tables' }],
  ])('%s', (text, expected) => {
    expect(said(text)).toEqual(expected);
  });
});

describe('the statements about own data', () => {
  it.each([
    [
      'create or replace table d.t (id integer not null, "a b" decimal(9, 2), primary key (id))',
      {
        kind: 'create_table',
        ifThere: 'replace',
        name: { parts: ['d', 't'] },
        content: {
          kind: 'columns',
          columns: [
            { name: named('id'), type: named('integer'), nullable: false },
            { name: named('a b'), type: named('decimal(9, 2)'), nullable: true },
          ],
          primaryKey: [named('id')],
        },
      },
    ],
    [
      'create table t (id string primary key, at timestamp with time zone null)',
      {
        kind: 'create_table',
        ifThere: 'refuse',
        name: { parts: ['t'] },
        content: {
          kind: 'columns',
          columns: [
            { name: named('id'), type: named('string'), nullable: false },
            { name: named('at'), type: named('timestamp with time zone'), nullable: true },
          ],
          primaryKey: [named('id')],
        },
      },
    ],
    [
      "create table d.t as select * from (select ';') -- done",
      {
        kind: 'create_table',
        ifThere: 'refuse',
        name: { parts: ['d', 't'] },
        content: { kind: 'query', query: named("select * from (select ';')") },
      },
    ],
    [
      "create or replace view d.v (a, b) comment = 'x' as with q as (select 1, 2) from q",
      {
        kind: 'create_view',
        ifThere: 'replace',
        name: { parts: ['d', 'v'] },
        columns: [named('a'), named('b')],
        comment: 'x',
        query: named('with q as (select 1, 2) from q'),
      },
    ],
    [
      'create function d.f(a integer, b decimal(9,2)) returns double as a + (b * 2)',
      {
        kind: 'create_function',
        ifThere: 'refuse',
        name: { parts: ['d', 'f'] },
        parameters: [
          { name: named('a'), type: named('integer') },
          { name: named('b'), type: named('decimal(9,2)') },
        ],
        returns: named('double'),
        expression: named('a + (b * 2)'),
      },
    ],
    [
      'alter table d.t rename to u',
      { kind: 'rename_table', name: { parts: ['d', 't'] }, ifExists: false, to: { parts: ['u'] } },
    ],
    [
      'alter view if exists d.v rename to w',
      { kind: 'rename_view', name: { parts: ['d', 'v'] }, ifExists: true, to: { parts: ['w'] } },
    ],
    ['rename table t to u', { kind: 'rename_table', name: { parts: ['t'] }, ifExists: false, to: { parts: ['u'] } }],
    [
      'alter table if exists t rename column a to "to"',
      { kind: 'rename_column', table: { parts: ['t'] }, ifExists: true, column: named('a'), to: named('to') },
    ],
    [
      'alter table t add column c integer',
      {
        kind: 'add_column',
        table: { parts: ['t'] },
        ifExists: false,
        column: { name: named('c'), type: named('integer'), nullable: true },
      },
    ],
    ['alter table t drop c', { kind: 'drop_column', table: { parts: ['t'] }, ifExists: false, column: named('c') }],
    ['alter database a rename to b', { kind: 'rename_database', name: named('a'), ifExists: false, to: named('b') }],
    ['drop view if exists d.v', { kind: 'drop_view', ifExists: true, name: { parts: ['d', 'v'] } }],
    [
      'insert into d.t (a, b) values (1, f(2))',
      {
        kind: 'insert',
        table: { parts: ['d', 't'] },
        columns: [named('a'), named('b')],
        source: named('values (1, f(2))'),
      },
    ],
    ['insert into t (select 1)', { kind: 'insert', table: { parts: ['t'] }, columns: [], source: named('(select 1)') }],
    [
      'update d.t as x set a = x.a + 1, b = f(1, 2) where x.a in (1, 2)',
      {
        kind: 'update',
        table: { parts: ['d', 't'] },
        alias: named('x'),
        changes: [
          { column: named('a'), value: named('x.a + 1') },
          { column: named('b'), value: named('f(1, 2)') },
        ],
        where: named('x.a in (1, 2)'),
      },
    ],
    ['delete from t', { kind: 'delete', table: { parts: ['t'] } }],
    ['truncate table d.t', { kind: 'truncate', table: { parts: ['d', 't'] } }],
    [
      "copy d.t from 'a b.csv' (format csv, header)",
      {
        kind: 'copy',
        table: { parts: ['d', 't'] },
        file: 'a b.csv',
        options: [{ name: 'format', value: 'csv' }, { name: 'header' }],
      },
    ],
  ])('%s', (text, expected) => {
    expect(said(text)).toEqual(expected);
  });

  it.each([
    'select 1',
    '-- a\n /* b /* c */ */ with x as (select 1) from x',
    'create schema x',
    'vacuum',
    'nonsense',
    '',
  ])('leaves %j to DuckDB', (text) => expect(said(text)).toEqual({ kind: 'query' }));

  it('counts the places of names in characters', () => {
    expect(parseStatement('/* 𝄞 */ drop share t')).toMatchObject({ name: { offset: 19 } });
  });
});

describe('what cannot be carried out', () => {
  it.each(['drop share a; drop share b', 'create or replace share a'])('%s is not supported', (text) => {
    expect(refused(text).reason).toBe('statement_not_supported');
  });
});
