import { listAll } from '@easement/client';
import type { Offer } from '@easement/contracts';
import { notFoundError, usageError } from '../command-error.ts';
import type { Session } from '../session.ts';
import { collect } from './collect.ts';

export async function listProjectOffers({ client, call }: Session, projectId: string): Promise<readonly Offer[]> {
  return await collect(listAll(client.offers.listOffers, { projectId }, (page) => page.offers, call));
}

/** Finds an offer by `project.bucket`, by the name of its bucket or share where only one has it, or by the share's id. */
export async function findOffer(session: Session, projectId: string, text: string): Promise<Offer> {
  const offers = await listProjectOffers(session, projectId);
  const [found, ...others] = offers.filter((offer) => namesOf(offer).includes(text));
  if (found && others.length === 0) return found;
  if (!found) {
    throw notFoundError(
      `nothing named ${JSON.stringify(text)} is offered to you there`,
      '`easement bucket offers` shows what is',
    );
  }
  const choices = [found, ...others].map((offer) => `${offer.providerProjectName}.${offer.bucketName}`).join(', ');
  throw usageError(`${JSON.stringify(text)} may mean ${choices}`, 'write PROJECT.BUCKET');
}

function namesOf(offer: Offer): readonly string[] {
  const { shareId, shareName, bucketName, providerProjectName } = offer;
  return [shareId, shareName, bucketName, `${providerProjectName}.${bucketName}`];
}
