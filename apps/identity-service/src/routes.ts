import {
  DirectoryService,
  MembershipService,
  OrganizationService,
  PrincipalService,
  ProjectService,
  RecoveryService,
  TokenService,
} from '@easement/contracts';
import { followFeed } from '@easement/persistence';
import { feedRoute, internal, type Routes, service } from '@easement/rpc';
import type { Deps } from './deps.ts';
import { authenticate } from './directory/authenticate.ts';
import { countPrincipals } from './directory/count-principals.ts';
import { getStanding } from './directory/get-standing.ts';
import { listStandings } from './directory/list-standings.ts';
import { lookUpAcquaintances } from './directory/look-up-acquaintances.ts';
import { lookUpPrincipals } from './directory/look-up-principals.ts';
import { lookUpProjects } from './directory/look-up-projects.ts';
import { addOrganizationMember } from './members/add-organization-member.ts';
import { addProjectMember } from './members/add-project-member.ts';
import { listOrganizationMembers } from './members/list-organization-members.ts';
import { listProjectMembers } from './members/list-project-members.ts';
import { removeOrganizationMember } from './members/remove-organization-member.ts';
import { removeProjectMember } from './members/remove-project-member.ts';
import { updateOrganizationMember } from './members/update-organization-member.ts';
import { updateProjectMember } from './members/update-project-member.ts';
import { createOrganization } from './organizations/create-organization.ts';
import { deleteOrganization } from './organizations/delete-organization.ts';
import { getOrganization } from './organizations/get-organization.ts';
import { listOrganizations } from './organizations/list-organizations.ts';
import { updateOrganization } from './organizations/update-organization.ts';
import { createServiceAccount } from './principals/create-service-account.ts';
import { createUser } from './principals/create-user.ts';
import { getCaller } from './principals/get-caller.ts';
import { getUser } from './principals/get-user.ts';
import { listUsers } from './principals/list-users.ts';
import { createProject } from './projects/create-project.ts';
import { deleteProject } from './projects/delete-project.ts';
import { getProject } from './projects/get-project.ts';
import { listProjects } from './projects/list-projects.ts';
import { updateProject } from './projects/update-project.ts';
import { finishDeletion } from './reconcile/finish-deletion.ts';
import { lookUpAttempts } from './reconcile/look-up-attempts.ts';
import { createToken } from './tokens/create-token.ts';
import { listTokens } from './tokens/list-tokens.ts';
import { revokeToken } from './tokens/revoke-token.ts';
import { rotateToken } from './tokens/rotate-token.ts';

/** What this service answers. `service` makes a missing RPC a compile error. */
export function createRoutes(deps: Deps): Routes {
  return [
    service(OrganizationService, {
      createOrganization: createOrganization(deps),
      getOrganization: getOrganization(deps),
      listOrganizations: listOrganizations(deps),
      updateOrganization: updateOrganization(deps),
      deleteOrganization: deleteOrganization(deps),
    }),
    service(ProjectService, {
      createProject: createProject(deps),
      getProject: getProject(deps),
      listProjects: listProjects(deps),
      updateProject: updateProject(deps),
      deleteProject: deleteProject(deps),
    }),
    service(MembershipService, {
      addOrganizationMember: addOrganizationMember(deps),
      updateOrganizationMember: updateOrganizationMember(deps),
      removeOrganizationMember: removeOrganizationMember(deps),
      listOrganizationMembers: listOrganizationMembers(deps),
      addProjectMember: addProjectMember(deps),
      updateProjectMember: updateProjectMember(deps),
      removeProjectMember: removeProjectMember(deps),
      listProjectMembers: listProjectMembers(deps),
    }),
    service(PrincipalService, {
      getCaller: getCaller(deps),
      createUser: createUser(deps),
      getUser: getUser(deps),
      listUsers: listUsers(deps),
      createServiceAccount: createServiceAccount(deps),
    }),
    service(TokenService, {
      createToken: createToken(deps),
      listTokens: listTokens(deps),
      rotateToken: rotateToken(deps),
      revokeToken: revokeToken(deps),
    }),
    internal(
      DirectoryService,
      {
        authenticate: authenticate(deps),
        getStanding: getStanding(deps),
        lookUpProjects: lookUpProjects(deps),
        lookUpPrincipals: lookUpPrincipals(deps),
        listStandings: listStandings(deps),
        lookUpAcquaintances: lookUpAcquaintances(deps),
        countPrincipals: countPrincipals(deps),
      },
      ['gateway', 'catalog', 'sharing', 'query'],
    ),
    feedRoute((from) => followFeed(deps.db, from), ['catalog', 'sharing', 'query']),
    internal(RecoveryService, { lookUpAttempts: lookUpAttempts(deps), finishDeletion: finishDeletion(deps) }, [
      'sharing',
    ]),
  ];
}
