import { createHash } from 'node:crypto';
import { type DescMessage, type JsonValue, type Message, toJson } from '@bufbuild/protobuf';

const left = new Set(['requestId', 'pageSize', 'pageToken']);

/**
 * SHA-256, in hex, of what a request asks for: all of it but `request_id`, `page_size` and `page_token`. Equal for equal
 * requests, in whatever order a client wrote the entries of a map.
 */
export function fingerprint(desc: DescMessage, request: Message): string {
  const json = toJson(desc, request);
  const asked = isObject(json) ? Object.fromEntries(Object.entries(json).filter(([key]) => !left.has(key))) : json;
  return createHash('sha256')
    .update(`${desc.typeName} ${JSON.stringify(sorted(asked))}`)
    .digest('hex');
}

function sorted(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isObject(value)) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, inner]) => [key, sorted(inner)]));
}

function isObject(value: JsonValue): value is { [key: string]: JsonValue } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
