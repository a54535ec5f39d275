import type { Verb } from '../../command.ts';
import { conclude } from '../../conclude.ts';
import { findLink } from '../../find/one-link.ts';
import { linkView } from '../bucket/bucket-view.ts';

export const renameLink: Verb = {
  usage: 'rename <link> <name>',
  summary: 'give a link another name in its project; statements that use the old one stop working',
  changes: true,
  run: async (session, input) => {
    const { client, call, mutation } = session;
    const name = input.argument('name');
    const { id: linkId, name: before } = await findLink(session, input.argument('link'));
    const updateMask = { paths: ['name'] };
    const answer = await client.links.updateLink({ linkId, name, updateMask, ...mutation }, call);
    await conclude(session, answer, { view: linkView, thing: answer.link, done: `${before} is called ${name} now.` });
  },
};
