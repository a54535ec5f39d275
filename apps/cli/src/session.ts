import { type CallOptions, type Client, createClient } from '@easement/client';
import { notFoundError, notSignedInError, usageError } from './command-error.ts';
import type { Contexts } from './contexts.ts';
import type { Desk } from './desk.ts';
import type { Environment } from './environment.ts';

/** What a command has at hand once it is signed in. */
export type Session = Desk & {
  readonly client: Client;
  readonly url: string;
  /** What every call carries: the signal, and the deadline if one was given. */
  readonly call: CallOptions;
  /** What every mutation carries. */
  readonly mutation: { readonly requestId: string; readonly validateOnly: boolean };
  /** What was named as the project, or the default of the context; refuses if neither is there. */
  readonly projectText: () => string;
  /** The same, where a command can do without. */
  readonly givenProject: string | undefined;
};

export type Chosen = { readonly url: string; readonly token: string; readonly project?: string };

export async function openSession(desk: Desk): Promise<Session> {
  const { settings, io, contexts, tell } = desk;
  const chosen = chooseContext(await contexts.read(), io.environment, settings.context);
  if (await contexts.isExposed()) tell(`warning: others can read ${contexts.path}; it holds tokens: chmod 600 it`);
  const project = settings.project ?? io.environment.project ?? chosen.project;
  return {
    ...desk,
    client: createClient({ baseUrl: chosen.url, token: chosen.token }),
    url: chosen.url,
    call: callOptions(desk),
    mutation: { requestId: settings.requestId ?? '', validateOnly: settings.dryRun },
    projectText: () => {
      if (project) return project;
      throw usageError('no project is named', 'name one with --project, or set a default with `easement project use`');
    },
    givenProject: settings.project,
  };
}

export function callOptions({ io, settings: { timeoutSeconds } }: Desk): CallOptions {
  return { signal: io.signal, ...(timeoutSeconds === undefined ? {} : { timeoutMs: timeoutSeconds * 1000 }) };
}

/**
 * What is given with the command wins over the environment, and that over the file. A token is sent to no server but
 * the one that it was given for.
 */
export function chooseContext({ current, contexts }: Contexts, environment: Environment, asked?: string): Chosen {
  const name = asked ?? environment.context ?? current;
  const kept = name !== undefined && Object.hasOwn(contexts, name) ? contexts[name] : undefined;
  if (name !== undefined && !kept && (asked ?? environment.context)) {
    throw notFoundError(`there is no context ${name}`, '`easement context list` shows those there are');
  }
  if (asked && kept) return kept;
  const { url, token } = environment;
  if (token) {
    const at = url ?? kept?.url;
    if (at) return { url: at, token, ...(kept?.project ? { project: kept.project } : {}) };
    throw usageError('EASEMENT_TOKEN is set, but not where it is good for', 'set EASEMENT_URL too');
  }
  if (url && url !== kept?.url) throw notSignedInError(`there is no token for ${url}`);
  if (kept) return kept;
  throw notSignedInError('you are not signed in');
}
