import type { Verb } from '../../command.ts';
import { conclude } from '../../conclude.ts';
import { confirmed } from '../../confirm.ts';
import { findShareOf } from '../../find/shares.ts';

export const unshareBucket: Verb = {
  usage: 'unshare <bucket>',
  summary: 'withdraw the offer of a bucket that nobody links',
  changes: true,
  run: async (session, input) => {
    const { client, call, mutation } = session;
    const { id: shareId, name } = await findShareOf(session, input.argument('bucket'));
    await confirmed(session, `Withdraw share ${name}?`);
    const answer = await client.shares.deleteShare({ shareId, ...mutation }, call);
    await conclude(session, answer, { done: `Share ${name} is withdrawn.` });
  },
};
