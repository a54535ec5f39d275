import { StageSchema } from '@easement/contracts';
import type { Input, Verb } from '../../command.ts';
import { usageError } from '../../command-error.ts';
import { conclude } from '../../conclude.ts';
import { findBucket } from '../../find/buckets.ts';
import { isId } from '../../find/ids.ts';
import { findOffer, type Naming } from '../../find/offers.ts';
import { findProject } from '../../find/projects.ts';
import { valueOf } from '../../output/view.ts';
import type { Session } from '../../session.ts';
import { linkView, stageOption } from './bucket-view.ts';

export const linkBucket = linking('bucket', {
  usage: 'link <share>',
  summary: 'link an offered bucket into the project: PROJECT.BUCKET of the provider',
  examples: ['bucket link operations.flights --name ops --project analytics'],
});

/** Links what is offered, thought of by one of its names first. */
export function linking(first: Naming, text: Pick<Verb, 'usage' | 'summary' | 'options' | 'examples'>): Verb {
  return {
    ...text,
    changes: true,
    options: [
      { flags: '--name <name>', summary: 'its name in the project, instead of that of the bucket' },
      { ...stageOption, fallback: 'in' },
      ...(text.options ?? []),
    ],
    run: async (session, input) => {
      const { client, call, mutation } = session;
      const projectId = await findProject(session);
      const chosen = { text: input.argument('share'), name: input.option('name'), first };
      const offer = await chooseOffer(session, projectId, chosen);
      const stage = valueOf(StageSchema, input.option('stage'));
      const single = await readSingle(session, input);
      const answer = await client.links.createLink({ projectId, stage, ...offer, ...single, ...mutation }, call);
      await conclude(session, answer, { view: linkView, thing: answer.link, done: `${offer.name} is linked.` });
    },
  };
}

/** The one object that is linked, and the bucket for its name; nothing where all of the share is. */
async function readSingle(session: Session, input: Input) {
  const objectId = input.option('object');
  const into = input.option('into');
  if (objectId === undefined && into === undefined) return {};
  if (objectId === undefined || into === undefined || input.option('name') === undefined) {
    throw usageError('one object is linked under a name in a bucket', 'give --object, --into and --name');
  }
  return { objectId, targetBucketId: (await findBucket(session, into)).id };
}

type Chosen = { readonly text: string; readonly name: string | undefined; readonly first: Naming };

/** A share's id with a name needs no look at the offers: the server says what is wrong with it. */
async function chooseOffer(session: Session, projectId: string, { text, name, first }: Chosen) {
  if (isId(text, 'shr') && name !== undefined) return { shareId: text, name };
  const { shareId, bucketName, shareName } = await findOffer(session, projectId, text, first);
  return { shareId, name: name ?? (bucketName || shareName) };
}
