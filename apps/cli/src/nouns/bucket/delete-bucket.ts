import type { Verb } from '../../command.ts';
import { conclude } from '../../conclude.ts';
import { confirmed } from '../../confirm.ts';
import { findBucket } from '../../find/buckets.ts';

export const deleteBucket: Verb = {
  usage: 'delete <bucket>',
  summary: 'delete a bucket that nobody links',
  changes: true,
  options: [{ flags: '--force', summary: 'drop its tables too' }],
  run: async (session, input) => {
    const { client, call, mutation } = session;
    const { id: bucketId, name } = await findBucket(session, input.argument('bucket'));
    const force = input.flag('force');
    await confirmed(session, `Delete bucket ${name}${force ? ' with all its tables and rows' : ''}?`);
    const answer = await client.buckets.deleteBucket({ bucketId, force, ...mutation }, call);
    await conclude(session, answer, { done: `Bucket ${name} is deleted.` });
  },
};
