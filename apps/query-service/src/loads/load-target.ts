import { type Bucket, ObjectService, ReachService, type TableVersion, VersionService } from '@easement/contracts';
import {
  assertOwnRows,
  type BucketId,
  type LinkId,
  linkIsReadOnly,
  missingRole,
  notFound,
  parseId,
  type ProjectId,
  type TableId,
} from '@easement/domain';
import { asService, type Call, type Dial, principalOf } from '@easement/rpc';
import type { TableAccess } from '../access/table-access.ts';
import type { LoadAim } from './load-header.ts';

/** Where an upload goes: a table that is there, or a new one. */
export type LoadTarget =
  | { readonly kind: 'table'; readonly project: ProjectId; readonly table: TableId }
  | { readonly kind: 'new'; readonly project: ProjectId; readonly bucket: BucketId; readonly name: string };

/** Finds where an upload goes and refuses who may not load there: before any byte of it is read. */
export type FindTarget = (call: Call, aim: LoadAim) => Promise<LoadTarget>;

export function loadTargets(dial: Dial, access: Pick<TableAccess, 'changeable' | 'assertMayChange'>): FindTarget {
  const objects = dial('catalog', ObjectService);
  const versions = dial('catalog', VersionService);
  const reaches = dial('sharing', ReachService);

  const refuseLink = async (call: Call, link: LinkId): Promise<never> => {
    const { principal } = principalOf(call);
    const found = await reaches.findReach({ principalId: principal, linkIds: [link] }, asService(call));
    const reach = found.reaches[0];
    if (!reach) throw notFound('link', link);
    throw reach.writes ? linkIsReadOnly(link, link) : missingRole(`loading into ${link}`, 'write', reach.projectId);
  };
  const getBucket = async (call: Call, bucket: BucketId): Promise<Bucket> => {
    const { buckets } = await objects.lookUpObjects({ objectIds: [bucket] }, asService(call));
    const [found] = buckets;
    if (!found) throw notFound('bucket', bucket);
    return found;
  };
  const tableNamed = async (call: Call, bucket: Bucket, tableName: string): Promise<TableId> => {
    const { projectId, name: bucketName } = bucket;
    const named = { case: 'own', value: { projectId, bucketName, tableName } } as const;
    const queries = [{ way: named, withoutFiles: true }];
    const { answers } = await versions.getVersions({ queries }, asService(call));
    const version = answers[0]?.version;
    // In SQL a name is found in any case; here it has to be the name.
    if (version?.tableName !== tableName.normalize('NFC')) throw notFound('table', tableName);
    return tableWithRows(version);
  };
  return async (call, aim) => {
    switch (aim.kind) {
      case 'link':
        return await refuseLink(call, aim.link);
      case 'table': {
        const version = await access.changeable(call, aim.table);
        return { ...aim, table: tableWithRows(version), project: parseId('project', version.projectId) };
      }
      case 'named': {
        const { bucket, name, create } = aim;
        const found = await getBucket(call, bucket);
        const project = parseId('project', found.projectId);
        await access.assertMayChange(call, project, bucket, { kind: 'bucket', id: bucket });
        if (create) return { kind: 'new', project, bucket, name };
        return { kind: 'table', project, table: await tableNamed(call, found, name) };
      }
    }
  };
}

/** The table of a version; refuses an alias, which keeps no rows of its own. */
function tableWithRows({ tableId, sourceTableId }: TableVersion): TableId {
  const id = parseId('table', tableId);
  assertOwnRows({ id, alias: sourceTableId === '' ? undefined : { source: parseId('table', sourceTableId) } });
  return id;
}
