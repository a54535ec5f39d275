import { create, type MessageInitShape } from '@bufbuild/protobuf';
import { LoadHeaderSchema } from '@easement/contracts';
import { newId } from '@easement/domain';
import { refusalOf } from '@easement/testing';
import { aimOf } from './load-header.ts';

const tableId = newId('table');
const bucketId = newId('bucket');
const link = newId('link');

const aim = (fields: MessageInitShape<typeof LoadHeaderSchema>) => aimOf(create(LoadHeaderSchema, fields));

describe('aimOf', () => {
  it('finds a table by its id, or by bucket and name', () => {
    expect(aim({ tableId })).toEqual({ kind: 'table', table: tableId });
    const named = { kind: 'named', bucket: bucketId, name: 'flights' };
    expect(aim({ bucketId, name: 'flights' })).toEqual({ ...named, create: false });
    expect(aim({ bucketId, name: 'flights', create: true, primaryKey: ['id'] })).toEqual({ ...named, create: true });
    expect(aim({ tableId, requestId: 'load-1' })).toEqual({ kind: 'table', table: tableId });
  });

  it('takes the id of a link for that of a bucket, so that it can be refused as one', () => {
    expect(aim({ bucketId: link, name: 'flights' })).toEqual({ kind: 'link', link });
  });

  it('leaves a name that no table can have to whoever looks for it, unless the table is to be made', () => {
    expect(aim({ bucketId, name: ' x ' })).toMatchObject({ name: ' x ' });
    expect(() => aim({ bucketId, name: ' x ', create: true })).toThrow('cannot be a name');
  });

  it.each<[string, MessageInitShape<typeof LoadHeaderSchema>]>([
    ['header.table_id', { tableId, bucketId, name: 'flights' }],
    ['header.table_id', { tableId, name: 'flights' }],
    ['header.table_id', { tableId, create: true }],
    ['header', {}],
    ['header', { bucketId }],
    ['header', { name: 'flights', create: true }],
    ['header.primary_key', { tableId, primaryKey: ['id'] }],
    ['header.primary_key', { bucketId, name: 'flights', primaryKey: ['id'] }],
    ['header.request_id', { tableId, requestId: 'a b' }],
    ['header.request_id', { tableId, requestId: 'é' }],
  ])('refuses, naming %s: %j', (field, fields) => {
    expect(refusalOf(() => aim(fields))).toMatchObject({ reason: 'invalid_field', facts: { field } });
  });
});
