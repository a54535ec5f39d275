import { StageSchema } from '@easement/contracts';
import type { Input, Verb } from '../../command.ts';
import { usageError } from '../../command-error.ts';
import { conclude } from '../../conclude.ts';
import { findBucket } from '../../find/buckets.ts';
import { valueOf } from '../../output/view.ts';
import { bucketView, linkView, stageOption } from './bucket-view.ts';

/** A link's name and stage belong to the project that links, so it is changed here as well. */
export const updateBucket: Verb = {
  usage: 'update <bucket>',
  summary: "change a bucket's name, stage or description, or a link's name or stage",
  changes: true,
  options: [
    { flags: '--name <name>', summary: 'the new name' },
    stageOption,
    { flags: '--description <text>', summary: 'the new description' },
  ],
  run: async (session, input) => {
    const { client, call, mutation } = session;
    const change = changeOf(input);
    const found = await findBucket(session, input.argument('bucket'));
    const done = `${found.name} is changed.`;
    if (found.kind === 'own') {
      const answer = await client.buckets.updateBucket({ bucketId: found.id, ...change, ...mutation }, call);
      return await conclude(session, answer, { view: bucketView, thing: answer.bucket, done });
    }
    const { name, stage, updateMask } = change;
    const answer = await client.links.updateLink({ linkId: found.id, name, stage, updateMask, ...mutation }, call);
    await conclude(session, answer, { view: linkView, thing: answer.link, done });
  },
};

function changeOf(input: Input) {
  const paths = ['name', 'stage', 'description'].filter((option) => input.option(option) !== undefined);
  if (paths.length === 0) throw usageError('nothing to change', 'give --name, --stage or --description');
  return {
    name: input.option('name') ?? '',
    stage: valueOf(StageSchema, input.option('stage')),
    description: input.option('description') ?? '',
    updateMask: { paths },
  };
}
