import { listAll } from '@easement/client';
import { type ListOffersRequest, type Offer, ShareKind } from '@easement/contracts';
import { notFoundError, usageError } from '../command-error.ts';
import type { Session } from '../session.ts';
import { collect } from './collect.ts';
import { isId } from './ids.ts';
import { isSameName } from './match.ts';
import { readSharePath } from './path.ts';

type Only = Partial<Pick<ListOffersRequest, 'providerProjectName' | 'shareName'>>;

export async function listProjectOffers(
  { client, call }: Session,
  projectId: string,
  only: Only = {},
): Promise<readonly Offer[]> {
  return await collect(listAll(client.offers.listOffers, { projectId, ...only }, (page) => page.offers, call));
}

/** What an offer is called first: by the bucket that it shares whole, or as a share. */
export type Naming = 'bucket' | 'share';

/** The name that an offer is found by, wherever it is listed. */
export function offerName({ providerProjectName, bucketName, shareName, kind }: Offer): string {
  return `${providerProjectName}.${kind === ShareKind.GRANTS ? shareName : bucketName}`;
}

/** Finds an offer by `project.name` or `name`, of its bucket or its share, whichever is to be thought of first, or by the share's id. */
export async function findOffer(session: Session, projectId: string, text: string, first: Naming): Promise<Offer> {
  const next = '`easement link offers` shows what is';
  if (isId(text, 'shr')) {
    const found = (await listProjectOffers(session, projectId)).find(({ shareId }) => shareId === text);
    if (found) return found;
    throw notFoundError(`${text} is not offered to you there`, next);
  }
  const { project: providerProjectName = '', share: name } = readSharePath(text);
  const ofShares = async () => await listProjectOffers(session, projectId, { providerProjectName, shareName: name });
  const ofBuckets = async () =>
    (await listProjectOffers(session, projectId, { providerProjectName })).filter((offer) => isBucket(offer, name));
  const [preferred, other] = first === 'share' ? [ofShares, ofBuckets] : [ofBuckets, ofShares];
  const preferredOffers = await preferred();
  const offers = preferredOffers.length > 0 ? preferredOffers : await other();
  return onlyOffer(offers, text, next);
}

function isBucket({ kind, bucketName }: Offer, name: string): boolean {
  return kind !== ShareKind.GRANTS && isSameName(bucketName, name);
}

function onlyOffer(offers: readonly Offer[], text: string, next: string): Offer {
  const [found, ...others] = offers;
  if (!found) throw notFoundError(`nothing named ${JSON.stringify(text)} is offered to you there`, next);
  if (others.length === 0) return found;
  throw usageError(`${JSON.stringify(text)} may mean ${offers.map(offerName).join(', ')}`, 'write PROJECT.NAME');
}
