import { DuckDBTypeId, type DuckDBDataChunk, type DuckDBType, type DuckDBValue } from '@duckdb/node-api';
import type { Batch, ColumnVector } from './column-vector.ts';
import { jsonText, valueText } from './value-text.ts';

/** How one column of a result goes out: under which type, and as which values. */
export type Encoder = { readonly type: string; readonly encode: (values: readonly DuckDBValue[]) => ColumnVector };

const smallIntegers = new Set([
  DuckDBTypeId.TINYINT,
  DuckDBTypeId.SMALLINT,
  DuckDBTypeId.INTEGER,
  DuckDBTypeId.BIGINT,
  DuckDBTypeId.UTINYINT,
  DuckDBTypeId.USMALLINT,
  DuckDBTypeId.UINTEGER,
]);
const nestedTypes = new Set([
  DuckDBTypeId.LIST,
  DuckDBTypeId.ARRAY,
  DuckDBTypeId.STRUCT,
  DuckDBTypeId.MAP,
  DuckDBTypeId.UNION,
]);

/** Types that a result may have and a table may not, by the type that their text has. */
const textTypes = new Map<DuckDBTypeId, string>([
  [DuckDBTypeId.DATE, 'DATE'],
  [DuckDBTypeId.TIMESTAMP, 'TIMESTAMP'],
  [DuckDBTypeId.TIMESTAMP_S, 'TIMESTAMP'],
  [DuckDBTypeId.TIMESTAMP_MS, 'TIMESTAMP'],
  [DuckDBTypeId.TIMESTAMP_NS, 'TIMESTAMP'],
  [DuckDBTypeId.TIMESTAMP_TZ, 'TIMESTAMP'],
  [DuckDBTypeId.BLOB, 'BYTES'],
  [DuckDBTypeId.UBIGINT, 'DECIMAL(20,0)'],
  [DuckDBTypeId.HUGEINT, 'DECIMAL(38,0)'],
  [DuckDBTypeId.UHUGEINT, 'DECIMAL(38,0)'],
]);

export function encoderOf(type: DuckDBType): Encoder {
  const id = type.typeId;
  if (id === DuckDBTypeId.BOOLEAN) return { type: 'BOOLEAN', encode: encodeBooleans };
  if (smallIntegers.has(id)) return { type: 'INTEGER', encode: encodeIntegers };
  if (id === DuckDBTypeId.DOUBLE || id === DuckDBTypeId.FLOAT) return { type: 'DOUBLE', encode: encodeDoubles };
  if (nestedTypes.has(id)) return { type: 'JSON', encode: (values) => encodeTexts(values, jsonText) };
  if (id === DuckDBTypeId.VARCHAR) {
    return { type: type.alias === 'JSON' ? 'JSON' : 'STRING', encode: (values) => encodeTexts(values, String) };
  }
  const name = id === DuckDBTypeId.DECIMAL ? type.toString() : (textTypes.get(id) ?? 'STRING');
  return { type: name, encode: (values) => encodeTexts(values, valueText) };
}

/** A chunk of DuckDB as one batch. */
export function encodeChunk(chunk: DuckDBDataChunk, encoders: readonly Encoder[]): Batch {
  const columns = encoders.map(({ encode }, index) => encode(chunk.getColumnValues(index)));
  return { rowCount: chunk.rowCount, columns };
}

function encodeBooleans(values: readonly DuckDBValue[]): ColumnVector {
  return vector(values, { case: 'bools', value: { values: values.map((value) => value === true) } });
}

function encodeIntegers(values: readonly DuckDBValue[]): ColumnVector {
  const integers = values.map((value) =>
    typeof value === 'bigint' ? value : BigInt(typeof value === 'number' ? value : 0),
  );
  return vector(values, { case: 'int64s', value: { values: integers } });
}

function encodeDoubles(values: readonly DuckDBValue[]): ColumnVector {
  const doubles = values.map((value) => (typeof value === 'number' ? value : 0));
  return vector(values, { case: 'doubles', value: { values: doubles } });
}

function encodeTexts(values: readonly DuckDBValue[], toText: (value: NonNullable<DuckDBValue>) => string) {
  const texts = values.map((value) => (value === null ? '' : toText(value)));
  return vector(values, { case: 'strings', value: { values: texts } });
}

function vector(values: readonly DuckDBValue[], encoded: ColumnVector['values']): ColumnVector {
  return { validity: validityOf(values), values: encoded };
}

function validityOf(values: readonly DuckDBValue[]): Uint8Array<ArrayBuffer> {
  if (!values.includes(null)) return new Uint8Array(0);
  const bits = new Uint8Array(Math.ceil(values.length / 8));
  for (const [row, value] of values.entries()) {
    if (value !== null) bits[row >> 3] = (bits[row >> 3] ?? 0) | (1 << (row & 7));
  }
  return bits;
}
