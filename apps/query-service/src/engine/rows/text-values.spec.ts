import { parseColumnType, simpleColumnTypes } from '@easement/domain';
import { duckdbType } from './column-types.ts';
import { isNoValue, strictValueOfText, valueOfText } from './text-values.ts';

/** The pattern that the SQL holds, as a regular expression of JavaScript. */
function patternOf(type: string): RegExp {
  const sql = valueOfText('c0', parseColumnType(type));
  const [, pattern = ''] = /regexp_full_match\(trim\(c0\), '(.*?)'\) THEN/.exec(sql) ?? [];
  const flags = pattern.startsWith('(?i)') ? 'i' : '';
  return new RegExp(`^(?:${pattern.replace(/^\(\?i\)/, '')})$`, flags);
}

describe('a text is a value of a type', () => {
  it.each([
    ['INTEGER', ['0', '-7', '+7', '007'], ['', '1.0', '1e3', '0x1', '1_000', '１']],
    ['DOUBLE', ['1', '1.', '.5', '-1.5E-3', 'nan', 'Infinity', '-inf'], ['.', '1,5', '1e', '0x1p3', '--1']],
    ['DECIMAL(5,2)', ['1', '1.', '-1.25', '.5', '1.2500'], ['1.255', '1e2', '1,5', '']],
    ['DECIMAL(5,0)', ['1', '1.0', '12.000'], ['1.5', '1e2']],
    ['BOOLEAN', ['true', 'F', 'Yes', '0'], ['2', 'wahr', '']],
    ['DATE', ['2001-02-03'], ['2001-2-3', '2001/02/03', '20010203', '2001-02-03 00:00']],
    [
      'TIMESTAMP',
      [
        '2001-02-03',
        '2001-02-03 04:05',
        '2001-02-03T04:05:06Z',
        '2001-02-03 04:05:06.123456+02:00',
        '2001-02-03 04:05:06.1234560',
      ],
      ['2001-02-03 4:05', '2001-02-03 04:05:06.1234567', '2001-02-03 04:05 CET'],
    ],
    ['BYTES', ['QUI=', 'QUJD'], ['Q U', 'ab\n', '=']],
  ])('%s: %j, and not: %j', (type, values, others) => {
    const pattern = patternOf(type);
    expect(values.filter((value) => !pattern.test(value))).toEqual([]);
    expect(others.filter((value) => pattern.test(value))).toEqual([]);
  });
});

describe('the SQL of a conversion', () => {
  it('takes a STRING as it is, and never finds fault with it', () => {
    expect(strictValueOfText('c0', { name: 'STRING' })).toBe('c0');
    expect(isNoValue('c0', { name: 'STRING' })).toBe('false');
  });

  it.each(simpleColumnTypes.filter((name) => name !== 'STRING'))('of %s fails without quoting the value', (name) => {
    expect(strictValueOfText('c0', { name })).toContain(`error('not a value of the type')`);
  });

  it.each([...simpleColumnTypes, 'DECIMAL(9,2)'])('ends in a type that DuckDB has: %s', (name) => {
    expect(duckdbType(parseColumnType(name))).toMatch(/^[A-Z]+(\(9,2\))?$/);
  });
});
