import { OrganizationRole, ProjectRole, type Standing as StandingMessage } from '@easement/contracts';
import {
  type OrganizationRole as Role,
  parseId,
  parsePrincipalId,
  type ProjectRole as GivenRole,
  type Standing,
} from '@easement/domain';

const organizationRoles: Readonly<Record<OrganizationRole, Role | undefined>> = {
  [OrganizationRole.UNSPECIFIED]: undefined,
  [OrganizationRole.OWNER]: 'owner',
  [OrganizationRole.ADMIN]: 'admin',
  [OrganizationRole.MEMBER]: 'member',
  [OrganizationRole.SUPPORT]: 'support',
};

const projectRoles: Readonly<Record<ProjectRole, GivenRole | undefined>> = {
  [ProjectRole.UNSPECIFIED]: undefined,
  [ProjectRole.ADMIN]: 'admin',
  [ProjectRole.WRITE]: 'write',
  [ProjectRole.READ]: 'read',
};

export function toOrganizationRole(role: OrganizationRole): Role | undefined {
  return organizationRoles[role];
}

export function toProjectRole(role: ProjectRole): GivenRole | undefined {
  return projectRoles[role];
}

/** What identity-service vouches for, in the words of the rules. */
export function toStanding(message: StandingMessage): Standing {
  return {
    principal: parsePrincipalId(message.principalId),
    organizationRole: toOrganizationRole(message.organizationRole),
    project: parseId('project', message.projectId),
    projectExists: message.projectExists,
    givenRole: toProjectRole(message.projectRole),
  };
}
