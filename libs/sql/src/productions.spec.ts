import { parseStatement } from './parse-statement.ts';

/**
 * The productions of ../shared/seeds/share-objects-rfc.md, with what statements about views and functions add: `[…]` may be
 * left out, `{a | b}` is one of them.
 */
const productions = [
  "CREATE SHARE [IF NOT EXISTS] NAME [COMMENT = 'TEXT'][;]",
  'DROP SHARE [IF EXISTS] NAME[;]',
  'ALTER SHARE [IF EXISTS] NAME {ADD | REMOVE} TENANTS = NAME[, NAME][, NAME][;]',
  'GRANT {USAGE | SELECT | REFERENCE_USAGE} ON {DATABASE NAME | TABLE NAME.NAME | VIEW NAME.NAME | FUNCTION NAME.NAME} TO SHARE NAME[;]',
  'REVOKE {USAGE | SELECT | REFERENCE_USAGE} ON {DATABASE NAME | TABLE NAME.NAME | VIEW NAME.NAME | FUNCTION NAME.NAME} FROM SHARE NAME[;]',
  'SHOW SHARES[;]',
  '{DESC | DESCRIBE} SHARE [NAME.]NAME[;]',
  'SHOW GRANTS ON {DATABASE NAME | TABLE NAME.NAME | VIEW NAME.NAME | FUNCTION NAME.NAME}[;]',
  'SHOW GRANTS OF SHARE NAME[;]',
  'CREATE DATABASE [IF NOT EXISTS] NAME FROM SHARE [NAME.]NAME[;]',
  'CREATE TABLE [IF NOT EXISTS] [NAME.]NAME FROM SHARE [NAME.]NAME.NAME[;]',
  'USE NAME[;]',
  'SHOW TABLES [{FROM | IN} NAME][;]',
];

/** Names as they are written, and what they say. */
const names = [
  ['t', 't'],
  ['Tenant_1', 'Tenant_1'],
  ['share', 'share'],
  ['"select"', 'select'],
  ['"from share"', 'from share'],
  ['"a.b"', 'a.b'],
  ['"it""s; here"', 'it"s; here'],
  ['Größe', 'Größe'],
  ['"中文 -- 名"', '中文 -- 名'],
  ['🦆', '🦆'],
] as const;

const cases = {
  'as it stands': (text: string) => text,
  'in lower case': (text: string) => text.toLowerCase(),
  'in mixed case': (text: string) =>
    [...text].map((letter, at) => (at % 2 === 0 ? letter : letter.toLowerCase())).join(''),
  'with comments': (text: string) => `-- one; two\n${text.replaceAll(' ', ' /* ; /* " */ */ ')} -- 'end`,
  'over several lines': (text: string) => `\n\t${text.replaceAll(' ', '\r\n\u00a0')}\n`,
};

/** Every text that a production stands for. */
function textsOf(production: string): string[] {
  const part = /\[([^[\]{}]*(?:\{[^{}]*\}[^[\]{}]*)?)\]|\{([^{}]*)\}/.exec(production);
  if (!part) return [production.replaceAll(/ +/g, ' ').trim()];
  const [whole, optional, choices] = part;
  const found = optional === undefined ? (choices ?? '').split('|').map((choice) => choice.trim()) : ['', optional];
  return found.flatMap((text) => textsOf(production.replace(whole, () => text)));
}

/** Puts names in, each at the next place, beginning with a different one for each statement. */
function withNames(text: string, first: number): { readonly text: string; readonly said: readonly string[] } {
  const said: string[] = [];
  const written = text.replaceAll('NAME', () => {
    const [name, meaning] = names[(first + said.length) % names.length] ?? names[0];
    said.push(meaning);
    return name;
  });
  return { text: written, said };
}

/** The names in what was read, in the order in which they stand. */
function namesIn(value: unknown): string[] {
  const found: { readonly offset: number; readonly names: readonly string[] }[] = [];
  JSON.stringify(value, (_key, part: unknown) => {
    if (typeof part !== 'object' || part === null || !('offset' in part)) return part;
    const { offset, text, parts } = part as { offset: number; text?: string; parts?: string[] };
    found.push({ offset, names: parts ?? [text ?? ''] });
    return part;
  });
  return found.sort((one, other) => one.offset - other.offset).flatMap((one) => one.names);
}

describe.each(productions)('%s', (production) => {
  const texts = textsOf(production);

  it.each(Object.entries(cases))('is read %s, with and without each part', (_how, written) => {
    for (const [at, bare] of texts.entries()) {
      for (const first of names.keys()) {
        const { text, said } = withNames(
          written(bare.replaceAll('NAME', '\u0001')).replaceAll('\u0001', 'NAME'),
          first + at,
        );
        const statement = parseStatement(text);
        expect(statement.kind).not.toBe('query');
        expect({ text, names: namesIn(statement) }).toEqual({ text, names: said });
      }
    }
  });
});

it('every combination is there', () => {
  expect(textsOf('A [B] {C | D [E]}[;]')).toHaveLength(2 * 3 * 2);
  expect(productions.flatMap(textsOf)).toHaveLength(144);
});

it.each([
  ["create share t comment = 'it''s; -- ours'", "it's; -- ours"],
  ["create share t comment = '/* a */'", '/* a */'],
  ['create share t comment = $$it\'s "ours"; $$', 'it\'s "ours"; '],
  ['create share t comment = $a$ $$; $$ $a$', ' $$; $$ '],
  ["create share t comment '😀\\n'", '😀\\n'],
])('%s keeps its text', (text, comment) => {
  expect(parseStatement(text)).toMatchObject({ kind: 'create_share', comment });
});
