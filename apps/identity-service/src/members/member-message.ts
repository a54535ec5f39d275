import type { MessageInitShape } from '@bufbuild/protobuf';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import {
  type OrganizationMemberSchema,
  OrganizationRole as Wire,
  type ProjectMemberSchema,
  ProjectRole as ProjectWire,
} from '@easement/contracts';
import { type OrganizationRole, organizationRoles, type ProjectRole, projectRoles } from '@easement/domain';
import { etagOf } from '../etag.ts';
import type { PrincipalRow } from '../principals/principal.table.ts';
import type { OrganizationMemberRow, ProjectMemberRow } from './member.table.ts';

const organizationRoleOnWire = {
  owner: Wire.OWNER,
  admin: Wire.ADMIN,
  member: Wire.MEMBER,
  support: Wire.SUPPORT,
} as const satisfies Record<OrganizationRole, Wire>;

const projectRoleOnWire = {
  admin: ProjectWire.ADMIN,
  write: ProjectWire.WRITE,
  read: ProjectWire.READ,
} as const satisfies Record<ProjectRole, ProjectWire>;

export function toOrganizationRole(role: OrganizationRole | undefined): Wire {
  return role === undefined ? Wire.UNSPECIFIED : organizationRoleOnWire[role];
}

export function toProjectRole(role: ProjectRole | undefined): ProjectWire {
  return role === undefined ? ProjectWire.UNSPECIFIED : projectRoleOnWire[role];
}

/** The role that a request names. The contract has refused the others. */
export function fromOrganizationRole(wire: Wire): OrganizationRole {
  const role = organizationRoles.find((one) => organizationRoleOnWire[one] === wire);
  if (role === undefined) throw new TypeError(`no role in an organization: ${wire}`);
  return role;
}

/** The role that a request names. The contract has refused the others. */
export function fromProjectRole(wire: ProjectWire): ProjectRole {
  const role = projectRoles.find((one) => projectRoleOnWire[one] === wire);
  if (role === undefined) throw new TypeError(`no role in a project: ${wire}`);
  return role;
}

export function toOrganizationMemberMessage(
  row: OrganizationMemberRow,
  principal: PrincipalRow | undefined,
): MessageInitShape<typeof OrganizationMemberSchema> {
  return { ...toMember(row, principal), role: toOrganizationRole(row.role) };
}

export function toProjectMemberMessage(
  row: ProjectMemberRow,
  principal: PrincipalRow | undefined,
): MessageInitShape<typeof ProjectMemberSchema> {
  return { ...toMember(row, principal), projectId: row.project_id, role: toProjectRole(row.role) };
}

function toMember(row: OrganizationMemberRow | ProjectMemberRow, principal: PrincipalRow | undefined) {
  return {
    principalId: row.principal_id,
    etag: etagOf(row),
    createTime: timestampFromDate(row.create_time),
    email: principal?.email ?? '',
    displayName: principal?.display_name ?? '',
  };
}
