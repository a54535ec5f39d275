import fc from 'fast-check';
import { parseStatement } from './parse-statement.ts';
import type { SqlStatement } from './statement.ts';
import { writeStatement } from './write-statement.ts';

const chars = fc.constantFrom(...'aZ_0"\'.;-/*$,( )[]\n\t=éß中😀\u00a0\u200b');
const anyName = fc
  .oneof(
    fc.constantFrom(
      't',
      'Ops',
      'share',
      'select',
      'TENANTS',
      'if',
      'not',
      'comment',
      'from',
      'größe',
      '名',
      '1a',
      'desc',
    ),
    fc.string({ unit: chars, minLength: 1, maxLength: 8 }),
  )
  .map((text) => ({ text, offset: 0 }));
const anyText = fc.oneof(
  fc.constantFrom('', "it's; -- ours", '/* a */', '$$ $a$'),
  fc.string({ unit: chars, maxLength: 8 }),
);
const parts = (least: number, most: number) =>
  fc.array(anyName, { minLength: least, maxLength: most }).map((names) => ({
    parts: names.map(({ text }) => text),
    offset: 0,
  }));
const piece = (text: string) => ({ text, offset: 0 });
const object = parts(1, 2);
const names = fc.array(anyName, { minLength: 1, maxLength: 3 });
const type = fc
  .constantFrom(
    ...['integer', 'decimal(9, 2)', 'double precision', 'timestamp with time zone', 'character varying (10)'],
    ...[
      'struct(a integer, "b;" varchar)[]',
      'map(varchar, integer[3])',
      'time',
      '"my type"',
      'timestamp(3) without time zone',
    ],
  )
  .map(piece);
const { expression, query } = fc.letrec<{ expression: string; query: string }>((tie) => ({
  expression: fc.oneof(
    { maxDepth: 3, depthIdentifier: 'sql' },
    fc.constantFrom(
      '1',
      'a',
      "'it''s; , where'",
      '"x,"',
      '$$ ( ; $$',
      "E'it\\'s )'",
      '.5',
      'null',
      'a /* ; ( */ + 1',
      '-1e5',
    ),
    fc.array(tie('expression'), { minLength: 1, maxLength: 3 }).map((all) => `f(${all.join(', ')})`),
    fc.array(tie('expression'), { maxLength: 3 }).map((all) => `[${all.join(', ')}]`),
    tie('expression').map((one) => `{'x': ${one}, 'y': 1}`),
    tie('expression').map((one) => `case when ${one} then 1 else (2) end -- ;\n + 1`),
    tie('query').map((one) => `(${one})`),
    tie('expression').map((one) => `${one} is distinct from 2`),
    tie('expression').map((one) => `extract(year from ${one})`),
  ),
  query: fc.oneof(
    { maxDepth: 3, depthIdentifier: 'sql' },
    fc.constantFrom("select ';'", 'from t', 'table t', 'values (1, 2), (3, 4)', 'pivot t on a using count(*)'),
    fc
      .tuple(tie('expression'), tie('expression'))
      .map(([one, two]) => `select ${one} as "a;", ${two} from t where ${one}`),
    tie('query').map((one) => `with q as materialized (${one}) select * from q order by 1, 2 limit 3`),
    fc.tuple(tie('query'), tie('query')).map(([one, two]) => `(${one}) union all ${two}`),
  ),
}));
const anyExpression = expression.map(piece);
const anyQuery = query.map(piece);

const ifThere = fc.constantFrom('refuse' as const, 'skip' as const, 'replace' as const);
const optional = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
const kind = <Kind extends string>(...kinds: readonly Kind[]) => fc.constantFrom(...kinds);
const column = fc
  .record({ name: anyName, type, nullable: fc.boolean(), isKey: fc.boolean() })
  .map(({ isKey, ...definition }) => ({
    isKey,
    definition: { ...definition, nullable: definition.nullable && !isKey },
  }));
const content = fc.oneof(
  fc.array(column, { minLength: 1, maxLength: 3 }).map((columns) => ({
    kind: 'columns' as const,
    columns: columns.map(({ definition }) => definition),
    primaryKey: columns.filter(({ isKey }) => isKey).map(({ definition }) => definition.name),
  })),
  anyQuery.map((one) => ({ kind: 'query' as const, query: one })),
  parts(2, 3).map((source) => ({ kind: 'share' as const, source })),
);
const granted = fc.oneof(
  parts(1, 1).map((name) => ({ kind: 'bucket' as const, name })),
  fc.record({ kind: kind('table', 'view', 'function'), name: object }),
);
const privilege = kind('usage', 'select', 'reference_usage');
const ifExists = fc.boolean();

const statements = fc.oneof<fc.Arbitrary<SqlStatement>[]>(
  fc.record({
    kind: kind('create_share'),
    ifThere: fc.constantFrom('refuse', 'skip'),
    name: anyName,
    comment: anyText,
  }),
  fc.record({ kind: kind('drop_share', 'drop_database'), ifExists, name: anyName }),
  fc.record({
    kind: kind('alter_share'),
    name: anyName,
    ifExists,
    change: fc.constantFrom('add', 'remove'),
    tenants: names,
  }),
  fc.record({ kind: kind('grant', 'revoke'), privilege, object: granted, share: anyName }),
  fc.record({ kind: kind('show_shares', 'show_databases') }),
  fc.record({ kind: kind('describe_share'), name: object }),
  fc.record({ kind: kind('show_grants_on'), object: granted }),
  fc.record({ kind: kind('show_grants_of'), share: object }),
  fc.record({ kind: kind('show_tables', 'show_views', 'show_functions'), database: optional(anyName) }),
  fc.record({ kind: kind('describe'), name: object }),
  fc.record({ kind: kind('use'), database: anyName }),
  fc.record({ kind: kind('create_database'), ifThere, name: anyName, comment: anyText, source: optional(object) }),
  fc.record({ kind: kind('rename_database'), name: anyName, ifExists, to: anyName }),
  fc.record({ kind: kind('create_table'), ifThere, name: object, content }),
  fc.record({ kind: kind('drop_table', 'drop_view', 'drop_function'), ifExists, name: object }),
  fc.record({ kind: kind('rename_table', 'rename_view'), name: object, ifExists, to: object }),
  fc.record({ kind: kind('add_column'), table: object, ifExists, column: column.map(({ definition }) => definition) }),
  fc.record({ kind: kind('drop_column'), table: object, ifExists, column: anyName }),
  fc.record({ kind: kind('rename_column'), table: object, ifExists, column: anyName, to: anyName }),
  fc.record({
    ...{ kind: kind('create_view'), ifThere, name: object, columns: fc.oneof(fc.constant([]), names) },
    ...{ comment: anyText, query: anyQuery },
  }),
  fc.record({
    ...{ kind: kind('create_function'), ifThere, name: object },
    ...{ parameters: fc.array(fc.record({ name: anyName, type }), { maxLength: 3 }) },
    ...{ returns: optional(type), expression: anyExpression },
  }),
  fc.record({ kind: kind('insert'), table: object, columns: fc.oneof(fc.constant([]), names), source: anyQuery }),
  fc.record({
    ...{ kind: kind('update'), table: object, alias: optional(anyName), where: optional(anyExpression) },
    changes: fc.array(fc.record({ column: anyName, value: anyExpression }), { minLength: 1, maxLength: 3 }),
  }),
  fc.record({ kind: kind('delete'), table: object, alias: optional(anyName), where: optional(anyExpression) }),
  fc.record({ kind: kind('truncate'), table: object }),
  fc.record({
    ...{ kind: kind('copy'), table: object, file: anyText },
    options: fc.array(fc.record({ name: kind('format', 'header'), value: optional(anyText) }), { maxLength: 2 }),
  }),
);

const spelling = fc.array(fc.nat(1000), { minLength: 5, maxLength: 40 });

/** Without the places, which hang on the spelling. */
function meaningOf(statement: SqlStatement): unknown {
  return JSON.parse(JSON.stringify(statement, (key, value: unknown) => (key === 'offset' ? undefined : value)));
}

it('a statement is read as it was meant, however it is spelled', () => {
  fc.assert(
    fc.property(statements, spelling, (statement, choices) => {
      const text = writeStatement(statement, choices);
      expect({ text, read: meaningOf(parseStatement(text)) }).toEqual({ text, read: meaningOf(statement) });
    }),
    { numRuns: 2_000 },
  );
});

it('the places of names are where they stand', () => {
  fc.assert(
    fc.property(statements, spelling, (statement, choices) => {
      const text = writeStatement(statement, choices);
      const characters = [...text];
      JSON.stringify(parseStatement(text), (_key, value: unknown) => {
        if (typeof value !== 'object' || value === null || !('offset' in value)) return value;
        const { offset, text: said, parts: all } = value as { offset: number; text?: string; parts?: string[] };
        const written = (all?.[0] ?? said ?? '').replaceAll('"', '""');
        const there = characters.slice(offset).join('');
        expect(there.startsWith(written) || there.startsWith(`"${written}"`) || there.startsWith(said ?? '\0')).toBe(
          true,
        );
        return value;
      });
    }),
    { numRuns: 1_000 },
  );
});
