import { formatColumnType, parseColumnType, simpleColumnTypes } from './column-type.ts';
import { Refusal } from './refusal.ts';

describe('parseColumnType', () => {
  it.each(simpleColumnTypes)('reads %s as itself', (name) => {
    expect(formatColumnType(parseColumnType(name))).toBe(name);
  });

  it.each([
    ['string', 'STRING'],
    ['Varchar', 'STRING'],
    ['bigint', 'INTEGER'],
    [' int ', 'INTEGER'],
    ['float', 'DOUBLE'],
    ['datetime', 'TIMESTAMP'],
    ['blob', 'BYTES'],
    ['decimal(10, 2)', 'DECIMAL(10,2)'],
    ['NUMERIC(5)', 'DECIMAL(5,0)'],
    ['decimal(38,38)', 'DECIMAL(38,38)'],
  ])('keeps %s as %s', (text, kept) => {
    expect(formatColumnType(parseColumnType(text))).toBe(kept);
  });

  it.each(['', 'VARCHAR(20)', 'DECIMAL', 'DECIMAL(0,0)', 'DECIMAL(39,1)', 'DECIMAL(5,6)', 'INTEGER[]', 'constructor'])(
    'refuses %j and names the field',
    (text) => {
      const refusal = refusalOf(() => parseColumnType(text, 'columns[2].type'));
      expect(refusal.reason).toBe('invalid_field');
      expect(refusal.facts['field']).toBe('columns[2].type');
      expect(refusal.message).toContain('DECIMAL(precision,scale)');
    },
  );
});

function refusalOf(act: () => unknown): Refusal {
  try {
    act();
  } catch (error) {
    if (error instanceof Refusal) return error;
  }
  throw new Error('nothing was refused');
}
