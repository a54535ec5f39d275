import { type Offer, OfferSchema } from '@easement/contracts';
import type { Verb } from '../../command.ts';
import { listProjectOffers, offerName } from '../../find/offers.ts';
import { findProject } from '../../find/projects.ts';
import { messageView, size, time } from '../../output/view.ts';

const offerView = messageView(OfferSchema, [
  ['offer', offerName],
  ['description', ({ description, comment }) => description || comment],
  ['tables', ({ tableCount }) => tableCount],
  ['size', ({ byteCount }) => size(byteCount)],
  ['by', ({ sharedByName, sharedBy }) => sharedByName || sharedBy],
  ['since', ({ shareTime }) => time(shareTime)],
  ['here', standing],
]);

export const listOffers: Verb = {
  usage: 'offers',
  summary: 'list the buckets and shares that the project might link',
  run: async (session) => {
    const offers = await listProjectOffers(session, await findProject(session));
    await session.print.list(offerView, offers, 'Nothing is offered to you in this project.');
  },
};

/** What an offer is to the project now. */
function standing({ linkable, linkId, linkName, lacking, nameTaken }: Offer): string {
  if (linkId) return `linked as ${linkName}`;
  if (lacking.includes('usage')) return 'holds no database yet';
  if (lacking.length > 0) return `you lack ${lacking.join(', ')}`;
  if (nameTaken) return 'can be linked, under another name';
  return linkable ? 'can be linked' : '';
}
