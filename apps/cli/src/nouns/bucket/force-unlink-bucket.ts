import type { Verb } from '../../command.ts';
import { conclude } from '../../conclude.ts';
import { confirmed } from '../../confirm.ts';
import { findProject } from '../../find/projects.ts';
import { findShareOf } from '../../find/shares.ts';

export const forceUnlinkBucket: Verb = {
  usage: 'force-unlink <bucket> <consumer>',
  summary: "remove another project's link to a bucket that is shared",
  changes: true,
  options: [{ flags: '--comment <text>', summary: 'why; the other project reads it' }],
  run: async (session, input) => {
    const { client, call, mutation } = session;
    const consumer = input.argument('consumer');
    const [share, projectId] = await Promise.all([
      findShareOf(session, input.argument('bucket')),
      findProject(session, consumer),
    ]);
    await confirmed(session, `Cut the link of ${consumer} to ${share.name}? What uses it there stops working.`);
    const comment = input.option('comment') ?? '';
    const answer = await client.links.forceUnlink({ shareId: share.id, projectId, comment, ...mutation }, call);
    await conclude(session, answer, { done: `${consumer} does not link ${share.name} any more.` });
  },
};
