import { StageSchema } from '@easement/contracts';
import type { Verb } from '../../command.ts';
import { conclude } from '../../conclude.ts';
import { readBucketPath } from '../../find/path.ts';
import { findProject } from '../../find/projects.ts';
import { valueOf } from '../../output/view.ts';
import { bucketView, stageOption } from './bucket-view.ts';

export const createBucket: Verb = {
  usage: 'create <bucket>',
  summary: 'create a bucket: BUCKET or PROJECT.BUCKET',
  changes: true,
  options: [
    { ...stageOption, fallback: 'out' },
    { flags: '--description <text>', summary: 'what it holds' },
  ],
  run: async (session, input) => {
    const { client, call, mutation } = session;
    const { project, bucket: name } = readBucketPath(input.argument('bucket'));
    const projectId = await findProject(session, project);
    const stage = valueOf(StageSchema, input.option('stage'));
    const description = input.option('description') ?? '';
    const answer = await client.buckets.createBucket({ projectId, name, stage, description, ...mutation }, call);
    await conclude(session, answer, { view: bucketView, thing: answer.bucket, done: `Bucket ${name} is there.` });
  },
};
