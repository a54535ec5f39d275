import type { MessageInitShape } from '@bufbuild/protobuf';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import type { MetadataEntry, MetadataObject, MetadataSchema } from '@easement/contracts';
import { type BucketId, type ColumnId, invalidField, type LinkId, parseId, type TableId } from '@easement/domain';
import type { MetadataRow } from './metadata.table.ts';

/** What metadata is of. */
export type MetadataTarget =
  | { readonly kind: 'bucket'; readonly id: BucketId }
  | { readonly kind: 'table'; readonly id: TableId }
  | { readonly kind: 'column'; readonly id: ColumnId }
  | { readonly kind: 'link'; readonly id: LinkId };

export function toMetadataTarget(object: MetadataObject | undefined): MetadataTarget {
  const named = object?.object;
  switch (named?.case) {
    case 'bucketId':
      return { kind: 'bucket', id: parseId('bucket', named.value) };
    case 'tableId':
      return { kind: 'table', id: parseId('table', named.value) };
    case 'columnId':
      return { kind: 'column', id: parseId('column', named.value) };
    case 'linkId':
      return { kind: 'link', id: parseId('link', named.value) };
    case undefined:
      throw invalidField('object', 'name a bucket, a table, a column or a link');
  }
}

export function toMetadataMessage(row: MetadataRow): MessageInitShape<typeof MetadataSchema> {
  const { key, value, update_time, updater_id } = row;
  return { key, value, updateTime: timestampFromDate(update_time), updaterId: updater_id };
}

/** What a key may not hold, since nobody could type or see it. */
const invisible = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}]/u;

/** Answers the entries with their keys in NFC; refuses a key twice, and one that cannot be typed. */
export function checkEntries(entries: readonly MetadataEntry[]): { readonly key: string; readonly value: string }[] {
  const keys = checkKeys(
    entries.map(({ key }) => key),
    (place) => `entries[${place}].key`,
  );
  return entries.map(({ value }, place) => ({ key: keys[place] ?? '', value }));
}

export function checkKeys(
  keys: readonly string[],
  fieldOf: (place: number) => string = (place) => `keys[${place}]`,
): string[] {
  const seen = new Set<string>();
  return keys.map((given, place) => {
    const key = given.normalize('NFC');
    if (seen.has(key))
      throw invalidField(fieldOf(place), `the key ${JSON.stringify(key)} is there twice; name it once`);
    if (key.trim() !== key || key === '' || invisible.test(key)) {
      throw invalidField(
        fieldOf(place),
        `${JSON.stringify(key)} cannot be a key: use printable characters, no space at the ends`,
      );
    }
    seen.add(key);
    return key;
  });
}
