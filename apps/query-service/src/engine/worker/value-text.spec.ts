import {
  DuckDBBlobValue,
  DuckDBDateValue,
  DuckDBDecimalValue,
  DuckDBIntervalValue,
  DuckDBTimestampMillisecondsValue,
  DuckDBTimestampTZValue,
  DuckDBTimestampValue,
  listValue,
  mapValue,
  structValue,
  type DuckDBValue,
} from '@duckdb/node-api';
import fc from 'fast-check';
import { jsonText, valueText } from './value-text.ts';

const day = 86_400_000_000n;

describe('valueText', () => {
  it.each<[string, NonNullable<DuckDBValue>, string]>([
    ['a decimal', new DuckDBDecimalValue(1250n, 10, 2), '12.50'],
    ['a day', new DuckDBDateValue(0), '1970-01-01'],
    ['bytes', new DuckDBBlobValue(new Uint8Array([1, 2, 255])), 'AQL/'],
    ['the epoch', new DuckDBTimestampValue(0n), '1970-01-01T00:00:00'],
    ['microseconds', new DuckDBTimestampValue(1n), '1970-01-01T00:00:00.000001'],
    ['half a second before the epoch', new DuckDBTimestampValue(-500_000n), '1969-12-31T23:59:59.5'],
    ['a leap day', new DuckDBTimestampValue(11_016n * day + 1_000_000n), '2000-02-29T00:00:01'],
    ['a day far ahead', new DuckDBTimestampValue(200_000n * day), '2517-08-01T00:00:00'],
    ['a time with a zone', new DuckDBTimestampTZValue(0n), '1970-01-01T00:00:00'],
    ['milliseconds', new DuckDBTimestampMillisecondsValue(1_500n), '1970-01-01T00:00:01.5'],
    ['infinity', DuckDBTimestampValue.PosInf, 'infinity'],
    ['an interval', new DuckDBIntervalValue(0, 1, 0n), '1 day'],
  ])('writes %s', (_, value, text) => {
    expect(valueText(value)).toBe(text);
  });

  it('writes a time of our days as JavaScript does, in microseconds', () => {
    const milliseconds = fc.integer({ min: Date.UTC(1700, 0, 1), max: Date.UTC(2250, 0, 1) });
    fc.assert(
      fc.property(milliseconds, (time) => {
        const iso = new Date(time).toISOString().replace(/\.?0*Z$/, '');
        const expected = time % 1000 === 0 ? new Date(time).toISOString().slice(0, 19) : iso;
        expect(valueText(new DuckDBTimestampValue(BigInt(time) * 1000n))).toBe(expected);
      }),
    );
  });
});

describe('jsonText', () => {
  it.each<[DuckDBValue, string]>([
    [null, 'null'],
    [listValue([1, null, 'a"b']), '[1,null,"a\\"b"]'],
    [listValue([9_007_199_254_740_993n, new DuckDBDecimalValue(150n, 5, 2)]), '[9007199254740993,1.50]'],
    [structValue({ a: true, b: new DuckDBDateValue(0) }), '{"a":true,"b":"1970-01-01"}'],
    [mapValue([{ key: 'k', value: listValue([]) }]), '{"k":[]}'],
    [mapValue([{ key: 1, value: Number.NaN }]), '{"1":"NaN"}'],
    [structValue({ ['__proto__']: 1 }), '{"__proto__":1}'],
  ])('writes %p', (value, text) => {
    expect(jsonText(value)).toBe(text);
  });
});
