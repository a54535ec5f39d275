import { listAll } from '@easement/client';
import { OrganizationSchema } from '@easement/contracts';
import type { Noun, Verb } from '../command.ts';
import { conclude } from '../conclude.ts';
import { confirmed } from '../confirm.ts';
import { collect } from '../find/collect.ts';
import { isId } from '../find/ids.ts';
import { matchName } from '../find/match.ts';
import { messageView, time } from '../output/view.ts';
import type { Session } from '../session.ts';

const organizationView = messageView(OrganizationSchema, [
  ['id', ({ id }) => id],
  ['name', ({ name }) => name],
  ['created', ({ createTime }) => time(createTime)],
]);

const list: Verb = {
  usage: 'list',
  summary: 'list the organizations that you see: your own, or all for the operator',
  run: async (session) => {
    await session.print.list(organizationView, await listOrganizations(session), 'No organizations.');
  },
};

const show: Verb = {
  usage: 'show',
  summary: 'show your organization',
  run: async ({ client, call, print }) => {
    const { organization } = await client.organizations.getOrganization({}, call);
    if (organization) await print.one(organizationView, organization);
  },
};

const rename: Verb = {
  usage: 'rename <name>',
  summary: 'rename your organization',
  changes: true,
  run: async (session, input) => {
    const { client, call, mutation } = session;
    const { organization } = await client.organizations.getOrganization({}, call);
    const name = input.argument('name');
    const request = { organizationId: organization?.id ?? '', name, updateMask: { paths: ['name'] }, ...mutation };
    const answer = await client.organizations.updateOrganization(request, call);
    await conclude(session, answer, {
      view: organizationView,
      thing: answer.organization,
      done: `Renamed to ${name}.`,
    });
  },
};

const remove: Verb = {
  usage: 'delete <organization>',
  summary: 'delete an organization without projects; for the operator',
  changes: true,
  run: async (session, input) => {
    const { client, call, mutation } = session;
    const text = input.argument('organization');
    const organizationId = await findOrganization(session, text);
    await confirmed(session, `Delete organization ${text} with its members and tokens?`);
    const answer = await client.organizations.deleteOrganization({ organizationId, ...mutation }, call);
    await conclude(session, answer, { done: `Organization ${text} is deleted.` });
  },
};

export const org: Noun = { name: 'org', summary: 'the organization', verbs: [list, show, rename, remove] };

async function listOrganizations({ client, call }: Session) {
  return await collect(listAll(client.organizations.listOrganizations, {}, (page) => page.organizations, call));
}

async function findOrganization(session: Session, text: string): Promise<string> {
  if (isId(text, 'org')) return text;
  const next = '`easement org list` shows them';
  const where = 'among those that you may see';
  const organizations = await listOrganizations(session);
  return matchName(organizations, ({ name }) => name, text, { kind: 'organization', where, next }).id;
}
