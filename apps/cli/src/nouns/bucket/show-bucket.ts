import type { Verb } from '../../command.ts';
import { findBucket } from '../../find/buckets.ts';
import { bucketView, linkView } from './bucket-view.ts';

export const showBucket: Verb = {
  usage: 'show <bucket>',
  summary: 'show a bucket or a link',
  run: async (session, input) => {
    const found = await findBucket(session, input.argument('bucket'));
    if (found.kind === 'own') await session.print.one(bucketView, found.bucket);
    else await session.print.one(linkView, found.link);
  },
};
