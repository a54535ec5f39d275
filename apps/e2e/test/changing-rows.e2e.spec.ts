import { OrganizationRole, ProjectRole } from '@easement/contracts';
import { stores } from '@easement/persistence/testing';
import { type Constellation, startConstellation } from '../src/constellation.ts';
import { createOrganization, type Member } from '../src/meridian.ts';
import { type Desk, deskOf } from '../src/statement-desk.ts';

describe.each(stores)('rows changed by statements, on %s', (store) => {
  let product: Constellation;
  let writer: Member;
  let project = '';
  let desk: Desk;
  let reading: Desk;
  const ids = async () => (await desk.run('select id from t order by id')).map(([id]) => id);
  const version = async () => {
    const { projectViews, tables } = writer.client;
    const { objects } = await projectViews.listProjectObjects({ projectId: project });
    const { id = '' } = objects.find(({ name }) => name === 't') ?? {};
    return Number((await tables.getTable({ tableId: id })).table?.version);
  };

  beforeAll(async () => {
    product = await startConstellation(store);
    const meridian = await createOrganization(product, 'Meridian');
    project = await meridian.createProject('operations');
    const organization = OrganizationRole.MEMBER;
    writer = await meridian.createMember('writer', { organization, projects: { [project]: ProjectRole.WRITE } });
    const reader = await meridian.createMember('reader', { projects: { [project]: ProjectRole.READ } });
    desk = deskOf(writer.client, project);
    reading = deskOf(reader.client, project);
    await desk.run('create database d');
    await desk.run('use d');
    await reading.run('use d');
  }, 60_000);
  beforeEach(async () => {
    await desk.run('create or replace table t (id integer primary key, name string, price decimal(9, 2))');
    await desk.run(`insert into t values (1, 'one', 1.5), (2, 'two', 2), (3, null, null)`);
  });
  afterAll(() => product[Symbol.asyncDispose]());

  it('INSERT adds rows, of values and of a query, to all columns or to some', async () => {
    expect(await desk.run(`insert into d.t (name, id) values ('four', 4), ('fünf;', 5)`)).toEqual([['2']]);
    expect(await desk.run('insert into t select id + 10, name, price from t as s where id < 3')).toEqual([['2']]);
    expect(await desk.run('select * from t order by id')).toEqual([
      ['1', 'one', '1.50'],
      ['2', 'two', '2.00'],
      ['3', null, null],
      ['4', 'four', null],
      ['5', 'fünf;', null],
      ['11', 'one', '1.50'],
      ['12', 'two', '2.00'],
    ]);
  });

  it('UPDATE changes those that the condition holds for, and sees the row as it was', async () => {
    const statement = `update t as x set price = x.price * 2, name = upper(name) || '!' where x.price > 1 and id in (select id from d.t)`;
    expect(await desk.run(statement)).toEqual([['2']]);
    expect(await desk.run('select * from t order by id')).toEqual([
      ['1', 'ONE!', '3.00'],
      ['2', 'TWO!', '4.00'],
      ['3', null, null],
    ]);
    expect(await desk.run('update t set id = id + 1')).toEqual([['3']]);
    expect(await ids()).toEqual(['2', '3', '4']);
  });

  it('DELETE takes rows away, TRUNCATE all of them', async () => {
    expect(await desk.run('delete from t where price > 1.8')).toEqual([['1']]);
    expect(await ids()).toEqual(['1', '3']);
    expect(await desk.run('delete from t where id = 99')).toEqual([['0']]);
    expect(await desk.run('truncate table t')).toEqual([['2']]);
    expect(await ids()).toEqual([]);
    await desk.run(`insert into t (id) values (7)`);
    expect(await desk.run('delete from t')).toEqual([['1']]);
  });

  it('a change is one version or none', async () => {
    const before = await version();
    for (const [statement, reason] of [
      [`insert into t (id) values (4), (4)`, 'INVALID_FIELD'],
      [`insert into t (id) values (4), (1)`, 'INVALID_FIELD'],
      [`insert into t (name) values ('no key')`, 'INVALID_FIELD'],
      [`insert into t (id, name) values (1)`, 'INVALID_FIELD'],
      [`insert into t (id, id) values (1, 2)`, 'INVALID_FIELD'],
      [`insert into t (id) values ('x')`, 'INVALID_FIELD'],
      ['update t set id = 1', 'INVALID_FIELD'],
      ['update t set price = 1e12', 'INVALID_FIELD'],
      ['update t set id = 1, id = 2', 'INVALID_FIELD'],
      ['update t set nothing = 1', 'UNKNOWN_NAME'],
      ['update t set id = nothing', 'UNKNOWN_NAME'],
      ['delete from t where nothing', 'UNKNOWN_NAME'],
      ['delete from t where id = 1 and (select', 'SQL_SYNTAX'],
      ['insert into t selec 1', 'SQL_SYNTAX'],
      [`insert into t select * from read_csv('/etc/passwd')`, 'STATEMENT_NOT_SUPPORTED'],
    ] as const) {
      expect([statement, (await desk.refused(statement)).reason]).toEqual([statement, reason]);
    }
    expect(await version()).toBe(before);
    expect(await ids()).toEqual(['1', '2', '3']);
    await desk.run('update t set name = null where id < 3');
    expect(await version()).toBe(before + 1);
  });

  it('refusals tell the place in the statement as it was typed', async () => {
    const { message, facts } = await desk.refused(`update t\n  set name = oops\n  where id = 1`);
    expect(message).toMatch(/^line 2, column 14: /);
    expect(facts).toMatchObject({ line: '2', column: '14', name: 'oops' });
    expect((await desk.refused('delete from t where id = (select 1 from d.nowhere)')).message).toMatch(
      /^line 1, column 41: /,
    );
  });

  it('changes that come together are all there, one after the other', async () => {
    await Promise.all([
      ...Array.from({ length: 4 }, (_, at) => desk.run(`insert into t (id) values (${100 + at})`)),
      desk.run('update t set price = 9 where id = 1'),
      desk.run('delete from t where id = 2'),
    ]);
    expect(await ids()).toEqual(['1', '3', '100', '101', '102', '103']);
    expect(await desk.run('select price from t where id = 1')).toEqual([['9.00']]);
  });

  it('a repeat acts once', async () => {
    const repeat = () => {
      const request = { projectId: project, statement: 'insert into d.t (id) values (50)', requestId: 'once-for-all' };
      return writer.client.query(request);
    };
    for (const { rows } of [await repeat(), await repeat()]) {
      for await (const row of rows) expect(row).toEqual([1n]);
    }
    expect(await desk.run('select count(*) from t where id = 50')).toEqual([['1']]);
  });

  it('is for who may write', async () => {
    for (const statement of ['insert into t (id) values (9)', 'delete from t', 'update t set id = 1', 'truncate t']) {
      expect((await reading.refused(statement)).reason).toBe('MISSING_ROLE');
    }
    expect((await reading.refused('create table mine as select 1 as a')).reason).toBe('MISSING_ROLE');
  });

  it('CREATE TABLE AS makes columns, rows and version at once, and replaces them', async () => {
    expect(
      await desk.run('create table d.s as select id, sum(price) as total, current_date as day from t group by id'),
    ).toEqual([['3']]);
    expect(await desk.run('desc s')).toEqual([
      ['id', 'INTEGER', 'YES', ''],
      ['total', 'DECIMAL(38,2)', 'YES', ''],
      ['day', 'DATE', 'YES', ''],
    ]);
    expect((await desk.refused('create table s as select 1 as a')).reason).toBe('NAME_TAKEN');
    expect(await desk.run('create table if not exists s as select 1 as a')).toEqual([['0']]);
    expect(await desk.run(`create or replace table s as select 'x' as a, total from s`)).toEqual([['3']]);
    expect(await desk.run('select count(total), min(a) from s')).toEqual([['2', 'x']]);
    expect((await desk.refused('create table u as select 1 as a, 2 as a')).reason).toBe('INVALID_FIELD');
    await desk.run('drop table s');
  });

  it('what is only checked changes nothing', async () => {
    for (const statement of ['delete from d.t', 'insert into d.t (id) values (9)', 'update d.t set name = null']) {
      const { rows } = await writer.client.query({ projectId: project, statement, validateOnly: true });
      for await (const row of rows) throw new Error(`answered ${JSON.stringify(row)}`);
    }
    expect(await ids()).toEqual(['1', '2', '3']);
    expect(await desk.run('select count(name) from t')).toEqual([['2']]);
  });
});
