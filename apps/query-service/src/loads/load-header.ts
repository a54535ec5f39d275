import type { LoadHeader } from '@easement/contracts';
import { type BucketId, checkName, invalidField, type LinkId, parseId, type TableId } from '@easement/domain';
import { checkRequestId } from '@easement/rpc';

/** Where a header says that an upload goes, before anybody has looked whether there is such a place. */
export type LoadAim =
  | { readonly kind: 'table'; readonly table: TableId }
  | { readonly kind: 'named'; readonly bucket: BucketId; readonly name: string; readonly create: boolean }
  | { readonly kind: 'link'; readonly link: LinkId };

type Place = Pick<LoadHeader, 'tableId' | 'bucketId' | 'name' | 'create' | 'primaryKey' | 'requestId'>;

/** Refuses `invalid_field` where the header's fields do not go together: all that can be said without asking anybody. */
export function aimOf({ tableId, bucketId, name, create, primaryKey, requestId }: Place): LoadAim {
  if (requestId !== '') checkRequestId(requestId, 'header.request_id');
  if (!create && primaryKey.length > 0) {
    throw invalidField('header.primary_key', 'a table that is there has its primary key already; leave it out');
  }
  if (tableId !== '') {
    if (bucketId === '' && name === '' && !create) return { kind: 'table', table: parseId('table', tableId) };
    throw invalidField('header.table_id', 'a table is named by table_id, or by bucket_id and name; not by both');
  }
  if (bucketId === '' || name === '') {
    throw invalidField('header', 'the header names no table: set table_id, or bucket_id and name');
  }
  if (create) checkName(name, 'header.name');
  if (bucketId.startsWith('lnk_')) return { kind: 'link', link: parseId('link', bucketId) };
  return { kind: 'named', bucket: parseId('bucket', bucketId), name, create };
}
