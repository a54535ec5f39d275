import { PrincipalKindSchema, PrincipalSchema } from '@easement/contracts';
import type { Noun, Verb } from '../command.ts';
import { conclude } from '../conclude.ts';
import { findPrincipal, listPrincipals } from '../find/principals.ts';
import { findProject } from '../find/projects.ts';
import { messageView, time, word } from '../output/view.ts';

const principalView = messageView(PrincipalSchema, [
  ['id', ({ id }) => id],
  ['name', ({ displayName }) => displayName],
  ['e-mail', ({ email }) => email],
  ['kind', ({ kind }) => word(PrincipalKindSchema, kind)],
  ['created', ({ createTime }) => time(createTime)],
]);

const list: Verb = {
  usage: 'list',
  summary: 'list the accounts that you may see: people and service accounts',
  run: async (session) => {
    await session.print.list(principalView, await listPrincipals(session), 'No accounts.');
  },
};

const show: Verb = {
  usage: 'show <person>',
  summary: 'show an account',
  run: async (session, input) => {
    const { client, call, print } = session;
    const userId = await findPrincipal(session, input.argument('person'));
    const { user } = await client.principals.getUser({ userId }, call);
    if (user) await print.one(principalView, user);
  },
};

const create: Verb = {
  usage: 'create <email>',
  summary: 'create the account of a person; it begins with no role and no token',
  changes: true,
  options: [{ flags: '--name <name>', summary: 'the name to show' }],
  run: async (session, input) => {
    const { client, call, mutation } = session;
    const email = input.argument('email');
    const displayName = input.option('name') ?? '';
    const answer = await client.principals.createUser({ email, displayName, ...mutation }, call);
    await conclude(session, answer, { view: principalView, thing: answer.user, done: `${email} has an account.` });
  },
};

const createServiceAccount: Verb = {
  usage: 'create-service-account <name>',
  summary: 'create an account for a program, governed by the admins of --project, else of the organization',
  changes: true,
  run: async (session, input) => {
    const { client, call, mutation, givenProject } = session;
    const name = input.argument('name');
    const projectId = givenProject === undefined ? '' : await findProject(session, givenProject);
    const answer = await client.principals.createServiceAccount({ name, projectId, ...mutation }, call);
    const done = `Service account ${name} is there.`;
    await conclude(session, answer, { view: principalView, thing: answer.serviceAccount, done });
  },
};

export const user: Noun = {
  name: 'user',
  summary: 'accounts of people and programs',
  verbs: [list, show, create, createServiceAccount],
};
