import { Refusal } from '@easement/domain';
import type { TargetColumn } from './load-job.ts';
import { checkHeader, matchColumns } from './match-columns.ts';

const column = (name: string, nullable = true): TargetColumn => ({
  id: `col_${name}`,
  name,
  type: { name: 'STRING' },
  nullable,
});
const factsOf = (act: () => unknown) => {
  try {
    act();
  } catch (error) {
    if (error instanceof Refusal) return { reason: error.reason, ...error.facts };
    throw error;
  }
  return 'nothing was refused';
};

describe('a header', () => {
  it('names columns with any printable characters', () => {
    expect(checkHeader(['Cost Total $', 'čas', 'a"b'])).toEqual(['Cost Total $', 'čas', 'a"b']);
  });

  it.each([
    [['a', ''], { column: '2' }],
    [['a', 'b', 'A'], { column: '3', column_name: 'A' }],
    [['a\u0301', 'á'], { column: '2', column_name: 'á' }],
    [[' a'], { column: '1' }],
    [['a\tb'], { column: '1' }],
    [['x'.repeat(200)], { column: '1' }],
  ])('is refused if it is %j', (names, facts) => {
    expect(factsOf(() => checkHeader(names))).toMatchObject({ reason: 'bad_file', line: '1', ...facts });
  });
});

describe('the columns of a file', () => {
  it('are found by name, in ASCII case', () => {
    expect(matchColumns(['B', 'a'], [column('a'), column('b'), column('c')])).toEqual([1, 0, undefined]);
  });

  it('are those of the table, in order, where there is no header', () => {
    expect(matchColumns([undefined, undefined], [column('a'), column('b')])).toEqual([0, 1]);
  });

  it.each<[string, (string | undefined)[], TargetColumn[], object]>([
    ['more than the table has', ['a', 'x'], [column('a')], { column: '2', column_name: 'x' }],
    ['fewer than the table needs', ['a'], [column('a'), column('b', false)], { column: '2', column_name: 'b' }],
    ['too many without a header', [undefined, undefined], [column('a')], { column: '2' }],
    ['too few without a header', [undefined], [column('a'), column('b')], { column: '2' }],
  ])('are refused if they are %s', (_, names, columns, facts) => {
    expect(factsOf(() => matchColumns(names, columns))).toMatchObject({ reason: 'bad_file', line: '1', ...facts });
  });
});
