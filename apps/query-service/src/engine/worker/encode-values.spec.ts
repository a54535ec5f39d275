import {
  BIGINT,
  BOOLEAN,
  DECIMAL,
  DOUBLE,
  DuckDBDecimalValue,
  HUGEINT,
  INTEGER,
  LIST,
  listValue,
  SQLNULL,
  TIME,
  TIMESTAMP,
  UBIGINT,
  UUID,
  VARCHAR,
  type DuckDBType,
  type DuckDBValue,
} from '@duckdb/node-api';
import { isValid, valueAt } from './column-vector.ts';
import { encoderOf } from './encode-values.ts';

const encoded = (type: DuckDBType, ...values: DuckDBValue[]) => {
  const { type: name, encode } = encoderOf(type);
  const vector = encode(values);
  return { name, kind: vector.values.case, values: values.map((_, row) => valueAt(vector, row)), vector };
};

describe('a column', () => {
  it.each<[DuckDBType, string, string]>([
    [BOOLEAN, 'BOOLEAN', 'bools'],
    [INTEGER, 'INTEGER', 'int64s'],
    [BIGINT, 'INTEGER', 'int64s'],
    [UBIGINT, 'DECIMAL(20,0)', 'strings'],
    [HUGEINT, 'DECIMAL(38,0)', 'strings'],
    [DOUBLE, 'DOUBLE', 'doubles'],
    [DECIMAL(9, 2), 'DECIMAL(9,2)', 'strings'],
    [VARCHAR, 'STRING', 'strings'],
    [TIMESTAMP, 'TIMESTAMP', 'strings'],
    [TIME, 'STRING', 'strings'],
    [UUID, 'STRING', 'strings'],
    [LIST(INTEGER), 'JSON', 'strings'],
    [SQLNULL, 'STRING', 'strings'],
  ])('of %s goes out as %s in %s', (type, name, kind) => {
    expect(encoded(type, null)).toMatchObject({ name, kind, values: [undefined] });
  });

  it('keeps its values', () => {
    expect(encoded(BOOLEAN, true, false).values).toEqual([true, false]);
    expect(encoded(INTEGER, 1, -2).values).toEqual([1n, -2n]);
    expect(encoded(BIGINT, 2n ** 63n - 1n).values).toEqual([2n ** 63n - 1n]);
    expect(encoded(HUGEINT, 10n ** 30n).values).toEqual(['1000000000000000000000000000000']);
    expect(encoded(DECIMAL(9, 2), new DuckDBDecimalValue(150n, 9, 2)).values).toEqual(['1.50']);
    expect(encoded(LIST(INTEGER), listValue([1, null])).values).toEqual(['[1,null]']);
  });

  it('says which rows hold a value, and nothing where all do', () => {
    const { vector } = encoded(
      VARCHAR,
      ...Array.from({ length: 10 }, (_, row) => (row % 3 === 0 ? null : String(row))),
    );
    expect(
      Array.from({ length: 10 }, (_, row) => isValid(vector, row))
        .map(Number)
        .join(''),
    ).toBe('0110110110');
    expect(encoded(VARCHAR, 'a', '').vector.validity).toHaveLength(0);
  });
});
