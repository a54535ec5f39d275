import type { Verb } from '../../command.ts';
import { audienceOptions, readAudience } from '../../audience.ts';
import { usageError } from '../../command-error.ts';
import { conclude } from '../../conclude.ts';
import { findBucket } from '../../find/buckets.ts';
import { projectNames } from '../../find/projects.ts';
import { shareView } from '../share-view.ts';

export const shareBucket: Verb = {
  usage: 'share <bucket>',
  summary: 'offer a bucket, with all that will be in it, to other projects',
  changes: true,
  options: [
    ...audienceOptions,
    { flags: '--name <name>', summary: 'the name of the share, instead of that of the bucket' },
    { flags: '--comment <text>', summary: 'what to say about it' },
  ],
  examples: [
    'bucket share operations.flights --to organization-members',
    'bucket share flights --to-project analytics --to-project marketing',
    'bucket share flights --to-user ada@meridian.example',
  ],
  run: async (session, input) => {
    const { client, call, mutation } = session;
    const audience = await readAudience(session, input);
    if (!audience) throw usageError('with whom?', 'give --to, --to-project or --to-user');
    const { id: bucketId, name } = await findBucket(session, input.argument('bucket'));
    const request = {
      content: { case: 'bucket' as const, value: { bucketId } },
      name: input.option('name') ?? '',
      comment: input.option('comment') ?? '',
      audience,
      ...mutation,
    };
    const answer = await client.shares.createShare(request, call);
    const view = shareView(await projectNames(session));
    await conclude(session, answer, { view, thing: answer.share, done: `${name} is offered.` });
  },
};
