import {
  type DescEnum,
  type DescMessage,
  type EnumShape,
  type JsonValue,
  type MessageShape,
  toJson,
} from '@bufbuild/protobuf';
import { type Timestamp, timestampDate } from '@bufbuild/protobuf/wkt';

/** What stands in a field of a table: for people, and for programs where that differs. */
export type Cell = string | number | bigint | boolean | undefined | { readonly text: string; readonly raw: string };

export type Column<T> = readonly [title: string, cell: (thing: T) => Cell];

/** How one kind of thing is shown. */
export type View<T> = { readonly columns: readonly Column<T>[]; readonly json: (thing: T) => JsonValue };

/** In JSON a message is as the API has it, with the fields that are empty too. */
export function messageView<Desc extends DescMessage>(
  schema: Desc,
  columns: readonly Column<MessageShape<Desc>>[],
): View<MessageShape<Desc>> {
  return { columns, json: (message) => toJson(schema, message, { alwaysEmitImplicit: true }) };
}

/** `organization-members` for AUDIENCE_TYPE_ORGANIZATION_MEMBERS: what is typed and shown. */
export function word(schema: DescEnum, value: number): string {
  return asWord(schema.values.find(({ number }) => number === value)?.localName ?? String(value));
}

/** The words of an enum, but for the one that says nothing. */
export function words(schema: DescEnum): readonly string[] {
  return schema.values.filter(({ number }) => number !== 0).map(({ localName }) => asWord(localName));
}

/** The value of the enum that a word stands for; 0, which says nothing, for none. */
export function valueOf<Desc extends DescEnum>(schema: Desc, text: string | undefined): EnumShape<Desc> {
  const number = schema.values.find(({ localName }) => asWord(localName) === text)?.number ?? 0;
  return number as EnumShape<Desc>;
}

function asWord(localName: string): string {
  return localName.toLowerCase().replaceAll('_', '-');
}

export function time(timestamp: Timestamp | undefined): string {
  return timestamp
    ? timestampDate(timestamp)
        .toISOString()
        .replace(/\.\d+Z$/, 'Z')
    : '';
}

const units = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'];

export function size(bytes: bigint): Cell {
  let amount = Number(bytes);
  let unit = 0;
  for (; amount >= 999.5 && unit < units.length - 1; unit++) amount /= 1000;
  const digits = unit > 0 && amount < 9.95 ? 1 : 0;
  return { text: `${amount.toFixed(digits)} ${units[unit] ?? ''}`, raw: String(bytes) };
}
