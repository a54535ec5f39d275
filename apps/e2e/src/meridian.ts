import type { Client } from '@easement/client';
import type { OrganizationRole, ProjectRole } from '@easement/contracts';
import type { Constellation } from './constellation.ts';

type Roles = { readonly organization?: OrganizationRole; readonly projects?: Readonly<Record<string, ProjectRole>> };

/** Somebody of an organization, with a client that is signed in as them. */
export type Member = { readonly id: string; readonly token: string; readonly client: Client };

/** An organization that a spec fills as it needs. */
export type Organization = {
  readonly id: string;
  readonly owner: Member;
  readonly createProject: (name: string) => Promise<string>;
  readonly createMember: (name: string, roles: Roles) => Promise<Member>;
};

/** Bootstraps an organization through the API, as the operator of an installation would. */
export async function createOrganization(
  { clientOf, operatorToken }: Pick<Constellation, 'clientOf' | 'operatorToken'>,
  name: string,
): Promise<Organization> {
  const host = `${name.toLowerCase()}.example`;
  const operator = clientOf(operatorToken);
  const made = await operator.organizations.createOrganization({ name, ownerEmail: `owner@${host}` });
  const owner = { id: made.ownerId, token: made.ownerToken, client: clientOf(made.ownerToken) };
  const { projects, principals, memberships, tokens } = owner.client;
  return {
    id: made.organization?.id ?? '',
    owner,
    createProject: async (project) => (await projects.createProject({ name: project })).project?.id ?? '',
    createMember: async (who, roles) => {
      const { user } = await principals.createUser({ email: `${who}@${host}`, displayName: who });
      const principalId = user?.id ?? '';
      const { organization } = roles;
      if (organization !== undefined) await memberships.addOrganizationMember({ principalId, role: organization });
      for (const [projectId, role] of Object.entries(roles.projects ?? {})) {
        await memberships.addProjectMember({ projectId, principalId, role });
      }
      const { secret } = await tokens.createToken({ principalId });
      return { id: principalId, token: secret, client: clientOf(secret) };
    },
  };
}
