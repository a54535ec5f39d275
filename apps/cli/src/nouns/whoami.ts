import { GetCallerResponseSchema, OrganizationRoleSchema, ProjectRoleSchema } from '@easement/contracts';
import type { Verb } from '../command.ts';
import { messageView, word } from '../output/view.ts';

const callerView = messageView(GetCallerResponseSchema, [
  ['id', ({ principal }) => principal?.id],
  ['name', ({ principal }) => principal?.displayName],
  ['e-mail', ({ principal }) => principal?.email],
  ['organization', ({ organizationId }) => organizationId],
  ['role', ({ organizationRole }) => (organizationRole ? word(OrganizationRoleSchema, organizationRole) : 'none')],
  [
    'projects',
    ({ projects }) => projects.map(({ name, role }) => `${name} (${word(ProjectRoleSchema, role)})`).join(', '),
  ],
]);

export const whoami: Verb = {
  usage: 'whoami',
  summary: 'show who you are to the server, and your roles',
  run: async ({ client, call, print }) => {
    await print.one(callerView, await client.principals.getCaller({}, call));
  },
};
