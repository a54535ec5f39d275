import { DuckDBInstance } from '@duckdb/node-api';
import {
  allowedScalarFunctions,
  allowedTableFunctions,
  lambdaFunctions,
  rowFunctions,
} from '../../src/engine/sql/allowed-functions.ts';
import { refusedFunctions } from './refused-functions.ts';

type Listed = { readonly name: string; readonly type: string };

let listed: Listed[];
beforeAll(async () => {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  const reader = await connection.runAndReadAll(
    'SELECT DISTINCT lower(function_name), function_type FROM duckdb_functions()',
  );
  listed = reader.getRows().map(([name, type]) => ({ name: String(name), type: String(type) }));
  connection.closeSync();
  instance.closeSync();
});

const patterns = Object.values(refusedFunctions).flatMap((names) => names.split(/\s+/));
const isRefused = (name: string) =>
  patterns.some((pattern) => (pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern));
const isInFrom = ({ type }: Listed) => type === 'table' || type === 'table_macro';

/** What the grammar turns into a call without listing it. */
const unlisted = new Set(['countif', 'fill', 'unnest', 'count_star']);

describe('the functions of DuckDB', () => {
  it('are all judged: allowed, or refused for a reason', () => {
    const unjudged = listed.filter((one) => {
      const allowed = isInFrom(one) ? allowedTableFunctions : allowedScalarFunctions;
      return !allowed.has(one.name) && !isRefused(one.name) && !(isInFrom(one) && allowedScalarFunctions.has(one.name));
    });
    expect(unjudged.map(({ name, type }) => `${name} (${type})`)).toEqual([]);
  });

  it('answer one value for the values of a row where functions of buckets may call them', () => {
    const plain = new Set(listed.filter(({ type }) => type === 'scalar' || type === 'macro').map(({ name }) => name));
    const others = new Set(listed.filter(({ name }) => !plain.has(name)).map(({ name }) => name));
    expect([...rowFunctions].filter((name) => others.has(name))).toEqual([]);
    for (const name of ['sum', 'row_number', 'unnest', 'generate_subscripts', 'regexp_split_to_table']) {
      expect(rowFunctions.has(name)).toBe(false);
    }
    expect([...lambdaFunctions].filter((name) => !rowFunctions.has(name))).toEqual([]);
  });

  it('are never both', () => {
    expect([...allowedScalarFunctions, ...allowedTableFunctions].filter(isRefused)).toEqual(
      ['pg_typeof', 'pg_size_pretty'].sort(),
    );
  });

  it('hold each one that is allowed', () => {
    const names = new Set(listed.map(({ name }) => name));
    const missing = [...allowedScalarFunctions, ...allowedTableFunctions].filter(
      (name) => !names.has(name) && !unlisted.has(name),
    );
    expect(missing).toEqual([]);
  });
});
