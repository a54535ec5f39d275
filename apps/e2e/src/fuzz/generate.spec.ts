import { generate } from './generate.ts';
import { placeholderOf } from './twins.ts';

const kept = {
  tables: [{ sql: 'ops.people', columns: [{ name: 'id', type: 'integer' as const }] }],
  scratch: [{ sql: 'own.v0', columns: [{ name: 'c0', type: 'integer' as const }] }],
  targets: {
    files: ['/etc/passwd'],
    rows: ['/rows/a.parquet'],
    out: '/tmp/out',
    closed: [`${placeholderOf('vault')}.gold`],
    closedPlaces: [placeholderOf('vault')],
    dropped: ['salary'],
  },
};

function first(count: number, seed: number) {
  const statements = generate(kept, seed);
  return Array.from({ length: count }, () => statements.next().value);
}

it('a seed makes the same statements again, another one others', () => {
  expect(first(50, 1)).toEqual(first(50, 1));
  expect(first(50, 1)).not.toEqual(first(50, 2));
});

const all = first(6_000, 3);
const bare = all.filter(({ isMutated }) => !isMutated);
const spaced = bare.map(({ statement }) => statement.toUpperCase().replace(/\s+/g, ' '));

it.each([
  ...[
    'WITH',
    'UNION',
    'LATERAL',
    'EXISTS',
    'OVER',
    'PIVOT',
    'RECURSIVE',
    'EXPLAIN',
    'VALUES',
    'GROUP BY',
    'QUALIFY',
    '->',
  ],
  ...[
    'CREATE VIEW',
    'CREATE OR REPLACE FUNCTION',
    'CREATE TABLE',
    'INSERT',
    'UPDATE',
    'DELETE',
    'TRUNCATE',
    'DROP',
    'GRANT',
  ],
  ...[
    'READ_TEXT',
    'PARQUET_',
    "'/ETC/PASSWD'",
    'SALARY',
    'DUCKDB_',
    'GETENV',
    'PRAGMA',
    'ATTACH',
    '⟦VAULT⟧',
    '$$',
    "E'",
  ],
])('some have %s', (piece) => {
  expect(spaced.filter((statement) => statement.includes(piece)).length).toBeGreaterThan(2);
});

it('what is said to be hostile names something closed, a file or a function that is not offered', () => {
  const harmless = bare.filter(({ isHostile }) => !isHostile).map(({ statement }) => statement);
  const pieces = /⟦|\/rows\/|read_(?:text|csv|blob|json)\W*\(|duckdb_|salary|getenv|pragma/i;
  expect(harmless.filter((statement) => pieces.test(statement.replaceAll("'read_text(''/etc/passwd'')'", '')))).toEqual(
    [],
  );
  expect(bare.filter(({ isHostile }) => isHostile).length).toBeGreaterThan(bare.length / 6);
});
