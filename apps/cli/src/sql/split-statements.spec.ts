import fc from 'fast-check';
import { allStatements, isEmpty, splitStatements } from './split-statements.ts';

const texts = (sql: string) => splitStatements(sql).statements.map(({ text }) => text);

describe('splitStatements', () => {
  it('ends a statement at its semicolon and keeps the rest', () => {
    const { statements, rest } = splitStatements('SELECT 1;\n\nSELECT 2;SELECT\n3');
    expect(statements).toEqual([
      { text: 'SELECT 1', line: 1 },
      { text: 'SELECT 2', line: 3 },
    ]);
    expect(rest).toEqual({ text: 'SELECT\n3', line: 3 });
  });

  it.each([
    ["SELECT ';'"],
    ["SELECT 'it''s; here'"],
    ['SELECT ";" FROM "a"";b"'],
    ['SELECT 1 -- ; not yet'],
    ['SELECT /* ; \n ; */ 1'],
    ['SELECT $$ ; $$'],
    ['SELECT $tag$ ; $$ ; $tag$'],
    ['SELECT 5 - 3 / 2 $ 1'],
  ])('is not misled by %s', (sql) => {
    expect(texts(`${sql}\n;`)).toEqual([sql]);
  });

  it.each(["SELECT 'a;", 'SELECT "a;', 'SELECT /* a;', 'SELECT $$ a;', 'SELECT $x$ a; $$;'])(
    'waits for more after %s',
    (sql) => {
      expect(splitStatements(sql)).toEqual({ statements: [], rest: { text: sql, line: 1 } });
    },
  );

  it('passes over statements of nothing but comments', () => {
    expect(texts(';;-- nothing\n;/* nothing */;SELECT 1;')).toEqual(['SELECT 1']);
  });

  it('finds back what was put together', () => {
    const statement = fc.constantFrom("SELECT ';'", 'SELECT "a;b"', 'SELECT 1 /* ; */', 'SELECT $$;$$', 'x');
    fc.assert(
      fc.property(fc.array(statement), (statements) => {
        expect(texts(statements.map((text) => `${text};`).join('\n'))).toEqual(statements);
      }),
    );
  });

  it('splits a long text', () => {
    const long = `${"SELECT 'x' - 1 / 2;\n".repeat(20_000)}SELECT '${'a'.repeat(500_000)}`;
    expect(splitStatements(long).statements).toHaveLength(20_000);
  });
});

it('allStatements takes the last one without a semicolon', () => {
  expect(allStatements('SELECT 1; SELECT 2 -- end').map(({ text }) => text)).toEqual(['SELECT 1', 'SELECT 2 -- end']);
  expect(allStatements('SELECT 1; -- end')).toHaveLength(1);
  expect(allStatements('\n')).toEqual([]);
});

it('isEmpty sees through comments', () => {
  expect(isEmpty(' -- a\n/* b */ ')).toBe(true);
  expect(isEmpty(' -- a\n1')).toBe(false);
});
