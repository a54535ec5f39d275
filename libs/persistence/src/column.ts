/** A value as both drivers take it. */
export type Stored = string | number | bigint | Uint8Array | null;

/** How one value lies in either store: the type of its column, and the way in and out. */
export type Column<T> = {
  readonly mysql: string;
  readonly sqlite: 'TEXT' | 'INTEGER' | 'BLOB';
  readonly nullable: boolean;
  /** Whether equal values are equal bytes on both stores; only such a column may be part of a key or an index. */
  readonly keyable: boolean;
  /** The number of the migration that adds the column to a table that was there before. */
  readonly since?: number;
  /** What rows hold that were there before the column, and what an insert writes that does not name it. */
  readonly initial?: Stored;
  readonly isVersion?: boolean;
  readonly encode: (value: T) => Stored;
  readonly decode: (stored: unknown) => T;
};

/** Any column, for code that only passes values through. Methods, since those are compared loosely. */
export type AnyColumn = Omit<Column<unknown>, 'encode' | 'decode'> & {
  encode(value: unknown): Stored;
  decode(stored: unknown): unknown;
};

/** An id: opaque ASCII text, at most 64 bytes, compared byte by byte. */
export function idColumn<T extends string = string>(): Column<T> {
  return keyText<T>(64);
}

/** The key of a name (`nameKey` of the domain), compared byte by byte: the store folds and pads nothing. */
export function nameKeyColumn<T extends string = string>(): Column<T> {
  return keyText<T>(1024);
}

/** Short text from a closed set (a state, a kind) or any other text that is compared byte by byte. */
export function codeColumn<T extends string = string>(maxBytes = 64): Column<T> {
  return keyText<T>(maxBytes);
}

/** Text for people. Not for keys: MySQL would pad it with spaces when it compares. */
export function textColumn<T extends string = string>(maxLength = 1024): Column<T> {
  const mysql = maxLength <= 4000 ? `varchar(${maxLength})` : 'mediumtext';
  return { ...text<T>(), mysql, keyable: false };
}

/** Anything JSON can hold. Stored as text, so that both stores keep the order of its keys. */
export function jsonColumn<T>(): Column<T> {
  return {
    mysql: 'longtext',
    sqlite: 'TEXT',
    nullable: false,
    keyable: false,
    encode: (value) => JSON.stringify(value),
    decode: (stored) => JSON.parse(decodeText(stored)) as T,
  };
}

export function bytesColumn(): Column<Uint8Array> {
  return {
    mysql: 'longblob',
    sqlite: 'BLOB',
    nullable: false,
    keyable: false,
    encode: (value) => value,
    decode: decodeBytes,
  };
}

/** A digest or another short run of bytes that rows are found by. */
export function digestColumn(bytes = 32): Column<Uint8Array> {
  return { ...bytesColumn(), mysql: `varbinary(${bytes})`, keyable: true };
}

/** A whole number within ±2^53. A larger one in the store is a fault, never a rounded answer. */
export function integerColumn(): Column<number> {
  return { ...whole, encode: encodeInteger, decode: decodeInteger };
}

/** A whole number of 64 bits. */
export function bigintColumn(): Column<bigint> {
  return { ...whole, encode: (value) => value, decode: (stored) => BigInt(decodeNumeral(stored)) };
}

/** A moment in UTC, kept as milliseconds since the epoch: no zone, no rounding, and it sorts. */
export function timeColumn(): Column<Date> {
  return {
    ...whole,
    encode: (value) => encodeInteger(value.getTime()),
    decode: (stored) => new Date(decodeInteger(stored)),
  };
}

/** True or false. `nullable(flagColumn())` with true or null makes "one live, any number of gone" fit a unique key. */
export function flagColumn<T extends boolean = boolean>(): Column<T> {
  return {
    mysql: 'tinyint',
    sqlite: 'INTEGER',
    nullable: false,
    keyable: true,
    encode: (value) => (value ? 1 : 0),
    decode: (stored) => (decodeInteger(stored) !== 0) as T,
  };
}

/** The etag of a row: 1 at first, one more with each `updateRows`. */
export function versionColumn(): Column<number> {
  return { ...integerColumn(), initial: 1, isVersion: true };
}

/** Raised by locks alone, so that optimistic clusters certify them. Name it `guard`; it is no part of the row. */
export function guardColumn(): Column<number> {
  return { ...integerColumn(), initial: 0 };
}

/** The same column, and null. */
export function nullable<T>(column: Column<T>): Column<T | null> {
  return {
    ...column,
    nullable: true,
    encode: (value) => (value === null ? null : column.encode(value)),
    decode: (stored) => (stored === null ? null : column.decode(stored)),
  };
}

/** The same column, added by migration `number` to a table that was there before; old rows hold `initial`. */
export function since<T>(number: number, column: Column<T>, initial?: T): Column<T> {
  if (initial === undefined && !column.nullable && column.initial === undefined) {
    throw new TypeError(`a column added by migration ${number} must be nullable or say what old rows hold`);
  }
  return { ...column, since: number, ...(initial === undefined ? {} : { initial: column.encode(initial) }) };
}

const whole = { mysql: 'bigint', sqlite: 'INTEGER', nullable: false, keyable: true } as const;

function text<T extends string>() {
  return {
    sqlite: 'TEXT' as const,
    nullable: false,
    encode: (value: T) => value,
    decode: (stored: unknown) => decodeText(stored) as T,
  };
}

function keyText<T extends string>(maxBytes: number): Column<T> {
  return { ...text<T>(), mysql: `varbinary(${maxBytes})`, keyable: true };
}

/** MySQL's driver answers VARBINARY as bytes, SQLite's answers text. */
function decodeText(stored: unknown): string {
  if (typeof stored === 'string') return stored;
  if (stored instanceof Uint8Array) return Buffer.from(stored.buffer, stored.byteOffset, stored.byteLength).toString();
  throw mismatch('text', stored);
}

function decodeBytes(stored: unknown): Uint8Array {
  if (stored instanceof Uint8Array) return stored;
  throw mismatch('bytes', stored);
}

function encodeInteger(value: number): number {
  if (Number.isSafeInteger(value)) return value;
  throw new TypeError(`not a whole number within 2^53: ${value}`);
}

function decodeInteger(stored: unknown): number {
  const value = Number(decodeNumeral(stored));
  if (Number.isSafeInteger(value)) return value;
  throw mismatch('a whole number within 2^53', stored);
}

function decodeNumeral(stored: unknown): string | number | bigint {
  if (typeof stored === 'number' || typeof stored === 'bigint' || typeof stored === 'string') return stored;
  throw mismatch('a number', stored);
}

function mismatch(expected: string, stored: unknown): TypeError {
  return new TypeError(`the store holds ${stored === null ? 'null' : typeof stored} where ${expected} is expected`);
}
