import {
  bigintColumn,
  bytesColumn,
  codeColumn,
  digestColumn,
  flagColumn,
  guardColumn,
  idColumn,
  integerColumn,
  jsonColumn,
  nameKeyColumn,
  nullable,
  type RowOf,
  table,
  textColumn,
  timeColumn,
  versionColumn,
} from '../src/index.ts';

export const organization_id = 'org_1';

/** One column of each kind. */
export const shareTable = table('share', {
  columns: {
    organization_id: idColumn(),
    id: idColumn(),
    name: textColumn(),
    name_key: nameKeyColumn(),
    kind: codeColumn<'direct' | 'grants'>(),
    digest: nullable(digestColumn()),
    audience: jsonColumn<{ readonly type: string; readonly projects?: readonly string[] }>(),
    body: nullable(bytesColumn()),
    link_count: integerColumn(),
    byte_count: bigintColumn(),
    live: nullable(flagColumn<true>()),
    hidden: flagColumn(),
    create_time: timeColumn(),
    version: versionColumn(),
    guard: guardColumn(),
  },
  primary: ['organization_id', 'id'],
  uniques: {
    name: ['organization_id', 'name_key'],
    one_live: ['organization_id', 'kind', 'live'],
  },
  indexes: { by_time: ['organization_id', 'create_time'] },
});
export type ShareRow = RowOf<typeof shareTable>;

export const linkTable = table('link', {
  columns: { organization_id: idColumn(), id: idColumn(), share_id: idColumn() },
  primary: ['organization_id', 'id'],
  indexes: { by_share: ['organization_id', 'share_id'] },
});

export const projectGuardTable = table('project_guard', {
  columns: { organization_id: idColumn(), project_id: idColumn(), attempt: integerColumn(), guard: guardColumn() },
  primary: ['organization_id', 'project_id'],
});

export const tables = [shareTable, linkTable, projectGuardTable] as const;

export function aShare(changes: Partial<ShareRow> = {}): ShareRow {
  const id = changes.id ?? 'shr_1';
  return {
    organization_id,
    id,
    name: `Share ${id}`,
    name_key: `share ${id}`,
    kind: 'direct',
    digest: null,
    audience: { type: 'project_members' },
    body: null,
    link_count: 0,
    byte_count: 0n,
    live: null,
    hidden: false,
    create_time: new Date('2026-03-04T05:06:07.089Z'),
    version: 1,
    ...changes,
  };
}
