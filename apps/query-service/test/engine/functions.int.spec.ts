import { DuckDBInstance } from '@duckdb/node-api';
import { allowedScalarFunctions, allowedTableFunctions } from '../../src/engine/sql/allowed-functions.ts';
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
