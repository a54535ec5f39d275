import type { Noun, Verb } from '../command.ts';
import { notFoundError } from '../command-error.ts';
import { confirmed } from '../confirm.ts';
import { type Context, type Contexts, withContext, withoutContext } from '../contexts.ts';
import type { View } from '../output/view.ts';

type Shown = Pick<Context, 'url' | 'project'> & { readonly name: string; readonly isCurrent: boolean };

/** Never the token. */
const contextView: View<Shown> = {
  columns: [
    ['name', ({ name }) => name],
    ['url', ({ url }) => url],
    ['project', ({ project }) => project],
    ['current', ({ isCurrent }) => (isCurrent ? 'yes' : '')],
  ],
  json: ({ name, url, project, isCurrent }) => ({ name, url, project: project ?? null, current: isCurrent }),
};

const list: Verb = {
  usage: 'list',
  summary: 'list the contexts that you signed in to',
  runAtDesk: async ({ contexts, print }) => {
    const kept = await contexts.read();
    const shown = Object.keys(kept.contexts).map((name) => shownContext(kept, name));
    await print.list(contextView, shown, 'No contexts: `easement login` makes one.');
  },
};

const show: Verb = {
  usage: 'show [name]',
  summary: 'show a context, or the current one',
  runAtDesk: async ({ contexts, print }, input) => {
    const kept = await contexts.read();
    await print.one(contextView, shownContext(kept, input.optionalArgument('name') ?? kept.current));
  },
};

const use: Verb = {
  usage: 'use <name>',
  summary: 'make a context the current one',
  runAtDesk: async ({ contexts, tell }, input) => {
    const name = input.argument('name');
    await contexts.update((kept) => withContext(kept, name, getContext(kept, name)));
    tell(`${name} is the current context now.`);
  },
};

const remove: Verb = {
  usage: 'delete <name>',
  summary: 'forget a context and its token; the token stays good',
  runAtDesk: async (desk, input) => {
    const name = input.argument('name');
    getContext(await desk.contexts.read(), name);
    await confirmed(desk, `Forget context ${name}?`);
    await desk.contexts.update((kept) => withoutContext(kept, name));
    desk.tell(`Context ${name} is forgotten.`);
  },
};

export const context: Noun = {
  name: 'context',
  summary: 'servers, and who you are there',
  verbs: [list, use, show, remove],
};

function shownContext(kept: Contexts, name: string | undefined): Shown {
  if (name === undefined) throw notFoundError('there is no current context', '`easement context use NAME` makes one');
  const { url, project } = getContext(kept, name);
  return { name, url, isCurrent: name === kept.current, ...(project === undefined ? {} : { project }) };
}

function getContext({ contexts }: Contexts, name: string): Context {
  const found = Object.hasOwn(contexts, name) ? contexts[name] : undefined;
  if (found) return found;
  throw notFoundError(`there is no context ${name}`, '`easement context list` shows those there are');
}
