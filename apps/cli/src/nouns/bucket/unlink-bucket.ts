import type { Verb } from '../../command.ts';
import { conclude } from '../../conclude.ts';
import { confirmed } from '../../confirm.ts';
import { findLink } from '../../find/one-link.ts';

export const unlinkBucket: Verb = {
  usage: 'unlink <link>',
  summary: 'remove a link; its source stays untouched',
  changes: true,
  run: async (session, input) => {
    const { client, call, mutation } = session;
    const { id: linkId, name } = await findLink(session, input.argument('link'));
    await confirmed(session, `Unlink ${name}?`);
    const answer = await client.links.deleteLink({ linkId, ...mutation }, call);
    await conclude(session, answer, { done: `${name} is unlinked.` });
  },
};
