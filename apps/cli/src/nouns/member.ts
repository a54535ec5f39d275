import type { EnumShape } from '@bufbuild/protobuf';
import { listAll } from '@easement/client';
import {
  OrganizationMemberSchema,
  OrganizationRoleSchema,
  ProjectMemberSchema,
  ProjectRoleSchema,
} from '@easement/contracts';
import type { Input, Noun, OptionText, Verb } from '../command.ts';
import { usageError } from '../command-error.ts';
import { conclude } from '../conclude.ts';
import { confirmed } from '../confirm.ts';
import { collect } from '../find/collect.ts';
import { findPrincipal } from '../find/principals.ts';
import { findProject } from '../find/projects.ts';
import { messageView, valueOf, time, word, words } from '../output/view.ts';

const organizationMemberView = messageView(OrganizationMemberSchema, [
  ['id', ({ principalId }) => principalId],
  ['name', ({ displayName }) => displayName],
  ['e-mail', ({ email }) => email],
  ['role', ({ role }) => word(OrganizationRoleSchema, role)],
  ['since', ({ createTime }) => time(createTime)],
]);

const projectMemberView = messageView(ProjectMemberSchema, [
  ['id', ({ principalId }) => principalId],
  ['name', ({ displayName }) => displayName],
  ['e-mail', ({ email }) => email],
  ['role', ({ role }) => word(ProjectRoleSchema, role)],
  ['since', ({ createTime }) => time(createTime)],
]);

const organizationOption: OptionText = { flags: '--organization', summary: 'the organization instead of a project' };

const roleOption: OptionText = {
  flags: '--role <role>',
  summary: `${words(ProjectRoleSchema).join(', ')}; of the organization ${words(OrganizationRoleSchema).join(', ')}`,
  isRequired: true,
};

const list: Verb = {
  usage: 'list',
  summary: 'list the members of a project, or of the organization',
  options: [organizationOption],
  run: async (session, input) => {
    const { client, call, print } = session;
    if (input.flag('organization')) {
      const { listOrganizationMembers } = client.memberships;
      const members = await collect(listAll(listOrganizationMembers, {}, (page) => page.members, call));
      await print.list(organizationMemberView, members, 'No members.');
    } else {
      const { listProjectMembers } = client.memberships;
      const request = { projectId: await findProject(session) };
      const members = await collect(listAll(listProjectMembers, request, (page) => page.members, call));
      await print.list(projectMemberView, members, 'No members.');
    }
  },
};

const add: Verb = {
  usage: 'add <person>',
  summary: 'give a person or service account a role',
  changes: true,
  options: [roleOption, organizationOption],
  examples: ['member add ada@meridian.example --role write --project analytics'],
  run: async (session, input) => {
    const { client, call, mutation } = session;
    const who = input.argument('person');
    const done = `${who} is a member.`;
    if (input.flag('organization')) {
      const role = roleOf(input, OrganizationRoleSchema);
      const principalId = await findPrincipal(session, who);
      const answer = await client.memberships.addOrganizationMember({ principalId, role, ...mutation }, call);
      await conclude(session, answer, { view: organizationMemberView, thing: answer.member, done });
    } else {
      const role = roleOf(input, ProjectRoleSchema);
      const [projectId, principalId] = await Promise.all([findProject(session), findPrincipal(session, who)]);
      const answer = await client.memberships.addProjectMember({ projectId, principalId, role, ...mutation }, call);
      await conclude(session, answer, { view: projectMemberView, thing: answer.member, done });
    }
  },
};

const update: Verb = {
  usage: 'update <person>',
  summary: "change a member's role",
  changes: true,
  options: [roleOption, organizationOption],
  run: async (session, input) => {
    const { client, call, mutation } = session;
    const who = input.argument('person');
    const done = `The role of ${who} is changed.`;
    if (input.flag('organization')) {
      const role = roleOf(input, OrganizationRoleSchema);
      const principalId = await findPrincipal(session, who);
      const answer = await client.memberships.updateOrganizationMember({ principalId, role, ...mutation }, call);
      await conclude(session, answer, { view: organizationMemberView, thing: answer.member, done });
    } else {
      const role = roleOf(input, ProjectRoleSchema);
      const [projectId, principalId] = await Promise.all([findProject(session), findPrincipal(session, who)]);
      const answer = await client.memberships.updateProjectMember({ projectId, principalId, role, ...mutation }, call);
      await conclude(session, answer, { view: projectMemberView, thing: answer.member, done });
    }
  },
};

const remove: Verb = {
  usage: 'remove <person>',
  summary: "take a member's role away",
  changes: true,
  options: [organizationOption],
  run: async (session, input) => {
    const { client, call, mutation } = session;
    const who = input.argument('person');
    const done = `${who} is no member any more.`;
    if (input.flag('organization')) {
      const principalId = await findPrincipal(session, who);
      await confirmed(session, `Take the role of ${who} in the organization away?`);
      const answer = await client.memberships.removeOrganizationMember({ principalId, ...mutation }, call);
      await conclude(session, answer, { done });
    } else {
      const [projectId, principalId] = await Promise.all([findProject(session), findPrincipal(session, who)]);
      await confirmed(session, `Take the role of ${who} in the project away?`);
      const answer = await client.memberships.removeProjectMember({ projectId, principalId, ...mutation }, call);
      await conclude(session, answer, { done });
    }
  },
};

export const member: Noun = {
  name: 'member',
  summary: 'who has which role',
  verbs: [list, add, update, remove],
};

function roleOf<Desc extends typeof ProjectRoleSchema | typeof OrganizationRoleSchema>(
  input: Input,
  schema: Desc,
): EnumShape<Desc> {
  const text = input.required('role');
  const role = valueOf(schema, text);
  if (role !== 0) return role;
  const wider = schema === ProjectRoleSchema ? '; --organization is for roles of the organization' : '';
  throw usageError(`${JSON.stringify(text)} is no role here`, `choose from ${words(schema).join(', ')}${wider}`);
}
