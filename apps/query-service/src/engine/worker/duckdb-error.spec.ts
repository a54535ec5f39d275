import { readDuckdbError, refusalOfError, tooLarge } from './duckdb-error.ts';

const thrown = (fields: Record<string, string>) => new Error(JSON.stringify(fields));
const refusal = (fields: Record<string, string>, statement = 'SELECT dela FROM b.t', isDiscreet = false) => {
  const error = readDuckdbError(thrown(fields));
  if (!error) throw new Error('not an error of DuckDB');
  return refusalOfError(error, { statement, isDiscreet }, 1_000);
};

describe('readDuckdbError', () => {
  it.each([new Error('plain words'), new Error('{broken'), 'a string', undefined])('leaves %p alone', (error) => {
    expect(readDuckdbError(error)).toBeUndefined();
  });
});

describe('what is said of an error', () => {
  it.each(['Conversion', 'Out of Range', 'Invalid Input', 'Divide by Zero', 'Mismatch Type'])(
    'about a value (%s) quotes none',
    (type) => {
      const said = refusal({ exception_type: type, exception_message: `Could not convert string 'secret' to INT32` });
      expect(said?.reason).toBe('invalid_field');
      expect(said?.facts).toEqual({ field: 'statement', error: type });
      expect(said?.message).not.toContain('secret');
    },
  );

  it('about a column names it, and the place where it was typed', () => {
    const said = refusal({
      exception_type: 'Binder',
      error_subtype: 'COLUMN_NOT_FOUND',
      name: 'dela',
      exception_message: 'Referenced column "dela" not found in FROM clause!\nCandidate bindings: "delay"',
    });
    expect(said?.reason).toBe('unknown_name');
    expect(said?.facts).toEqual({ name: 'dela', position: '7', line: '1', column: '8' });
  });

  it.each(['Binder', 'Parser', 'Expression'])('about a form (%s) quotes no function of another project', (type) => {
    const error = {
      exception_type: type,
      exception_message: `GROUPING child "x = 'secret'" must be a grouping column`,
    };
    expect(refusal(error)?.message).toContain('secret');
    const said = refusal(error, 'SELECT grouping(c.f(x)) FROM b.t', true);
    expect(said?.reason).toBe('sql_syntax');
    expect(said?.message).not.toContain('secret');
  });

  it('about a name that was not typed so has no place', () => {
    const said = refusal({ exception_type: 'Catalog', exception_message: 'x', name: 'elsewhere' });
    expect(said?.facts).toEqual({ name: 'elsewhere' });
  });

  it('about a table is about a name', () => {
    const said = refusal(
      { exception_type: 'Binder', exception_message: 'Referenced table "g" not found!' },
      'SELECT g.x',
    );
    expect([said?.reason, said?.facts['name']]).toEqual(['unknown_name', 'g']);
  });

  it('about a form is its first line', () => {
    const said = refusal({ exception_type: 'Binder', exception_message: 'LIMIT cannot be negative\n\nLINE 1: secret' });
    expect([said?.reason, said?.message]).toEqual(['sql_syntax', 'LIMIT cannot be negative']);
  });

  it('holds no path', () => {
    const said = refusal({ exception_type: 'Binder', exception_message: 'cannot read "/data/org_1/x.parquet"' });
    expect(said?.message).not.toContain('/data');
  });

  it('about a table that the worker has not suggests none', () => {
    const said = refusal({
      exception_type: 'Catalog',
      exception_message: 'no x!\nDid you mean "pg_class"?',
      name: 'x',
    });
    expect(said?.message).not.toContain('pg_class');
  });

  it('about memory names the limit', () => {
    const said = refusal({ exception_type: 'Out of Memory', exception_message: 'SET memory_limit' });
    expect(said).toEqual(tooLarge(1_000));
    expect(said?.facts).toEqual({ limit: '1000', unit: 'bytes of memory' });
  });

  it.each(['Permission', 'Not implemented'])('about what is not offered (%s) says no more', (type) => {
    const said = refusal({ exception_type: type, exception_message: 'Cannot access file "/etc/passwd"' });
    expect(said?.reason).toBe('statement_not_supported');
    expect(said?.message).not.toContain('passwd');
  });

  it.each(['IO', 'INTERNAL', 'FATAL', 'Something new'])('is nothing where it is our fault: %s', (type) => {
    expect(refusal({ exception_type: type, exception_message: '/data/x' })).toBeUndefined();
  });
});
