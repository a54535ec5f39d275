import { existsSync, readFileSync } from 'node:fs';
import { OrganizationRole, ProjectRole } from '@easement/contracts';
import { stores } from '@easement/persistence/testing';
import { type Constellation, startConstellation } from '../src/constellation.ts';
import { createOrganization, type Member, type Organization } from '../src/meridian.ts';
import { type Desk, deskOf } from '../src/statement-desk.ts';

/** The example of the document, step by step. `x` and `y` are the tenants that take it up. */
const example = {
  provider: [
    'create share t;',
    'grant usage on database db1 to share t;',
    'grant select on table db1.table1 to share t;',
    'alter share t add tenants=x, y;',
  ],
  consumer: ['CREATE DATABASE db FROM SHARE t'],
};
const document = '../shared/seeds/share-objects-rfc.md';

(existsSync(document) ? it : it.skip)('the example is the one of the document', () => {
  const [, steps = ''] = readFileSync(document, 'utf8').split('## Example of Using Share with SQL');
  const blocks = [...steps.matchAll(/```(?:sql)?\n([^`]*?)\n```/g)].flatMap(([, block = '']) => block.split(/\n+/));
  expect(blocks).toEqual([...example.provider, ...example.consumer]);
});

describe.each(stores)('share objects in SQL, on %s', (store) => {
  let product: Constellation;
  let meridian: Organization;
  let provider: Desk;
  let consumer: Desk;
  let other: Desk;
  let providerId = '';

  beforeAll(async () => {
    product = await startConstellation(store);
    meridian = await createOrganization(product, 'Meridian');
    const organization = OrganizationRole.MEMBER;
    const join = async (project: string): Promise<{ id: string; member: Member }> => {
      const id = await meridian.createProject(project);
      const member = await meridian.createMember(`${project}-writer`, {
        organization,
        projects: { [id]: ProjectRole.WRITE },
      });
      return { id, member };
    };
    const [tenant1, x, y] = [await join('tenant1'), await join('x'), await join('y')];
    providerId = tenant1.id;
    provider = deskOf(tenant1.member.client, tenant1.id);
    consumer = deskOf(x.member.client, x.id);
    other = deskOf(y.member.client, y.id);
    await provider.run('create database db1');
    await provider.run('create table db1.table1 (id integer, name string)');
    await provider.run('create table db1.table2 (secret string)');
  }, 60_000);
  afterAll(() => product[Symbol.asyncDispose]());

  it('the four steps of the document, typed as they stand', async () => {
    for (const statement of example.provider) await provider.run(statement);
    for (const statement of example.consumer) await consumer.run(statement);
    await consumer.run('use db;');
    expect(await consumer.run('show tables;')).toEqual([['table1', 'TABLE']]);
    expect(await consumer.run('Select * from db.table1')).toEqual([]);
    expect(await consumer.run('select count(*) from table1')).toEqual([['0']]);
  });

  it('what is not granted answers as what is not there', async () => {
    const { reason, message } = await consumer.refused('select * from db.table2');
    expect(reason).toBe('UNKNOWN_NAME');
    const nothing = await consumer.refused('select * from db.table9');
    expect(message.replaceAll('table2', 'table9')).toBe(nothing.message);
    expect((await consumer.refused('describe db.table2')).reason).toBe('UNKNOWN_NAME');
  });

  it('SHOW SHARES, on either side', async () => {
    const time = expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3} \+0000$/);
    expect(await provider.run('show shares')).toEqual([[time, 'OUTBOUND', 't', 'db1', 'x, y', 'tenant1', '']]);
    expect(await consumer.run('show shares')).toEqual([[time, 'INBOUND', 't', 'db', '', 'tenant1', '']]);
    expect(await other.run('show shares')).toEqual([[time, 'INBOUND', 't', '', '', 'tenant1', '']]);
  });

  it('DESC SHARE, on either side', async () => {
    const time = expect.stringMatching(/^\d{4}-.* \+0000$/);
    const content = [
      ['DATABASE', 'tenant1.db1', time],
      ['TABLE', 'tenant1.db1.table1', time],
    ];
    expect(await provider.run('desc share t')).toEqual(content);
    expect(await consumer.run('describe share tenant1.t')).toEqual(content);
    expect(await consumer.run('desc share t')).toEqual(content);
  });

  it('SHOW GRANTS, of objects and of tenants', async () => {
    const time = expect.stringMatching(/^\d{4}-.* \+0000$/);
    expect(await provider.run('show grants on database db1')).toEqual([[time, 'USAGE', 't']]);
    expect(await provider.run('show grants on table db1.table1')).toEqual([[time, 'SELECT', 't']]);
    expect(await provider.run('show grants on table db1.table2')).toEqual([]);
    expect(await provider.run('show grants of share t')).toEqual([
      ['x', 'YES', time],
      ['y', 'NO', ''],
    ]);
  });

  it('says which tenants were unchanged, and changes nothing where one is unknown', async () => {
    expect(await provider.run('alter share t add tenants = X, tenant1')).toEqual([
      ['x', 'was there already'],
      ['tenant1', 'added'],
    ]);
    expect(await provider.run('alter share t remove tenants = tenant1, tenant1')).toEqual([
      ['tenant1', 'removed'],
      ['tenant1', 'removed'],
    ]);
    expect(await provider.run('alter share t remove tenants = tenant1')).toEqual([['tenant1', 'was not there']]);
    const { reason, facts } = await provider.refused('alter share t add tenants = tenant1, nobody, noone');
    expect({ reason, names: facts['names'] }).toEqual({ reason: 'CROSS_ORGANIZATION', names: 'nobody, noone' });
    expect((await provider.run('show grants of share t')).map(([tenant]) => tenant)).toEqual(['x', 'y']);
  });

  it('IF EXISTS and IF NOT EXISTS cover the share', async () => {
    expect((await provider.refused('create share T')).reason).toBe('SHARE_EXISTS');
    expect(await provider.run('create share if not exists t')).toEqual([['share t was there already']]);
    expect((await provider.refused('drop share nothing')).reason).toBe('UNKNOWN_NAME');
    expect(await provider.run('drop share if exists nothing')).toEqual([['there is no share nothing']]);
    expect(await provider.run('alter share if exists nothing add tenants = x')).toEqual([
      ['there is no share nothing'],
    ]);
  });

  it('the grant order, one database a share, and privileges that fit', async () => {
    await provider.run('create share u');
    await provider.run('create database db2');
    await provider.run('create table db2.a (id integer)');
    const refused = async (statement: string) => (await provider.refused(statement)).reason;
    expect(await refused('grant select on table db1.table1 to share u')).toBe('WRONG_SHARE_OBJECT');
    expect(await refused('grant select on database db1 to share u')).toBe('WRONG_PRIVILEGE');
    await provider.run('grant usage on database db1 to share u');
    expect(await refused('grant usage on database db2 to share u')).toBe('WRONG_SHARE_OBJECT');
    expect(await refused('grant select on table db2.a to share u')).toBe('WRONG_SHARE_OBJECT');
    await provider.run('grant select on table db1.table2 to share u');
    expect(await provider.run('revoke usage on database db1 from share u')).toEqual([
      ['revoked, with the 1 grants that hung on it'],
    ]);
    expect(await provider.run('desc share u')).toEqual([]);
    await provider.run('drop share u');
  });

  it('nothing is shared onward, and nothing written through the database', async () => {
    await consumer.run('create share onward');
    const refused = async (statement: string) => (await consumer.refused(statement)).reason;
    expect(await refused('grant usage on database db to share onward')).toBe('RESHARE_FORBIDDEN');
    expect(await refused('grant select on table db.table1 to share onward')).toBe('RESHARE_FORBIDDEN');
    for (const write of [
      'insert into db.table1 values (1, 2)',
      'update db.table1 set id = 1',
      'delete from db.table1',
      'truncate db.table1',
      'drop table db.table1',
      'alter table db.table1 drop column id',
      'create table db.more (id integer)',
    ]) {
      expect(await refused(write)).toBe('LINK_IS_READ_ONLY');
    }
  });

  it('a revoke holds from its answer on, and a new grant is there', async () => {
    await provider.run('revoke select on table db1.table1 from share t');
    expect((await consumer.refused('select * from db.table1')).reason).toBe('UNKNOWN_NAME');
    expect(await consumer.run('show tables')).toEqual([]);
    await provider.run('grant select on table db1.table2 to share t');
    expect(await consumer.run('select * from db.table2')).toEqual([]);
    expect(await consumer.run('show tables from db')).toEqual([['table2', 'TABLE']]);
  });

  it('the name of a share is enough where one project alone offers it', async () => {
    expect((await other.refused('create database d from share nothing')).reason).toBe('UNKNOWN_NAME');
    await other.run('create database mine from share tenant1.t');
    expect((await other.refused('create database twice from share t')).reason).toBe('LINK_EXISTS');
    expect(await other.run('create database if not exists mine from share t')).toEqual([
      ['database mine was there already'],
    ]);
    expect(await other.run('show databases')).toEqual([['mine', 'LINKED']]);
    await other.run('alter database mine rename to ours');
    expect(await other.run('select * from ours.table2')).toEqual([]);
    await other.run('drop database ours');
    expect(await other.run('show databases')).toEqual([]);
  });

  it('a single granted table is linked under a name in an own database, and unlinked by DROP TABLE', async () => {
    await other.run('create database local');
    await other.run('use local');
    const refused = async (statement: string) => (await other.refused(statement)).reason;
    expect(await refused('create table one from share tenant1.t.table1')).toBe('UNKNOWN_NAME');
    expect(await refused('create table one from share tenant1.nothing.table2')).toBe('UNKNOWN_NAME');
    await other.run('create table one from share tenant1.t.TABLE2');
    expect(await other.run('select * from one')).toEqual([]);
    expect(await other.run('describe local.one')).toEqual([['secret', 'STRING', 'YES', '']]);
    expect(await other.run('show tables')).toEqual([['one', 'TABLE']]);
    expect(await refused('create table one (a integer)')).toBe('NAME_TAKEN');
    expect(await refused('insert into one values (1)')).toBe('LINK_IS_READ_ONLY');
    await provider.run('revoke select on table db1.table2 from share t');
    expect(await refused('select * from one')).toBe('UNKNOWN_NAME');
    await provider.run('grant select on table db1.table2 to share t');
    expect(await other.run('select count(*) from one')).toEqual([['0']]);
    await other.run('drop table one');
    expect(await refused('select * from one')).toBe('UNKNOWN_NAME');
    expect(await other.run('show tables')).toEqual([]);
    expect(await provider.run('describe db1.table2')).toEqual([['secret', 'STRING', 'YES', '']]);
    await other.run('drop database local');
  });

  it('a tenant that is removed, a share that is dropped: the database is gone', async () => {
    await other.run('create database mine from share t');
    await provider.run('alter share t remove tenants = y');
    expect((await other.refused('select * from mine.table2')).reason).toBe('UNKNOWN_NAME');
    await provider.run('drop share t');
    expect((await consumer.refused('select * from db.table2')).reason).toBe('UNKNOWN_NAME');
    expect(await provider.run('show shares')).toEqual([]);
  });

  it('what is dropped at the source answers so until it is unlinked', async () => {
    await provider.run('create database gone');
    await provider.run('create table gone.a (id integer)');
    await provider.run('create share g');
    await provider.run('grant usage on database gone to share g');
    await provider.run('grant select on table gone.a to share g');
    await provider.run('alter share g add tenants = x');
    await consumer.run('create database g from share tenant1.g');
    expect(await consumer.run('describe g.a')).toEqual([['id', 'INTEGER', 'YES', '']]);
    await provider.run('drop database gone');
    expect((await consumer.refused('select * from g.a')).reason).toBe('SOURCE_GONE');
    await consumer.run('drop database g');
    expect((await consumer.refused('select * from g.a')).reason).toBe('UNKNOWN_NAME');
  });

  it('own data: columns, renames, replacement', async () => {
    await provider.run('create database if not exists own');
    await provider.run('use own');
    await provider.run('create table a (id int not null primary key, price decimal(9, 2))');
    await provider.run('alter table a add column note text');
    await provider.run('alter table a rename column note to remark');
    await provider.run('alter table a drop column price');
    expect(await provider.run('desc a')).toEqual([
      ['id', 'INTEGER', 'NO', 'PRIMARY'],
      ['remark', 'STRING', 'YES', ''],
    ]);
    await provider.run('alter table a rename to b');
    expect((await provider.refused('create table b (id int)')).reason).toBe('NAME_TAKEN');
    expect(await provider.run('create table if not exists b (id int)')).toEqual([['table b was there already']]);
    await provider.run('create or replace table b (remark text, x double)');
    expect(await provider.run('desc b')).toEqual([
      ['remark', 'STRING', 'YES', ''],
      ['x', 'DOUBLE', 'YES', ''],
    ]);
    expect(await provider.run('show tables')).toEqual([['b', 'TABLE']]);
    await provider.run('drop table b');
    expect(await provider.run('drop table if exists b')).toEqual([['there is no table b']]);
    await provider.run('drop database own');
  });

  it('the same over RPC: what one does the other shows', async () => {
    await provider.run(`create share r comment = 'by hand'`);
    const { shares } = meridian.owner.client;
    const listed = await shares.listShares({ projectId: providerId, name: 'R' });
    expect(listed.shares).toMatchObject([{ name: 'r', comment: 'by hand' }]);
    await shares.deleteShare({ shareId: listed.shares[0]?.id ?? '' });
    expect(await provider.run('show shares')).toEqual([]);
  });

  it('a statement that is only checked changes nothing and answers nothing', async () => {
    const { client } = meridian.owner;
    const statement = 'create share never';
    const { rows } = await client.query({ projectId: providerId, statement, validateOnly: true });
    for await (const row of rows) throw new Error(`answered ${JSON.stringify(row)}`);
    expect((await provider.refused('drop share never')).reason).toBe('UNKNOWN_NAME');
  });
});
