import {
  DuckDBArrayValue,
  DuckDBBlobValue,
  DuckDBDecimalValue,
  DuckDBListValue,
  DuckDBMapValue,
  DuckDBStructValue,
  DuckDBTimestampMillisecondsValue,
  DuckDBTimestampNanosecondsValue,
  DuckDBTimestampSecondsValue,
  DuckDBTimestampTZValue,
  DuckDBTimestampValue,
  DuckDBUnionValue,
  type DuckDBValue,
} from '@duckdb/node-api';

const roundedTimestamps = [
  DuckDBTimestampSecondsValue,
  DuckDBTimestampMillisecondsValue,
  DuckDBTimestampNanosecondsValue,
];

/** Decimals as they are, times in ISO 8601 (those with a zone in UTC), bytes in base64, the rest as DuckDB writes it. */
export function valueText(value: NonNullable<DuckDBValue>): string {
  if (value instanceof DuckDBBlobValue) return Buffer.from(value.bytes).toString('base64');
  if (value instanceof DuckDBTimestampValue || value instanceof DuckDBTimestampTZValue) return timestampText(value);
  if (roundedTimestamps.some((kind) => value instanceof kind)) return isoText(String(value));
  return String(value);
}

/** A nested value as JSON text; numbers keep all their digits. */
export function jsonText(value: DuckDBValue): string {
  return JSON.stringify(jsonOf(value));
}

function jsonOf(value: DuckDBValue): unknown {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return value;
  if (typeof value === 'bigint' || value instanceof DuckDBDecimalValue) return rawJson(String(value));
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
  if (value instanceof DuckDBListValue || value instanceof DuckDBArrayValue) return value.items.map(jsonOf);
  if (value instanceof DuckDBStructValue) return jsonObject(Object.entries(value.entries));
  if (value instanceof DuckDBMapValue)
    return jsonObject(value.entries.map((entry) => [keyText(entry.key), entry.value]));
  if (value instanceof DuckDBUnionValue) return jsonOf(value.value);
  return valueText(value);
}

function keyText(key: DuckDBValue): string {
  return typeof key === 'string' ? key : jsonText(key);
}

function jsonObject(entries: readonly (readonly [string, DuckDBValue])[]): Record<string, unknown> {
  return Object.fromEntries(entries.map(([key, value]) => [key, jsonOf(value)]));
}

/** Part of ECMAScript since 2025 and of Node 24; TypeScript's library does not know it yet. */
function rawJson(text: string): unknown {
  return (JSON as unknown as { rawJSON(text: string): unknown }).rawJSON(text);
}

/** Far faster than DuckDB's own text for the years 1685 to 2255; the others are left to it. */
function timestampText({ micros }: { readonly micros: bigint }): string {
  const exact = Number(micros);
  if (!Number.isSafeInteger(exact)) return isoText(new DuckDBTimestampValue(micros).toString());
  const seconds = Math.floor(exact / 1e6);
  const fraction = exact - seconds * 1e6;
  const day = Math.floor(seconds / 86_400);
  const text = `${dayText(day)}T${clockText(seconds - day * 86_400)}`;
  return fraction === 0 ? text : `${text}.${String(fraction).padStart(6, '0').replace(/0+$/, '')}`;
}

const twoDigits = Array.from({ length: 60 }, (_, number) => String(number).padStart(2, '0'));

function clockText(seconds: number): string {
  const [hour, minute] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  return `${twoDigits[hour] ?? ''}:${twoDigits[minute] ?? ''}:${twoDigits[seconds % 60] ?? ''}`;
}

/** Rows often lie together by day, and the text of a day is dear. */
const lastDay = { day: Number.NaN, text: '' };

function dayText(day: number): string {
  if (lastDay.day !== day) {
    lastDay.day = day;
    lastDay.text = new Date(day * 86_400_000).toISOString().slice(0, 10);
  }
  return lastDay.text;
}

/** `2001-01-01 00:47:00` with a T; infinity and years before Christ stay as DuckDB writes them. */
function isoText(text: string): string {
  return /^\d{4}-\d\d-\d\d \d/.test(text) && !text.endsWith('(BC)') ? text.replace(' ', 'T') : text;
}
