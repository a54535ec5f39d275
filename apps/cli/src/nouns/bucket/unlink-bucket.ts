import type { Verb } from '../../command.ts';
import { usageError } from '../../command-error.ts';
import { conclude } from '../../conclude.ts';
import { confirmed } from '../../confirm.ts';
import { findBucket } from '../../find/buckets.ts';

export const unlinkBucket: Verb = {
  usage: 'unlink <link>',
  summary: 'remove a link; its source stays untouched',
  changes: true,
  run: async (session, input) => {
    const { client, call, mutation } = session;
    const { kind, id: linkId, name } = await findBucket(session, input.argument('link'));
    if (kind === 'own')
      throw usageError(`${name} is a bucket of the project's own, not a link`, '`bucket delete` drops it');
    await confirmed(session, `Unlink ${name}?`);
    const answer = await client.links.deleteLink({ linkId, ...mutation }, call);
    await conclude(session, answer, { done: `${name} is unlinked.` });
  },
};
