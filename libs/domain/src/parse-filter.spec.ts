import { filterColumns, formatFilter, renameFilterColumns, testsOf } from './alias-filter.ts';
import { parseFilter } from './parse-filter.ts';
import { Refusal } from './refusal.ts';

const canonical = (text: string) => formatFilter(parseFilter(text));

function placeOf(text: string): string | undefined {
  try {
    parseFilter(text);
    return undefined;
  } catch (error) {
    return error instanceof Refusal && error.reason === 'bad_filter' ? error.facts['position'] : String(error);
  }
}

describe('a filter', () => {
  it.each([
    [`status = 'open'`, `"status" = 'open'`],
    [`"late by" >= -12.5`, `"late by" >= -12.5`],
    [`a != TRUE`, `"a" <> TRUE`],
    [`a<1 or b>2 AND c<=3`, `"a" < 1 OR ("b" > 2 AND "c" <= 3)`],
    [`(a=1 or b=2) and c=3`, `("a" = 1 OR "b" = 2) AND "c" = 3`],
    [`a=1 and (b=2 and (c=3))`, `"a" = 1 AND "b" = 2 AND "c" = 3`],
    [`not a in (1, 2)`, `"a" NOT IN (1, 2)`],
    [`a not in ('x')`, `"a" NOT IN ('x')`],
    [`a is not null and b is null`, `"a" IS NOT NULL AND "b" IS NULL`],
    [`a between 1 and 2 and b = 3`, `"a" >= 1 AND "a" <= 2 AND "b" = 3`],
    [`a not between 1 and 2`, `NOT ("a" >= 1 AND "a" <= 2)`],
    [`a like 'x%' or a not like '_y'`, `"a" LIKE 'x%' OR "a" NOT LIKE '_y'`],
    [`not not a = 1`, `NOT (NOT ("a" = 1))`],
    [`name = 'it''s "so"'`, `"name" = 'it''s "so"'`],
    [`"a""b" = 1`, `"a""b" = 1`],
    [`größe = 1`, `"größe" = 1`],
  ])('%s is %s, and reads back as it', (text, written) => {
    expect(canonical(text)).toBe(written);
    expect(parseFilter(written)).toEqual(parseFilter(text));
    expect(canonical(written)).toBe(written);
  });

  it.each([
    ['', '1'],
    ['a', '2'],
    ['a =', '4'],
    ['a = b', '5'],
    ['1 = a', '1'],
    ['a = 1 b = 2', '7'],
    ['a = 1;', '6'],
    ['(a = 1', '7'],
    ['a IN ()', '7'],
    ['a IN (1 2)', '9'],
    ['a IS 1', '6'],
    ['a BETWEEN 1', '12'],
    ['a LIKE 1', '8'],
    ['a = NULL', '5'],
    ['lower(a) = 1', '6'],
    ['a + 1 = 2', '3'],
    ['a = (SELECT 1)', '5'],
    [`a = 'open`, '5'],
    ['a = 1 -- all', '7'],
    ['a = 1 /* all */', '7'],
    ['and = 1', '1'],
    [`a = 'x\0y'`, '5'],
    ["a = E'x'", '5'],
  ])('%j is refused at character %s', (text, place) => {
    expect(placeOf(text)).toBe(place);
  });

  it('is refused when it is nested too deeply, before any stack is', () => {
    expect(placeOf(`${'('.repeat(32)}a = 1${')'.repeat(32)}`)).toBeUndefined();
    expect(placeOf(`${'('.repeat(2000)}a = 1`)).toBe('34');
    expect(placeOf(`${'NOT '.repeat(1000)}a = 1`)).toBe('133');
  });

  it('tells its columns, each once, and takes other names for them', () => {
    const filter = parseFilter(`a = 1 AND (b IS NULL OR NOT A = 2) AND a IN (3)`);
    expect([...filterColumns(filter)]).toEqual(['a', 'b', 'A']);
    expect(testsOf(filter)).toHaveLength(4);
    const renamed = renameFilterColumns(filter, (column) => `${column}'s`);
    expect(formatFilter(renamed)).toBe(`"a's" = 1 AND ("b's" IS NULL OR NOT ("A's" = 2)) AND "a's" IN (3)`);
  });
});
