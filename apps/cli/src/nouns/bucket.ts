import type { Noun } from '../command.ts';
import { createBucket } from './bucket/create-bucket.ts';
import { deleteBucket } from './bucket/delete-bucket.ts';
import { forceUnlinkBucket } from './bucket/force-unlink-bucket.ts';
import { linkBucket } from './bucket/link-bucket.ts';
import { listBuckets } from './bucket/list-buckets.ts';
import { listLinks } from './bucket/list-links.ts';
import { listOffers } from './bucket/list-offers.ts';
import { shareBucket } from './bucket/share-bucket.ts';
import { showBucket } from './bucket/show-bucket.ts';
import { unlinkBucket } from './bucket/unlink-bucket.ts';
import { unshareBucket } from './bucket/unshare-bucket.ts';
import { updateBucket } from './bucket/update-bucket.ts';

export const bucket: Noun = {
  name: 'bucket',
  summary: 'buckets of tables: own, shared and linked',
  verbs: [
    ...[listBuckets, showBucket, createBucket, updateBucket, deleteBucket],
    ...[shareBucket, unshareBucket, listOffers, linkBucket, unlinkBucket, listLinks, forceUnlinkBucket],
  ],
};
