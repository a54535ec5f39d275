import type { Verb } from '../../command.ts';
import { unlinkBucket } from '../bucket/unlink-bucket.ts';

export const deleteLink: Verb = { ...unlinkBucket, usage: 'delete <link>' };
