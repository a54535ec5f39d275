import { ProjectOverviewSchema, ProjectRoleSchema, ProjectSchema } from '@easement/contracts';
import type { Input, Noun, Verb } from '../command.ts';
import { usageError } from '../command-error.ts';
import { conclude } from '../conclude.ts';
import { confirmed } from '../confirm.ts';
import { findProject, listProjects } from '../find/projects.ts';
import { messageView, size, time, word } from '../output/view.ts';
import type { Session } from '../session.ts';

const projectView = messageView(ProjectSchema, [
  ['id', ({ id }) => id],
  ['name', ({ name }) => name],
  ['description', ({ description }) => description],
  ['created', ({ createTime }) => time(createTime)],
]);

const overviewView = messageView(ProjectOverviewSchema, [
  ['id', ({ project }) => project?.id],
  ['name', ({ project }) => project?.name],
  ['description', ({ project }) => project?.description],
  ['your role', ({ role }) => word(ProjectRoleSchema, role)],
  ['buckets', ({ buckets }) => buckets.map(({ name }) => name).join(', ')],
  ['links', ({ links }) => links.map(({ name }) => name).join(', ')],
  ['shares', ({ shares }) => shares.map(({ name }) => name).join(', ')],
  ['offers', ({ offerCount }) => offerCount],
  ['tables', ({ usage }) => usage?.tableCount],
  ['rows', ({ usage }) => usage?.rowCount],
  ['size', ({ usage }) => usage && size(usage.byteCount)],
]);

const list: Verb = {
  usage: 'list',
  summary: 'list the projects that you may see',
  run: async (session) => {
    await session.print.list(projectView, await listProjects(session), 'No projects.');
  },
};

const show: Verb = {
  usage: 'show [project]',
  summary: 'show a project at one look',
  run: async (session, input) => {
    const { client, call, print, tell } = session;
    const projectId = await findProject(session, input.optionalArgument('project'));
    const { overview } = await client.projectViews.getProjectOverview({ projectId }, call);
    if (!overview) return;
    await print.one(overviewView, overview);
    if (overview.unreachable.length > 0)
      tell(`warning: not all is shown, since ${overview.unreachable.join(', ')} is away`);
  },
};

const create: Verb = {
  usage: 'create <name>',
  summary: 'create a project',
  changes: true,
  options: [{ flags: '--description <text>', summary: 'what it is for' }],
  run: async (session, input) => {
    const { client, call, mutation } = session;
    const name = input.argument('name');
    const description = input.option('description') ?? '';
    const answer = await client.projects.createProject({ name, description, ...mutation }, call);
    await conclude(session, answer, { view: projectView, thing: answer.project, done: `Project ${name} is there.` });
  },
};

const update: Verb = {
  usage: 'update [project]',
  summary: "change a project's name or description",
  changes: true,
  options: [
    { flags: '--name <name>', summary: 'the new name' },
    { flags: '--description <text>', summary: 'the new description' },
  ],
  run: async (session, input) => {
    const { client, call, mutation } = session;
    const change = changeOf(input);
    const projectId = await findProject(session, input.optionalArgument('project'));
    const answer = await client.projects.updateProject({ projectId, ...change, ...mutation }, call);
    await conclude(session, answer, { view: projectView, thing: answer.project, done: 'The project is changed.' });
  },
};

const remove: Verb = {
  usage: 'delete <project>',
  summary: 'delete a project that has no shares, links or objects left',
  changes: true,
  run: async (session, input) => {
    const { client, call, mutation } = session;
    const text = input.argument('project');
    const projectId = await findProject(session, text);
    await confirmed(session, `Delete project ${text} with its memberships?`);
    const answer = await client.projects.deleteProject({ projectId, ...mutation }, call);
    await conclude(session, answer, { done: `Project ${text} is deleted.` });
  },
};

const use: Verb = {
  usage: 'use <project>',
  summary: 'make a project the one that commands mean where none is named',
  run: async (session, input) => {
    const text = input.argument('project');
    const project = await findProject(session, text);
    await setDefaultProject(session, project);
    session.tell(`Commands mean project ${text} now.`);
  },
};

export const project: Noun = {
  name: 'project',
  summary: 'projects, which isolate what they own',
  verbs: [list, show, create, update, remove, use],
};

function changeOf(input: Input): { name: string; description: string; updateMask: { paths: string[] } } {
  const name = input.option('name');
  const description = input.option('description');
  const paths = [...(name === undefined ? [] : ['name']), ...(description === undefined ? [] : ['description'])];
  if (paths.length === 0) throw usageError('nothing to change', 'give --name or --description');
  return { name: name ?? '', description: description ?? '', updateMask: { paths } };
}

async function setDefaultProject({ contexts, settings, io }: Session, project: string): Promise<void> {
  await contexts.update((kept) => {
    const name = settings.context ?? io.environment.context ?? kept.current;
    const context = name === undefined ? undefined : kept.contexts[name];
    if (name === undefined || !context) {
      throw usageError(
        'there is no context to keep the project in',
        'sign in with `easement login`, or set EASEMENT_PROJECT',
      );
    }
    return { ...kept, contexts: { ...kept.contexts, [name]: { ...context, project } } };
  });
}
