import { createClient } from '@easement/client';
import type { GetCallerResponse } from '@easement/contracts';
import type { Input, Verb } from '../command.ts';
import { usageError } from '../command-error.ts';
import { withContext } from '../contexts.ts';
import type { Desk } from '../desk.ts';
import { readSecret } from '../read-secret.ts';
import { callOptions } from '../session.ts';

const home = 'http://localhost:8080';

export const login: Verb = {
  usage: 'login',
  summary: 'sign in with a token, and keep it as a context',
  options: [
    { flags: '--url <url>', summary: `where Easement answers (EASEMENT_URL, else ${home})` },
    { flags: '--name <name>', summary: 'the name of the context', fallback: 'default' },
    { flags: '--token-stdin', summary: 'read the token from stdin instead of asking for it' },
  ],
  examples: ['login --url https://easement.example', 'login --name analytics --token-stdin < token.txt'],
  runAtDesk: async (desk, input) => {
    const url = serverUrl(desk, input);
    const token = await readSecret(desk, input.flag('tokenStdin'), 'token');
    const client = createClient({ baseUrl: url, token });
    const caller = await client.principals.getCaller({}, callOptions(desk)).finally(client.close);
    const project = onlyProject(caller);
    const name = input.required('name');
    const context = { url, token, ...(project ? { project: project.projectId } : {}) };
    await desk.contexts.update((contexts) => withContext(contexts, name, context));
    const { email, displayName } = caller.principal ?? { email: '', displayName: '' };
    desk.tell(`Signed in to ${url} as ${email || displayName}; this is context ${name}.`);
    if (project) desk.tell(`Project ${project.name} is the default, being the only one.`);
  },
};

/** Where to sign in: as given, else as the environment says, else the development door. */
export function serverUrl({ io }: Desk, input: Input): string {
  const text = input.option('url') ?? io.environment.url ?? home;
  const { protocol, origin, pathname } = URL.canParse(text)
    ? new URL(text)
    : { protocol: '', origin: '', pathname: '' };
  if (protocol === 'http:' || protocol === 'https:') return `${origin}${pathname}`.replace(/\/+$/, '');
  throw usageError(`${JSON.stringify(text)} is not a URL`, 'write it as http://HOST:PORT or https://HOST');
}

function onlyProject({ projects }: GetCallerResponse): GetCallerResponse['projects'][number] | undefined {
  return projects.length === 1 ? projects[0] : undefined;
}
