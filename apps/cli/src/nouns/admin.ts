import { readFile } from 'node:fs/promises';
import { createClient } from '@easement/client';
import { type CreateOrganizationResponse, CreateOrganizationResponseSchema } from '@easement/contracts';
import type { Input, Noun, Verb } from '../command.ts';
import { usageError } from '../command-error.ts';
import { withContext } from '../contexts.ts';
import type { Desk } from '../desk.ts';
import { messageView } from '../output/view.ts';
import { readSecret } from '../read-secret.ts';
import { callOptions } from '../session.ts';
import { serverUrl } from './login.ts';

const createdView = messageView(CreateOrganizationResponseSchema, [
  ['organization', ({ organization }) => organization?.id],
  ['name', ({ organization }) => organization?.name],
  ['owner', ({ ownerId }) => ownerId],
  ['token', ({ ownerToken }) => ownerToken],
]);

const bootstrap: Verb = {
  usage: 'bootstrap <organization>',
  summary: 'make an organization, its first owner and a token, with the token of the operator',
  changes: true,
  options: [
    { flags: '--owner <email>', summary: 'the e-mail address of the owner', isRequired: true },
    { flags: '--url <url>', summary: 'where Easement answers (EASEMENT_URL)' },
    { flags: '--operator-token-file <file>', summary: 'where the token of the operator is (EASEMENT_OPERATOR_TOKEN)' },
    { flags: '--token-stdin', summary: 'read the token of the operator from stdin' },
    { flags: '--save-as <context>', summary: 'sign in as the owner under this name, instead of printing the token' },
  ],
  examples: [
    'admin bootstrap Meridian --owner owner@meridian.example --operator-token-file operator-token --save-as owner',
  ],
  runAtDesk: async (desk, input) => {
    const url = serverUrl(desk, input);
    const client = createClient({ baseUrl: url, token: await operatorToken(desk, input) });
    const { requestId = '', dryRun } = desk.settings;
    const request = { name: input.argument('organization'), ownerEmail: input.required('owner') };
    const created = await client.organizations
      .createOrganization({ ...request, requestId, validateOnly: dryRun }, callOptions(desk))
      .finally(client.close);
    if (dryRun) desk.tell(`Nothing was changed; organization ${request.name} can be made.`);
    else await keep(desk, url, created, input.option('saveAs'));
  },
};

export const admin: Noun = { name: 'admin', summary: 'what the operator of an installation does', verbs: [bootstrap] };

/** The secret is answered once: it goes into the context, or else to stdout. */
async function keep(desk: Desk, url: string, created: CreateOrganizationResponse, name?: string): Promise<void> {
  if (name === undefined) {
    await desk.print.one(createdView, created);
    desk.tell('The token is shown this once: keep it.');
    return;
  }
  const { ownerToken } = created;
  await desk.contexts.update((contexts) => withContext(contexts, name, { url, token: ownerToken }));
  await desk.print.one(createdView, { ...created, ownerToken: '' });
  desk.tell(`You are its owner in context ${name}.`);
}

async function operatorToken(desk: Desk, input: Input): Promise<string> {
  const file = input.option('operatorTokenFile');
  if (file !== undefined) return nonEmpty(await readFile(file, 'utf8'), file);
  const { operatorToken: token } = desk.io.environment;
  if (token !== undefined) return token;
  return await readSecret(desk, input.flag('tokenStdin'), 'token of the operator');
}

function nonEmpty(text: string, file: string): string {
  const secret = text.trim();
  if (secret !== '') return secret;
  throw usageError(`${file} is empty`, 'name the file that the identity-service reads or wrote');
}
