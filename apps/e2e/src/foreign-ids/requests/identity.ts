import {
  MembershipService,
  OrganizationRole,
  OrganizationService,
  PrincipalService,
  ProjectRole,
  ProjectService,
  TokenService,
} from '@easement/contracts';
import { requests, type Requests } from './requests.ts';

const organizations = OrganizationService.method;
const projects = ProjectService.method;
const members = MembershipService.method;
const principals = PrincipalService.method;
const tokens = TokenService.method;

export const ofIdentity: readonly Requests[] = [
  requests(organizations.getOrganization, ({ organization }) => ({ organizationId: organization })),
  requests(organizations.updateOrganization, ({ organization }) => ({
    organizationId: organization,
    name: 'Renamed',
    updateMask: { paths: ['name'] },
  })),
  requests(organizations.deleteOrganization, ({ vacant }) => ({ organizationId: vacant })),

  requests(projects.getProject, ({ home }) => ({ projectId: home })),
  requests(projects.updateProject, ({ home }) => ({
    projectId: home,
    name: 'Renamed',
    updateMask: { paths: ['name'] },
  })),
  requests(projects.deleteProject, ({ spare }) => ({ projectId: spare })),

  requests(members.addOrganizationMember, ({ mate }) => ({ principalId: mate, role: OrganizationRole.MEMBER })),
  requests(members.updateOrganizationMember, ({ member }) => ({ principalId: member, role: OrganizationRole.ADMIN })),
  requests(members.removeOrganizationMember, ({ member }) => ({ principalId: member })),
  requests(members.addProjectMember, ({ home, mate }) => ({
    projectId: home,
    principalId: mate,
    role: ProjectRole.READ,
  })),
  requests(members.updateProjectMember, ({ home, guest }) => ({
    projectId: home,
    principalId: guest,
    role: ProjectRole.READ,
  })),
  requests(members.removeProjectMember, ({ home, guest }) => ({ projectId: home, principalId: guest })),
  requests(members.listProjectMembers, ({ home }) => ({ projectId: home })),

  requests(principals.getUser, ({ mate }) => ({ userId: mate })),
  requests(principals.createServiceAccount, ({ home }) => ({ name: 'another', projectId: home })),

  requests(tokens.createToken, ({ mate }) => ({ principalId: mate })),
  requests(tokens.listTokens, ({ mate }) => ({ principalId: mate })),
  requests(tokens.rotateToken, ({ mateToken }) => ({ tokenId: mateToken })),
  requests(tokens.revokeToken, ({ mateToken }) => ({ tokenId: mateToken })),
];
