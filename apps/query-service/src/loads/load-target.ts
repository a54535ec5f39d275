import { type LoadHeader, ObjectService, ReachService, VersionService } from '@easement/contracts';
import {
  type BucketId,
  invalidField,
  linkIsReadOnly,
  missingRole,
  notFound,
  parseId,
  type ProjectId,
  type TableId,
} from '@easement/domain';
import { asService, type Call, type Dial, principalOf } from '@easement/rpc';
import type { TableAccess } from '../access/table-access.ts';

/** Where an upload goes: a table that is there, or a new one. */
export type LoadTarget =
  | { readonly kind: 'table'; readonly table: TableId }
  | { readonly kind: 'new'; readonly bucket: BucketId; readonly name: string };

/** Finds where an upload goes and refuses who may not load there: before any byte of it is read. */
export type FindTarget = (call: Call, header: LoadHeader) => Promise<LoadTarget>;

export function loadTargets(dial: Dial, access: TableAccess): FindTarget {
  const objects = dial('catalog', ObjectService);
  const versions = dial('catalog', VersionService);
  const reaches = dial('sharing', ReachService);

  const refuseLink = async (call: Call, linkId: string): Promise<never> => {
    const { principal } = principalOf(call);
    const found = await reaches.findReach({ principalId: principal, linkIds: [linkId] }, asService(call));
    const reach = found.reaches[0];
    if (!reach) throw notFound('link', linkId);
    throw reach.writes
      ? linkIsReadOnly(linkId, linkId)
      : missingRole(`loading into ${linkId}`, 'write', reach.projectId);
  };
  const ownerOf = async (call: Call, bucketId: string): Promise<ProjectId> => {
    const { buckets } = await objects.lookUpObjects({ objectIds: [bucketId] }, asService(call));
    const [bucket] = buckets;
    if (!bucket) throw notFound('bucket', bucketId);
    return parseId('project', bucket.projectId);
  };
  const tableNamed = async (call: Call, bucketId: string, tableName: string): Promise<TableId> => {
    const queries = [{ way: { case: 'linked', value: { bucketId, tableName } } as const, withoutFiles: true }];
    const { answers } = await versions.getVersions({ queries }, asService(call));
    const version = answers[0]?.version;
    if (!version) throw notFound('table', tableName);
    return parseId('table', version.tableId);
  };
  return async (call, header) => {
    const { tableId, bucketId, name, create } = header;
    if (tableId !== '') {
      assertEmpty(bucketId === '' && name === '' && !create);
      await access.changeable(call, tableId);
      return { kind: 'table', table: parseId('table', tableId) };
    }
    if (bucketId === '' || name === '') {
      throw invalidField('header', 'the header names no table: set table_id, or bucket_id and name');
    }
    if (bucketId.startsWith('lnk_')) return await refuseLink(call, bucketId);
    const bucket = parseId('bucket', bucketId);
    await access.assertMayChange(call, await ownerOf(call, bucketId), bucket, { kind: 'bucket', id: bucketId });
    if (create) return { kind: 'new', bucket, name };
    return { kind: 'table', table: await tableNamed(call, bucketId, name) };
  };
}

function assertEmpty(isEmpty: boolean): void {
  if (!isEmpty) {
    throw invalidField('header.table_id', 'a table is named by table_id, or by bucket_id and name; not by both');
  }
}
