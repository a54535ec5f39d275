import { invalidField } from './name.ts';

/** The types without parameters that a column of a table may have, by their names on the wire. */
export const simpleColumnTypes = [
  'STRING',
  'BOOLEAN',
  'INTEGER',
  'DOUBLE',
  'DATE',
  'TIMESTAMP',
  'JSON',
  'BYTES',
] as const;
export type SimpleColumnType = (typeof simpleColumnTypes)[number];

/** What a column holds. docs/types.md says what each type means, how it is stored and how it is written. */
export type ColumnType =
  | { readonly name: SimpleColumnType }
  | { readonly name: 'DECIMAL'; readonly precision: number; readonly scale: number };

/** Names that other systems use for the same type; each holds what it would hold there. */
const synonyms: Readonly<Record<string, SimpleColumnType>> = {
  VARCHAR: 'STRING',
  TEXT: 'STRING',
  BOOL: 'BOOLEAN',
  BIGINT: 'INTEGER',
  INT: 'INTEGER',
  INT64: 'INTEGER',
  SMALLINT: 'INTEGER',
  FLOAT: 'DOUBLE',
  FLOAT64: 'DOUBLE',
  REAL: 'DOUBLE',
  DATETIME: 'TIMESTAMP',
  BLOB: 'BYTES',
  BINARY: 'BYTES',
};

const decimalShape = /^(?:DECIMAL|NUMERIC)\s*\(\s*(\d{1,2})\s*(?:,\s*(\d{1,2})\s*)?\)$/;
const widestDecimal = 38;

/** Reads the name of a type, in any case, or refuses `invalid_field` with what could stand there. */
export function parseColumnType(text: string, field = 'type'): ColumnType {
  const type = findColumnType(text);
  if (type) return type;
  throw invalidField(
    field,
    `${JSON.stringify(text)} is no type of a column: use ${simpleColumnTypes.join(', ')} or DECIMAL(precision,scale) ` +
      `with a precision of 1 to ${widestDecimal} and a scale up to the precision`,
  );
}

function findColumnType(text: string): ColumnType | undefined {
  const name = text.trim().toUpperCase();
  const simple = simpleColumnTypes.find((known) => known === name) ?? synonyms[name];
  if (simple) return { name: simple };
  const [, precision, scale] = decimalShape.exec(name) ?? [];
  return precision === undefined ? undefined : decimal(Number(precision), Number(scale ?? 0));
}

function decimal(precision: number, scale: number): ColumnType | undefined {
  if (precision < 1 || precision > widestDecimal || scale > precision) return undefined;
  return { name: 'DECIMAL', precision, scale };
}

/** The one name by which a type is kept and answered. */
export function formatColumnType(type: ColumnType): string {
  return type.name === 'DECIMAL' ? `DECIMAL(${type.precision},${type.scale})` : type.name;
}
