import { AccessService, Action, ReachService, type TableVersion, VersionService } from '@easement/contracts';
import {
  assertMayChangeObject,
  assertMayRead,
  type BucketId,
  covers,
  effectiveRole,
  type LinkReach,
  maySeeInside,
  missingRole,
  notFound,
  parseId,
  type ProjectId,
  type Reach,
  type Standing,
} from '@easement/domain';
import { asService, type Call, type Dial, onBehalf, principalOf, type StandingOf } from '@easement/rpc';

/** A table that a caller may read, and the project through which. */
export type Readable = { readonly version: TableVersion; readonly project: ProjectId };

export type TableAccess = {
  /** The table as it may be read through a project (empty: the one that owns it), or the refusal. */
  readonly readable: (call: Call, tableId: string, projectId: string) => Promise<Readable>;
  /** The table, without its files, that the caller may change; or the refusal. */
  readonly changeable: (call: Call, tableId: string) => Promise<TableVersion>;
  /** The table with its files, for who has been let through already; undefined if it is gone. */
  readonly version: (call: Call, tableId: string) => Promise<TableVersion | undefined>;
  /** Refuses who may not change what a bucket of `owner` holds. */
  readonly assertMayChange: (call: Call, owner: ProjectId, bucket: BucketId, object: Changed) => Promise<void>;
};

/** `isHidden`: no link shows it. */
type Changed = { readonly kind: string; readonly id: string; readonly isHidden?: boolean };

/** Establishes, every time anew, what a caller may do with one table. */
export function tableAccess(dial: Dial, standings: StandingOf): TableAccess {
  const versions = dial('catalog', VersionService);
  const access = dial('sharing', AccessService);
  const reaches = dial('sharing', ReachService);

  const find = async (call: Call, tableId: string, withoutFiles = false): Promise<TableVersion | undefined> => {
    // Tables are for principals: who is none would be refused by the peer, in the name of this service.
    principalOf(call);
    const queries = [{ way: { case: 'tableId', value: tableId } as const, withoutFiles }];
    const { answers } = await versions.getVersions({ queries }, asService(call));
    return answers[0]?.version;
  };
  /** Names are resolved for readers alone: what links show to support, who reads no rows, `CheckAccess` knows. */
  const refuseSupport = async (call: Call, { project }: Standing, { tableId }: TableVersion): Promise<Reach> => {
    const object = { object: { case: 'tableId', value: tableId } as const };
    const decision = await access.checkAccess({ projectId: project, object, action: Action.READ }, onBehalf(call));
    if (decision.reason === 'NOT_FOUND') return { kind: 'none' };
    throw missingRole(`reading ${tableId}`, 'read', project);
  };
  const reachOf = async (call: Call, standing: Standing, version: TableVersion): Promise<Reach> => {
    if (version.projectId === standing.project) return { kind: 'owned' };
    if (version.hiddenThroughLinks || !maySeeInside(standing)) return { kind: 'none' };
    if (!covers(effectiveRole(standing), 'read')) return await refuseSupport(call, standing, version);
    const request = { projectId: standing.project, bucketIds: [version.bucketId] };
    const { names } = await access.resolveNames(request, onBehalf(call));
    const shows = names.filter(({ onlyGranted, grantedIds }) => !onlyGranted || grantedIds.includes(version.tableId));
    const linkId = shows[0]?.linkId;
    return linkId ? { kind: 'linked', link: parseId('link', linkId) } : { kind: 'none' };
  };
  const assertMayChange: TableAccess['assertMayChange'] = async (call, owner, bucket, object) => {
    const { principal } = principalOf(call);
    const standing = await standings.one(call, principal, owner);
    // Who may write there needs no link; everybody else's refusal depends on whether one shows the object to them.
    if (covers(effectiveRole(standing), 'write')) return;
    const found = await reaches.findReach({ principalId: principal, bucketIds: [bucket] }, asService(call));
    const links = object.isHidden ? [] : found.reaches.map(toLinkReach);
    assertMayChangeObject({ owner: standing, links }, object);
  };
  return {
    assertMayChange,
    version: (call, tableId) => find(call, tableId),
    readable: async (call, tableId, projectId) => {
      const version = await find(call, tableId);
      if (!version) throw notFound('table', tableId);
      const project = parseId('project', projectId || version.projectId);
      const standing = await standings.one(call, principalOf(call).principal, project);
      assertMayRead(standing, await reachOf(call, standing, version), { kind: 'table', id: tableId });
      return { version, project };
    },
    changeable: async (call, tableId) => {
      const version = await find(call, tableId, true);
      if (!version) throw notFound('table', tableId);
      const owner = parseId('project', version.projectId);
      const object = { kind: 'table', id: tableId, isHidden: version.hiddenThroughLinks };
      await assertMayChange(call, owner, parseId('bucket', version.bucketId), object);
      return version;
    },
  };
}

function toLinkReach(reach: { linkId: string; projectId: string; readsRows: boolean; writes: boolean }): LinkReach {
  return {
    link: parseId('link', reach.linkId),
    project: parseId('project', reach.projectId),
    readsRows: reach.readsRows,
    writes: reach.writes,
  };
}
