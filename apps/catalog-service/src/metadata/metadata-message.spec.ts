import { create } from '@bufbuild/protobuf';
import { MetadataObjectSchema } from '@easement/contracts';
import { newId } from '@easement/domain';
import { refusalOf } from '@easement/testing';
import { checkEntries, checkKeys, toMetadataTarget } from './metadata-message.ts';

describe('what metadata is of', () => {
  it.each([
    ['bucketId', 'bucket', newId('bucket')],
    ['tableId', 'table', newId('table')],
    ['columnId', 'column', newId('column')],
    ['linkId', 'link', newId('link')],
  ] as const)('is told by %s', (field, kind, id) => {
    const object = create(MetadataObjectSchema, { object: { case: field, value: id } });
    expect(toMetadataTarget(object)).toEqual({ kind, id });
  });

  it('has to be told', () => {
    for (const nothing of [undefined, create(MetadataObjectSchema)]) {
      expect(refusalOf(() => toMetadataTarget(nothing))).toMatchObject({ facts: { field: 'object' } });
    }
  });
});

describe('keys', () => {
  it('are kept in NFC, with their case', () => {
    expect(checkKeys(['Cafe\u0301', 'caf\u00e9'])).toEqual(['Caf\u00e9', 'caf\u00e9']);
  });

  it('go with their values', () => {
    const entries = [
      { key: 'b', value: '2' },
      { key: 'a', value: '' },
    ];
    expect(checkEntries(entries as never)).toEqual(entries);
  });

  it.each([
    ['are empty', ['']],
    ['begin with a space', [' a']],
    ['hold a line break', ['a\nb']],
    ['hold a zero-width joiner', ['a\u200db']],
    ['are there twice', ['a', 'a']],
    ['are there twice in two forms', ['\u00e9', 'e\u0301']],
  ])('are refused where they %s', (_, keys) => {
    const refused = { reason: 'invalid_field', facts: { field: `keys[${keys.length - 1}]` } };
    expect(refusalOf(() => checkKeys(keys))).toMatchObject(refused);
  });
});
