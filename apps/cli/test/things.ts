import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import {
  ActivityAction,
  AudienceType,
  GrantedKind,
  LinkState,
  OrganizationRole,
  PrincipalKind,
  Privilege,
  ProjectRole,
  ShareKind,
  Stage,
} from '@easement/contracts';

export function idOf(prefix: string, number: number): string {
  return `${prefix}_${String(number).padStart(26, '0')}`;
}

/** The things there are: `operations` owns and shares bucket `flights`, which `analytics` links as `ops`. */
export const ids = {
  organization: idOf('org', 1),
  operations: idOf('prj', 1),
  analytics: idOf('prj', 2),
  flights: idOf('bkt', 1),
  notes: idOf('bkt', 2),
  airports: idOf('tbl', 1),
  delays: idOf('tbl', 2),
  share: idOf('shr', 1),
  partners: idOf('shr', 4),
  link: idOf('lnk', 1),
  ada: idOf('usr', 1),
  robot: idOf('sva', 1),
  token: idOf('tok', 1),
} as const;

const since = timestampFromDate(new Date('2001-02-03T04:05:06Z'));
export const project = { id: ids.operations, name: 'operations', description: 'runs flights', createTime: since };
export const projects = [project, { id: ids.analytics, name: 'analytics' }];
export const bucket = {
  id: ids.flights,
  name: 'flights',
  projectId: ids.operations,
  stage: Stage.OUT,
  tableCount: 2,
  rowCount: 23_376n,
  byteCount: 1_300_000n,
};
export const columns = [
  { id: idOf('col', 1), name: 'iata', type: 'STRING', nullable: false },
  { id: idOf('col', 2), name: 'delay', type: 'INTEGER', nullable: true },
];
export const table = {
  id: ids.airports,
  name: 'airports',
  bucketId: ids.flights,
  columns,
  rowCount: 3_376n,
  byteCount: 900n,
  version: 1n,
};
export const alias = {
  ...table,
  id: idOf('tbl', 3),
  name: 'late',
  sourceTableId: ids.airports,
  filter: '"delay" > 15',
};
export const view = { id: idOf('vew', 1), name: 'delays by state', bucketId: ids.flights };
export const inHours = { id: idOf('fun', 1), name: 'in_hours', bucketId: ids.flights };
export const note = { key: 'unit', value: 'minutes', updaterId: ids.ada, updateTime: since };
export const tables = [table, { ...table, id: ids.delays, name: 'delays' }];
export const audience = { type: AudienceType.SELECTED_PROJECTS, projectIds: [ids.analytics] };
export const share = {
  id: ids.share,
  name: 'flights',
  projectId: ids.operations,
  kind: ShareKind.BUCKET,
  bucket: { bucketId: ids.flights },
  audience,
  etag: 'etag-1',
  linkCount: 1,
};
export const partners = {
  id: ids.partners,
  name: 'partners',
  projectId: ids.operations,
  kind: ShareKind.GRANTS,
  grants: { projectId: ids.operations, bucketId: ids.flights },
  comment: 'for those who fly with us',
  audience: { type: AudienceType.TENANTS, projectIds: [ids.analytics] },
  linkCount: 2,
};
const granted = { shareId: ids.partners, bucketId: ids.flights, createTime: since, creatorId: ids.ada };
export const usage = {
  ...granted,
  objectId: ids.flights,
  objectKind: GrantedKind.BUCKET,
  privilege: Privilege.USAGE,
};
export const selected = {
  ...granted,
  objectId: ids.airports,
  objectKind: GrantedKind.TABLE,
  privilege: Privilege.SELECT,
};
/** In another share. */
const grantedElsewhere = { ...granted, shareId: ids.share };
export const viewed = {
  ...grantedElsewhere,
  objectId: view.id,
  objectKind: GrantedKind.VIEW,
  privilege: Privilege.SELECT,
};
export const called = {
  ...grantedElsewhere,
  objectId: inHours.id,
  objectKind: GrantedKind.FUNCTION,
  privilege: Privilege.USAGE,
};
export const link = {
  id: ids.link,
  name: 'ops',
  projectId: ids.analytics,
  shareId: ids.share,
  sourceProjectId: ids.operations,
  bucketId: ids.flights,
  stage: Stage.IN,
  state: LinkState.ACTIVE,
  outsideAudience: true,
};
/** `analytics` shows one table of a share in a bucket of its own. */
export const notes = { ...bucket, id: ids.notes, name: 'notes', projectId: ids.analytics };
export const single = {
  ...link,
  id: idOf('lnk', 2),
  name: 'ports',
  shareId: ids.partners,
  objectId: ids.airports,
  targetBucketId: ids.notes,
  outsideAudience: false,
};
export const offer = {
  shareId: ids.share,
  shareName: 'all flights',
  providerProjectId: ids.operations,
  providerProjectName: 'operations',
  bucketName: 'flights',
  kind: ShareKind.BUCKET,
  byteCount: 1_300_000n,
  tableCount: 2,
  sharedByName: 'Ada',
};
export const offers = [
  { ...offer, linkable: true },
  {
    ...offer,
    shareId: idOf('shr', 2),
    shareName: 'wildlife',
    providerProjectName: 'safety',
    bucketName: 'strikes',
    lacking: ['write'],
  },
  {
    ...offer,
    shareId: idOf('shr', 3),
    shareName: 'more',
    providerProjectName: 'safety',
    bucketName: 'flights',
    nameTaken: true,
  },
  { ...offer, shareId: ids.partners, shareName: 'partners', kind: ShareKind.GRANTS, linkable: true },
  {
    ...offer,
    shareId: idOf('shr', 5),
    shareName: 'partners',
    providerProjectName: 'safety',
    kind: ShareKind.GRANTS,
    bucketName: '',
    lacking: ['usage'],
  },
];
/** Newest first. */
export const activities = [
  {
    position: 9n,
    time: since,
    actor: ids.ada,
    action: ActivityAction.SHARE_UPDATED,
    object: { id: ids.share, name: 'flights' },
    shareId: ids.share,
    withProjectIds: [ids.analytics],
    details: [
      { field: 'audience', before: 'AUDIENCE_TYPE_PROJECT_MEMBERS', after: 'AUDIENCE_TYPE_SELECTED_PROJECTS' },
      { field: 'projects', added: [ids.analytics] },
    ],
  },
  {
    position: 8n,
    time: since,
    action: ActivityAction.LINK_FORCED,
    object: { id: ids.link },
    shareId: ids.share,
    withProjectIds: [ids.analytics],
    details: [{ field: 'comment', after: 'contract\u001b[31m ended' }],
  },
];
export const ada = { id: ids.ada, email: 'ada@meridian.example', displayName: 'Ada', kind: PrincipalKind.USER };
export const robot = { id: ids.robot, displayName: 'loader', kind: PrincipalKind.SERVICE_ACCOUNT };
export const organization = { id: ids.organization, name: 'Meridian' };
export const organizationMember = { principalId: ids.ada, role: OrganizationRole.ADMIN, email: ada.email };
export const projectMember = {
  projectId: ids.operations,
  principalId: ids.ada,
  role: ProjectRole.WRITE,
  email: ada.email,
};
export const token = { id: ids.token, principalId: ids.ada, description: 'laptop', expireTime: since };
export const schema = { columns: columns.map(({ name, type }) => ({ name, type })), queryId: 'qry-1' };
