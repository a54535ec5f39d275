import { formatFilter } from './alias-filter.ts';
import { bindFilter } from './filter-fit.ts';
import { newId } from './ids.ts';
import { parseFilter } from './parse-filter.ts';
import { Refusal } from './refusal.ts';

const column = (name: string, type: string) => ({ id: newId('column'), name, type, nullable: true });
const columns = [
  column('text', 'STRING'),
  column('flag', 'BOOLEAN'),
  column('whole', 'INTEGER'),
  column('real', 'DOUBLE'),
  column('price', 'DECIMAL(5,2)'),
  column('day', 'DATE'),
  column('at', 'TIMESTAMP'),
  column('json', 'JSON'),
  column('bytes', 'BYTES'),
];

function outcome(text: string): string {
  try {
    bindFilter(parseFilter(text), columns);
    return 'fits';
  } catch (error) {
    return error instanceof Refusal ? `${error.reason} ${String(error.facts['column'])}` : String(error);
  }
}

describe('a filter on columns', () => {
  it.each([
    [`text = 'a' AND text LIKE 'b%' AND text > 'c'`, true],
    ['text = 1', false],
    ['flag = TRUE AND flag <> FALSE AND flag IN (TRUE)', true],
    ['flag < TRUE', false],
    [`flag = 'true'`, false],
    ['whole = 1 AND whole IN (-2, 9223372036854775807)', true],
    ['whole = 1.5', false],
    ['whole = 12345678901234567890', false],
    [`whole LIKE '1%'`, false],
    ['real = 1 AND real < 2.5', true],
    [`real = '1'`, false],
    ['price = 123.45 AND price > -0012.3', true],
    ['price = 1234', false],
    ['price = 1.234', false],
    [`day = '2024-02-29'`, true],
    [`day = '2023-02-29'`, false],
    [`day = 'today'`, false],
    [`at = '2024-02-29' AND at < '2024-02-29T23:59:59.999999' AND at > '2024-01-01 00:00'`, true],
    [`at = '2024-02-29 24:00:00'`, false],
    [`at = '2024-02-29 12:00 PM'`, false],
    ['json IS NULL AND bytes IS NOT NULL', true],
    [`json = '{}'`, false],
    [`bytes = 'x'`, false],
  ])('%s: %s', (text, fits) => {
    const [, name = ''] = /^(\w+)/.exec(text) ?? [];
    expect(outcome(text)).toBe(fits ? 'fits' : `bad_filter ${name}`);
  });

  it('is kept by the ids of its columns, whose names match as DuckDB matches them', () => {
    const bound = bindFilter(parseFilter(`TEXT = 'a' OR "Whole" = 1`), columns);
    expect(formatFilter(bound)).toBe(`"${columns[0]?.id}" = 'a' OR "${columns[2]?.id}" = 1`);
    expect(outcome('nobody = 1')).toBe('bad_filter nobody');
  });
});
