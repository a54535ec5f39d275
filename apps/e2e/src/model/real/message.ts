import { AudienceType, OrganizationRole, Privilege, ProjectRole, Stage } from '@easement/contracts';
import type { AskedAudience } from '../act.ts';
import type { Ids } from './ids.ts';

/** The words of the model as the contract has them. */
export const roles = { read: ProjectRole.READ, write: ProjectRole.WRITE, admin: ProjectRole.ADMIN } as const;

export const organizationRoles = {
  owner: OrganizationRole.OWNER,
  admin: OrganizationRole.ADMIN,
  member: OrganizationRole.MEMBER,
  support: OrganizationRole.SUPPORT,
} as const;

export const privileges = {
  usage: Privilege.USAGE,
  select: Privilege.SELECT,
  reference_usage: Privilege.REFERENCE_USAGE,
} as const;

export const stages = { in: Stage.IN, out: Stage.OUT } as const;

const types = {
  project_members: AudienceType.PROJECT_MEMBERS,
  organization_members: AudienceType.ORGANIZATION_MEMBERS,
  selected_projects: AudienceType.SELECTED_PROJECTS,
  selected_users: AudienceType.SELECTED_USERS,
  tenants: AudienceType.TENANTS,
} as const;

export function toAudience({ idOf, emailOf }: Ids, { type, projects, users, byEmail }: AskedAudience) {
  return {
    type: types[type],
    projectIds: projects.map((project) => idOf(project, 'project')),
    users: users.map((user) => (byEmail ? emailOf(user) : undefined) ?? idOf(user, 'user')),
  };
}

/** The field that holds the id of a bucket takes that of a link too. */
export function bucketId({ idOf }: Pick<Ids, 'idOf'>, handle: string): string {
  return idOf(handle, isLinkHandle(handle) ? 'link' : 'bucket');
}

export function metadataObject({ idOf }: Ids, handle: string) {
  return isLinkHandle(handle)
    ? ({ case: 'linkId', value: idOf(handle, 'link') } as const)
    : ({ case: 'bucketId', value: idOf(handle, 'bucket') } as const);
}

/** What may be granted: a bucket or a table, or a link in the place of a bucket. */
export function grantableId({ idOf }: Pick<Ids, 'idOf'>, handle: string): string {
  if (handle.startsWith('table') || handle === 'no table') return idOf(handle, 'table');
  return bucketId({ idOf }, handle);
}

function isLinkHandle(handle: string): boolean {
  return handle.startsWith('link ') || handle === 'no link';
}
