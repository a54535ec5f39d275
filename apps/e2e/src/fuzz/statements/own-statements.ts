import { expression } from './expressions.ts';
import type { Making, Type } from './grammar.ts';
import { hostileSource } from './hostile.ts';
import { query } from './queries.ts';

const things = [
  { name: 'id', type: 'integer' },
  { name: 'name', type: 'string' },
] as const;
const pair: readonly Type[] = ['integer', 'string'];

/** A statement of ours: about rows, tables, views and functions of the caller's own database, or about shares. */
export function ownStatement(making: Making): string {
  const { choose } = making;
  return choose.one([changingRows, changingRows, makingObjects, makingObjects, makingObjects, aboutShares])(making);
}

function changingRows(making: Making): string {
  const { choose } = making;
  const table = choose.one(['own.things', 'own.things', 'own.s0', 'own.s1', choose.one(making.targets.closed)]);
  if (table.includes('⟦')) making.isHostile = true;
  const [id, name] = table === 'own.things' || table.includes('⟦') ? ['id', 'name'] : ['c0', 'c1'];
  const scope = things.map(({ type }, at) => ({ name: at === 0 ? id : name, type }));
  const where = (): string => (choose.chance(0.8) ? ` WHERE ${expression(making, scope, 'boolean', 2)}` : '');
  return choose.one([
    () => `INSERT INTO ${table} ${query(making, pair, [], 1)}`,
    () => `INSERT INTO ${table} (${name}, ${id}) ${query(making, ['string', 'integer'], [], 1)}`,
    () =>
      `INSERT INTO ${table} VALUES (${expression(making, [], 'integer', 2)}, ${expression(making, [], 'string', 2)})`,
    () => `UPDATE ${table} SET ${name} = ${expression(making, scope, 'string', 2)}${where()}`,
    () =>
      `UPDATE ${table} AS x SET ${name} = (SELECT min(c0) FROM (${query(making, ['string'], [], 1)}) q), ${id} = ${expression(making, scope, 'integer', 1)}${where()}`,
    () => `DELETE FROM ${table}${where()}`,
    () => `TRUNCATE ${table}`,
  ])();
}

function makingObjects(making: Making): string {
  const { choose } = making;
  const at = choose.below(2);
  const replace = choose.one(['', 'OR REPLACE ', 'OR REPLACE ', 'OR REPLACE ']);
  const parameters = [
    { name: 'a', type: 'integer' },
    { name: 'b', type: 'string' },
  ] as const;
  const body = (): string => expression(making, parameters, choose.one(['integer', 'string']), 3);
  return choose.one([
    () => `CREATE ${replace}VIEW own.v${at} AS ${query(making, pair, [], 2)}`,
    () => `CREATE ${replace}VIEW own.v${at} (c0, c1) COMMENT = 'a view; of ours' AS ${query(making, pair, [], 2)}`,
    () => `CREATE ${replace}TABLE own.s${at} AS ${query(making, pair, [], 2)}`,
    () => `CREATE ${replace}FUNCTION own.f${at}(a integer, b varchar) AS ${body()}`,
    () => `CREATE ${replace}FUNCTION own.f${at}(a integer, b varchar) RETURNS varchar AS ${body()}`,
    () => `DROP ${choose.one(['VIEW own.v', 'TABLE own.s', 'FUNCTION own.f'])}${at}`,
    () => `SELECT own.f${at}(id, name) FROM own.things`,
    () => `SELECT own.f${at}(p.id, p.name) AS x FROM ops.people p WHERE own.f${1 - at}(p.id, 'x') IS NOT NULL`,
    () => `ALTER VIEW own.v${at} RENAME TO own.v${1 - at}`,
  ])();
}

/** What is closed is named here in every place where a name may stand. */
function aboutShares(making: Making): string {
  const { choose, targets } = making;
  const table = choose.one(targets.closed);
  const place = choose.one(targets.closedPlaces);
  const hostile = (text: string): string => {
    making.isHostile = true;
    return text;
  };
  return choose.one([
    () => hostile(`GRANT SELECT ON TABLE ${table} TO SHARE mine`),
    () => hostile(`GRANT USAGE ON DATABASE ${place} TO SHARE mine`),
    () => hostile(`GRANT REFERENCE_USAGE ON DATABASE ${place} TO SHARE mine`),
    () => hostile(`REVOKE SELECT ON TABLE ${table} FROM SHARE mine`),
    () => hostile(`GRANT SELECT ON TABLE own.things TO SHARE ${place}`),
    () => hostile(`DROP SHARE ${place}`),
    () => hostile(`CREATE DATABASE taken FROM SHARE ${place}.${place}`),
    () => hostile(`CREATE DATABASE taken FROM SHARE ${place}`),
    () => hostile(`CREATE TABLE own.taken FROM SHARE ${place}.${table}`),
    () => hostile(`SHOW TABLES FROM ${place}`),
    () => hostile(`SHOW GRANTS ON TABLE ${table}`),
    () => hostile(`SHOW GRANTS ON DATABASE ${place}`),
    () => hostile(`SHOW GRANTS OF SHARE ${place}`),
    () => hostile(`DESC SHARE ${place}`),
    () => hostile(`DESC SHARE ${place}.${place}`),
    () => hostile(`DESCRIBE TABLE ${table}`),
    () => hostile(`USE ${place}`),
    () => hostile(`DROP TABLE ${table}`),
    () => hostile(`DROP DATABASE ${place}`),
    () => hostile(`ALTER TABLE ${table} ADD COLUMN c integer`),
    () => hostile(`ALTER TABLE ${table} RENAME TO own.taken`),
    () => hostile(`CREATE TABLE ${table} (id integer)`),
    () => hostile(`CREATE VIEW ${table} AS SELECT 1 AS c0`),
    () => hostile(`CREATE TABLE own.taken AS SELECT * FROM ${hostileSource(making)} h`),
    () => hostile(`COPY own.things FROM '${choose.one(targets.files)}'`),
    () => hostile(`COPY (SELECT 1) TO '${targets.out}'`),
    () => `SHOW SHARES`,
    () => `SHOW DATABASES`,
    () => `SHOW TABLES FROM ${choose.one(['ops', 'own', 'books'])}`,
    () => `DESCRIBE TABLE ${choose.one(['ops.people', 'own.things', 'books.open'])}`,
    () => `DESC SHARE ${choose.one(['books', 'mine', 'finance.books'])}`,
    () => `SHOW GRANTS ON TABLE own.things`,
    () => `SHOW GRANTS OF SHARE mine`,
  ])();
}
