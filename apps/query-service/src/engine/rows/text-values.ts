import type { ColumnType } from '@easement/domain';
import { duckdbType } from './column-types.ts';
import { literal } from '../worker/sql-text.ts';

/**
 * How a text becomes a value of a type, in SQL. Stricter than DuckDB's casts, which round 1.5 to 2, cut decimals off
 * and drop the zone of a time: what would not come back as it was is refused. Spaces around a value do not count.
 */
type TextRule = {
  /** What the trimmed text looks like (RE2, the whole of it). */
  readonly pattern: string;
  /** The value, or NULL where the pattern let through what is no value, such as a 30th of February. */
  readonly value: (text: string, type: ColumnType) => string;
};

const clock = String.raw`[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6}0*)?)?`;
const day = '[0-9]{4}-[0-9]{2}-[0-9]{2}';

const tryCast = (text: string, type: ColumnType) => `TRY_CAST(${text} AS ${duckdbType(type)})`;

const rules: Readonly<Record<Exclude<ColumnType['name'], 'DECIMAL'>, TextRule>> = {
  STRING: { pattern: '(?s).*', value: (text) => text },
  BOOLEAN: { pattern: '(?i)true|false|t|f|yes|no|y|n|1|0', value: (text) => `(lower(${text}[1]) IN ('t', 'y', '1'))` },
  INTEGER: { pattern: '[+-]?[0-9]+', value: tryCast },
  DOUBLE: {
    pattern: String.raw`(?i)[+-]?(([0-9]+\.?[0-9]*|\.[0-9]+)(e[+-]?[0-9]+)?|nan|inf|infinity)`,
    value: tryCast,
  },
  DATE: { pattern: day, value: tryCast },
  // The session's zone is UTC: a time without a zone stays as it is, one with a zone becomes UTC.
  TIMESTAMP: {
    pattern: String.raw`${day}([ T]${clock} ?(Z|[+-][0-9]{2}(:[0-9]{2})?)?)?`,
    value: (text) => `timezone('UTC', TRY_CAST(${text} AS TIMESTAMPTZ))`,
  },
  JSON: { pattern: '(?s).*', value: (text) => `CASE WHEN json_valid(${text}) THEN CAST(${text} AS JSON) END` },
  BYTES: { pattern: '[A-Za-z0-9+/]+={0,2}', value: (text) => `TRY(from_base64(${text}))` },
};

function ruleOf(type: ColumnType): TextRule {
  if (type.name !== 'DECIMAL') return rules[type.name];
  // Zeros behind the last place that the type keeps are lost without a loss.
  const fraction = String.raw`[0-9]{0,${type.scale}}0*`;
  return { pattern: String.raw`[+-]?([0-9]+(\.${fraction})?|\.${fraction})`, value: tryCast };
}

/** The value of a text as SQL; NULL for NULL and for what is no value of the type. */
export function valueOfText(text: string, type: ColumnType): string {
  if (type.name === 'STRING') return text;
  const { pattern, value } = ruleOf(type);
  const trimmed = `trim(${text})`;
  return `CASE WHEN regexp_full_match(${trimmed}, ${literal(pattern)}) THEN ${value(trimmed, type)} END`;
}

/** Whether a text is neither NULL nor a value, as SQL. An empty text can only be a value of STRING; elsewhere it is NULL. */
export function isNoValue(text: string, type: ColumnType): string {
  if (type.name === 'STRING') return 'false';
  return `(${text} IS NOT NULL AND trim(${text}) <> '' AND (${valueOfText(text, type)}) IS NULL)`;
}

/** The value of a text as SQL that fails, without quoting it, where there is none. */
export function strictValueOfText(text: string, type: ColumnType): string {
  if (type.name === 'STRING') return text;
  const otherwise = `CASE WHEN ${text} IS NOT NULL AND trim(${text}) <> '' THEN error('not a value of the type') END`;
  return `COALESCE(${valueOfText(text, type)}, ${otherwise})`;
}
