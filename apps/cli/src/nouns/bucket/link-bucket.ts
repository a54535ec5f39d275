import { StageSchema } from '@easement/contracts';
import type { Verb } from '../../command.ts';
import { conclude } from '../../conclude.ts';
import { isId } from '../../find/ids.ts';
import { findOffer } from '../../find/offers.ts';
import { findProject } from '../../find/projects.ts';
import { valueOf } from '../../output/view.ts';
import type { Session } from '../../session.ts';
import { linkView, stageOption } from './bucket-view.ts';

export const linkBucket: Verb = {
  usage: 'link <offer>',
  summary: 'link an offered bucket into the project: PROJECT.BUCKET of the provider',
  changes: true,
  options: [
    { flags: '--name <name>', summary: 'its name in the project, instead of that of the bucket' },
    { ...stageOption, fallback: 'in' },
  ],
  examples: ['bucket link operations.flights --name ops --project analytics'],
  run: async (session, input) => {
    const { client, call, mutation } = session;
    const projectId = await findProject(session);
    const offer = await chooseOffer(session, projectId, input.argument('offer'), input.option('name'));
    const stage = valueOf(StageSchema, input.option('stage'));
    const answer = await client.links.createLink({ projectId, stage, ...offer, ...mutation }, call);
    await conclude(session, answer, { view: linkView, thing: answer.link, done: `${offer.name} is linked.` });
  },
};

/** A share's id with a name needs no look at the offers: the server says what is wrong with it. */
async function chooseOffer(session: Session, projectId: string, text: string, given: string | undefined) {
  if (isId(text, 'shr') && given !== undefined) return { shareId: text, name: given };
  const { shareId, bucketName } = await findOffer(session, projectId, text);
  return { shareId, name: given ?? bucketName };
}
