import { OrganizationRole, ProjectRole } from '@easement/contracts';
import { stores } from '@easement/persistence/testing';
import { type Constellation, startConstellation } from '../src/constellation.ts';
import { createOrganization, type Organization } from '../src/meridian.ts';
import { type Desk, deskOf } from '../src/statement-desk.ts';

describe.each(stores)('functions, on %s', (store) => {
  let product: Constellation;
  let meridian: Organization;
  let provider: Desk;
  let consumer: Desk;

  beforeAll(async () => {
    product = await startConstellation(store);
    meridian = await createOrganization(product, 'Meridian');
    const join = async (project: string) => {
      const id = await meridian.createProject(project);
      const roles = { organization: OrganizationRole.MEMBER, projects: { [id]: ProjectRole.WRITE } };
      return deskOf((await meridian.createMember(project, roles)).client, id);
    };
    [provider, consumer] = [await join('provider'), await join('consumer')];
    for (const statement of [
      'create database db1',
      'create database db2',
      'create table db1.people (id integer, name string, salary decimal(9, 2))',
      `insert into db1.people values (1, 'Ada', 100), (2, 'Bob', 200), (3, 'Eve', null)`,
      'use db1',
      'create function taxed(amount decimal(9, 2), percent integer) returns decimal(12, 2) as amount * (100 + percent) / 100',
      'create function greeting(name varchar) as $$Hello, $$ || name',
      'create function twice(x double) as x - x',
    ]) {
      await provider.run(statement);
    }
  }, 60_000);
  afterAll(() => product[Symbol.asyncDispose]());

  const one = async (desk: Desk, expression: string) => (await desk.run(`select ${expression}`))[0]?.[0];
  const reasonOf = async (desk: Desk, statement: string) => (await desk.refused(statement)).reason;

  it('are called by their name, or by that of their database and theirs, on values and on columns', async () => {
    expect(await one(provider, 'taxed(100, 21)')).toBe('121.00');
    expect(await provider.run('select name, db1.Taxed(salary, 10) as paid from people order by id')).toEqual([
      ['Ada', '110.00'],
      ['Bob', '220.00'],
      ['Eve', null],
    ]);
    expect(await one(provider, `greeting(upper('ada')) || '!'`)).toBe('Hello, ADA!');
    expect(await one(provider, 'taxed(taxed(100, 10), 10)')).toBe('121.00');
    expect(await provider.run('select greeting(p.name) from people as p where taxed(p.salary, 0) > 150')).toEqual([
      ['Hello, Bob'],
    ]);
    expect(await one(provider, 'sum(taxed(salary, 100)) from people')).toBe('600.00');
    expect(await one(provider, 'taxed(sum(salary), 100) from people')).toBe('600.00');
    expect(
      await provider.run('select greeting(name), count(*) from people group by greeting(name) order by 1 limit 1'),
    ).toEqual([['Hello, Ada', '1']]);
    expect(await one(provider, 'list_transform([1, 2], x -> taxed(x, 100))')).toBe('[2.00,4.00]');
  });

  it('take each value once, as it comes, and leave the names of the statement alone', async () => {
    expect(await one(provider, 'bool_and(twice(random()) = 0) from range(1000)')).toBe('true');
    expect(await provider.run('select twice(sum(salary)) from people')).toEqual([['0']]);
    await provider.run('create function constant(x integer) as 7');
    expect(await provider.run('select constant(sum(id)) from people')).toEqual([['7']]);
    await provider.run('create function shifted(l json, x integer) as list_transform([1, 2, 3], id -> id + x)[3]');
    expect(await provider.run(`select shifted('{}', id) from people order by id`)).toEqual([['4'], ['5'], ['6']]);
    await provider.run(`create function field(doc json) returns string as doc ->> '$.name'`);
    expect(await one(provider, `field('{"name": "Ada"}')`)).toBe('Ada');
    await provider.run('create function choose(id integer, name string) as case when id > 1 then name else null end');
    expect(await provider.run('select choose(id, name) from people order by id')).toEqual([[null], ['Bob'], ['Eve']]);
  });

  it('name a column after what was typed', async () => {
    await provider.run('create table named as select taxed(salary, 1), greeting(name) || 1 from people');
    expect((await provider.run('describe named')).map(([name]) => name)).toEqual([
      'taxed(salary, 1)',
      '(greeting("name") || 1)',
    ]);
    await provider.run('drop table named');
  });

  it('leave what only looks like one to what it is', async () => {
    expect(await provider.run('select name.upper() from people order by id limit 1')).toEqual([['ADA']]);
    expect(await one(provider, `extract(year from date '2020-02-01') + length(lower('A'))`)).toBe('2021');
    await provider.run('create function upper(x string) as reverse(x)');
    expect(await one(provider, `upper('ab') || db1.upper('ab')`)).toBe('ABba');
    await provider.run('drop function upper');
  });

  it('are used where rows change', async () => {
    await provider.run('create table db2.pay (name string, amount decimal(12, 2))');
    await provider.run('insert into db2.pay select name, taxed(salary, 10) from people');
    await provider.run('update db2.pay set amount = taxed(amount, 100) where taxed(amount, 0) > 200');
    await provider.run('delete from db2.pay where db1.greeting(name) = $$Hello, Eve$$');
    expect(await provider.run('select * from db2.pay order by name')).toEqual([
      ['Ada', '110.00'],
      ['Bob', '440.00'],
    ]);
  });

  it('are listed, described, replaced, kept and dropped', async () => {
    expect(await provider.run('show functions from db1')).toContainEqual([
      'taxed',
      'amount DECIMAL(9,2), percent INTEGER',
      'DECIMAL(12,2)',
    ]);
    expect(await provider.run('describe greeting')).toEqual([
      ['name', 'STRING', 'PARAMETER'],
      ['', 'STRING', 'RETURNS'],
    ]);
    await provider.run('create function passing() as 1');
    expect(await one(provider, 'passing()')).toBe('1');
    expect(await provider.run('create function if not exists passing() as 2')).toEqual([
      ['function passing was there already'],
    ]);
    expect(await reasonOf(provider, 'create function passing() as 2')).toBe('NAME_TAKEN');
    await provider.run('create or replace function passing(n integer) as n + 2');
    expect(await one(provider, 'passing(3)')).toBe('5');
    await provider.run('drop function passing');
    expect(await provider.run('drop function if exists passing')).toEqual([['there is no function passing']]);
  });

  it('are refused with what is wrong, and where', async () => {
    for (const [statement, reason] of [
      ['create function bad(a integer) as b', 'UNKNOWN_NAME'],
      ['create function bad(a integer) as (select a)', 'STATEMENT_NOT_SUPPORTED'],
      ['create function bad(a integer) as exists (from people)', 'STATEMENT_NOT_SUPPORTED'],
      ['create function bad(a integer) as sum(a)', 'STATEMENT_NOT_SUPPORTED'],
      ['create function bad(a integer) as row_number() over ()', 'STATEMENT_NOT_SUPPORTED'],
      ['create function bad(a integer) as unnest([a])', 'STATEMENT_NOT_SUPPORTED'],
      ['create function bad(a integer) as taxed(a, 1)', 'STATEMENT_NOT_SUPPORTED'],
      ['create function bad(a integer) as db1.taxed(a, 1)', 'STATEMENT_NOT_SUPPORTED'],
      ['create function bad(a integer) as *', 'STATEMENT_NOT_SUPPORTED'],
      ['create function bad(a integer) as #1', 'STATEMENT_NOT_SUPPORTED'],
      ['create function bad(a integer) as a) + (1', 'SQL_SYNTAX'],
      ['create function bad(a integer) as a, 1', 'SQL_SYNTAX'],
      ['create function bad(a integer) as a from people', 'SQL_SYNTAX'],
      [`create function bad(a integer) as getenv('HOME')`, 'STATEMENT_NOT_SUPPORTED'],
      ['create function bad(a integer, A string) as a', 'INVALID_FIELD'],
      ['create function bad(a integer[]) as a', 'INVALID_FIELD'],
      ['create or replace function people(a integer) as a', 'NAME_TAKEN'],
      ['create or replace view taxed as select 1 as a', 'NAME_TAKEN'],
      ['drop table taxed', 'UNKNOWN_NAME'],
      ['drop function people', 'UNKNOWN_NAME'],
      ['select taxed(1)', 'INVALID_FIELD'],
      ['select taxed(1, 2, 3)', 'INVALID_FIELD'],
      ['select taxed(amount := 1, percent := 2)', 'STATEMENT_NOT_SUPPORTED'],
      ['select taxed(distinct 1, 2)', 'STATEMENT_NOT_SUPPORTED'],
      ['select taxed(1, 2) over ()', 'STATEMENT_NOT_SUPPORTED'],
      ['select * from taxed(1, 2)', 'STATEMENT_NOT_SUPPORTED'],
      ['select * from taxed', 'UNKNOWN_NAME'],
      ['select people(1)', 'UNKNOWN_NAME'],
      ['select db1.nothing(1)', 'UNKNOWN_NAME'],
      ['select nowhere.taxed(1, 2)', 'UNKNOWN_NAME'],
      ['select a.b.c.taxed(1, 2)', 'SQL_SYNTAX'],
      [`select taxed([1], 2)`, 'INVALID_FIELD'],
      [`select taxed('many', 2)`, 'INVALID_FIELD'],
    ] as const) {
      expect([statement, await reasonOf(provider, statement)]).toEqual([statement, reason]);
    }
    const refused = await provider.refused('create function bad(a integer) as\n  a + (select 1)');
    expect(refused).toMatchObject({ facts: { line: '2', column: '7' } });
    const called = await provider.refused('select 1,\n  db1.taxed(1)');
    expect(called).toMatchObject({ facts: { line: '2', column: '3' } });
    expect(called.message).toContain('takes 2 values; 1 given');
  });

  it('stop where their expressions would fill the statement', async () => {
    const long = Array.from({ length: 400 }, (_, index) => `a * ${index}`).join(' + ');
    await provider.run(`create function long(a double) as ${long}`);
    expect(await one(provider, 'long(1)')).toBe('79800');
    const many = Array.from({ length: 100 }, () => 'long(1)').join(', ');
    expect(await reasonOf(provider, `select ${many}`)).toBe('QUERY_TOO_LARGE');
    const deep = `${'twice('.repeat(40)}1${')'.repeat(40)}`;
    expect(await one(provider, deep)).toBe('0');
  });

  describe('through a share', () => {
    beforeAll(async () => {
      for (const statement of [
        'create share rates',
        'grant usage on database db1 to share rates',
        'grant usage on function db1.taxed to share rates',
        'alter share rates add tenants = consumer',
      ]) {
        await provider.run(statement);
      }
      await consumer.run('create database rates from share provider.rates');
      await consumer.run('create database own');
    });

    it('are shown, described and called where they are granted, and not how they are made', async () => {
      expect(await one(consumer, 'rates.taxed(100, 50)')).toBe('150.00');
      expect((await consumer.run('show functions from rates')).map(([name]) => name)).toEqual(['taxed']);
      expect(await consumer.run('describe rates.taxed')).toHaveLength(3);
      expect(await reasonOf(consumer, 'select rates.greeting($$x$$)')).toBe('UNKNOWN_NAME');
      expect(await reasonOf(consumer, 'select rates.people(1)')).toBe('UNKNOWN_NAME');
      expect(await reasonOf(consumer, 'explain select rates.taxed(100, 50)')).toBe('STATEMENT_NOT_SUPPORTED');
      expect(await reasonOf(consumer, 'create function rates.f(a integer) as a')).toBe('LINK_IS_READ_ONLY');
      expect(await reasonOf(consumer, 'drop function rates.taxed')).toBe('LINK_IS_READ_ONLY');
      expect(await provider.run('desc share rates')).toContainEqual([
        'FUNCTION',
        'provider.db1.taxed',
        expect.any(String),
      ]);
      expect(await provider.run('show grants on function db1.taxed')).toEqual([[expect.any(String), 'USAGE', 'rates']]);
    });

    it('are in views of the consumer, which are not shared onward', async () => {
      await consumer.run('create view own.priced as select rates.taxed(100, 1) as price');
      expect(await consumer.run('select price from own.priced')).toEqual([['101.00']]);
      expect(await reasonOf(consumer, 'explain select * from own.priced')).toBe('STATEMENT_NOT_SUPPORTED');
      await consumer.run('create share onward');
      await consumer.run('grant usage on database own to share onward');
      expect(await reasonOf(consumer, 'grant select on view own.priced to share onward')).toBe('RESHARE_FORBIDDEN');
    });

    it('stay open to the views that call them, in the same database or with REFERENCE_USAGE', async () => {
      for (const statement of [
        'create function db2.hidden(x decimal(9, 2)) as x * 2',
        'create view greeted as select greeting(name) as text from people where id = 1',
        'create view doubled as select id, db2.hidden(salary) as double from people where id = 1',
        'grant select on view db1.greeted to share rates',
      ]) {
        await provider.run(statement);
      }
      expect(await consumer.run('select * from rates.greeted')).toEqual([['Hello, Ada']]);
      expect(await reasonOf(consumer, 'select rates.greeting($$x$$)')).toBe('UNKNOWN_NAME');
      const grant = 'grant select on view db1.doubled to share rates';
      expect(await reasonOf(provider, grant)).toBe('REFERENCE_USAGE_MISSING');
      await provider.run('grant reference_usage on database db2 to share rates');
      await provider.run(grant);
      expect(await consumer.run('select * from rates.doubled')).toEqual([['1', '200.00']]);
      await provider.run('revoke reference_usage on database db2 from share rates');
      expect(await reasonOf(consumer, 'select * from rates.doubled')).toBe('REFERENCE_USAGE_MISSING');
    });

    it('answer by what they are at the time, and find it where a view no longer fits', async () => {
      await provider.run('create or replace function greeting(name string) as $$Bye, $$ || name');
      expect(await consumer.run('select * from rates.greeted')).toEqual([['Bye, Ada']]);
      await provider.run('create or replace function greeting(name string, mark string) as name || mark');
      expect(await reasonOf(consumer, 'select * from rates.greeted')).toBe('SOURCE_GONE');
      await provider.run('create or replace function greeting(name string) as length(name)');
      expect(await reasonOf(provider, 'select * from greeted')).toBe('SOURCE_GONE');
      await provider.run('drop function greeting');
      expect(await reasonOf(consumer, 'select * from rates.greeted')).toBe('SOURCE_GONE');
    });

    it('are gone once they are revoked or dropped', async () => {
      await provider.run('revoke usage on function db1.taxed from share rates');
      expect(await reasonOf(consumer, 'select rates.taxed(100, 50)')).toBe('UNKNOWN_NAME');
      expect(await reasonOf(consumer, 'select price from own.priced')).toBe('SOURCE_GONE');
      await provider.run('grant usage on function db1.taxed to share rates');
      expect(await consumer.run('select price from own.priced')).toEqual([['101.00']]);
      await provider.run('drop function taxed');
      expect(await reasonOf(consumer, 'select rates.taxed(100, 50)')).toBe('UNKNOWN_NAME');
      expect(await reasonOf(consumer, 'select price from own.priced')).toBe('SOURCE_GONE');
    });
  });
});
