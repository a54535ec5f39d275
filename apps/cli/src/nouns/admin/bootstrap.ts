import { type CreateOrganizationResponse, CreateOrganizationResponseSchema } from '@easement/contracts';
import type { Verb } from '../../command.ts';
import { withContext } from '../../contexts.ts';
import type { Desk } from '../../desk.ts';
import { messageView } from '../../output/view.ts';
import { callOptions } from '../../session.ts';
import { operatorClient, operatorOptions } from './operator.ts';

const createdView = messageView(CreateOrganizationResponseSchema, [
  ['organization', ({ organization }) => organization?.id],
  ['name', ({ organization }) => organization?.name],
  ['owner', ({ ownerId }) => ownerId],
  ['token', ({ ownerToken }) => ownerToken],
]);

export const bootstrap: Verb = {
  usage: 'bootstrap <organization>',
  summary: 'make an organization, its first owner and a token, with the token of the operator',
  changes: true,
  options: [
    { flags: '--owner <email>', summary: 'the e-mail address of the owner', isRequired: true },
    ...operatorOptions,
    { flags: '--save-as <context>', summary: 'sign in as the owner under this name, instead of printing the token' },
  ],
  examples: [
    'admin bootstrap Meridian --owner owner@meridian.example --operator-token-file operator-token --save-as owner',
  ],
  runAtDesk: async (desk, input) => {
    const { client, url } = await operatorClient(desk, input);
    const { requestId = '', dryRun } = desk.settings;
    const request = { name: input.argument('organization'), ownerEmail: input.required('owner') };
    const created = await client.organizations
      .createOrganization({ ...request, requestId, validateOnly: dryRun }, callOptions(desk))
      .finally(client.close);
    if (dryRun) desk.tell(`Nothing was changed; organization ${request.name} can be made.`);
    else await keep(desk, url, created, input.option('saveAs'));
  },
};

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
