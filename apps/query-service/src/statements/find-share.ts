import type { Offer, Share } from '@easement/contracts';
import { onBehalf } from '@easement/rpc';
import { type Name, type ObjectName, refuseAt } from '@easement/sql';
import type { Deps } from '../deps.ts';
import type { Here } from './here.ts';
import { readAll } from './read-all.ts';

type Needs = Pick<Deps, 'statementPeers'>;

/** The share of that name that the project has made, if there is one. */
export async function findShare(
  { statementPeers }: Needs,
  { call, project }: Here,
  name: string,
): Promise<Share | undefined> {
  const { shares } = await statementPeers.shares.listShares({ projectId: project, name }, onBehalf(call));
  return shares[0];
}

/** Refuses `unknown_name` where the project has made none of that name. */
export async function getShare(deps: Needs, here: Here, { text: name, offset }: Name): Promise<Share> {
  const share = await findShare(deps, here, name);
  if (share) return share;
  const message = `this project has no share ${name}; SHOW SHARES lists them`;
  throw refuseAt('unknown_name', message, here.text, offset, { name });
}

/** What `provider.share`, or `share` alone, offers to the project. */
export async function findOffers(
  { statementPeers }: Needs,
  { call, project }: Here,
  { parts }: ObjectName,
): Promise<Offer[]> {
  const [shareName = '', providerProjectName = ''] = [...parts].reverse();
  const asked = { projectId: project, providerProjectName, shareName };
  return await readAll(
    (page) => statementPeers.offers.listOffers({ ...asked, ...page }, onBehalf(call)),
    ({ offers }) => offers,
  );
}

/** The one offer of that name. Refuses `unknown_name` where there is none, and where several providers have one. */
export async function getOffer(deps: Needs, here: Here, name: ObjectName): Promise<Offer> {
  const written = name.parts.join('.');
  if (name.parts.length > 2) throw unknownOffer(here, name, `${written} has too many parts; write provider.share`);
  const [offer, ...others] = await findOffers(deps, here, name);
  if (!offer)
    throw unknownOffer(here, name, `nobody offers ${written} to this project; SHOW SHARES lists what is offered`);
  if (others.length === 0) return offer;
  const providers = [offer, ...others].map(({ providerProjectName }) => `${providerProjectName}.${written}`);
  throw unknownOffer(
    here,
    name,
    `several projects offer ${written}; write one of ${providers.slice(0, 10).join(', ')}`,
  );
}

function unknownOffer({ text }: Here, { parts, offset }: ObjectName, message: string): Error {
  return refuseAt('unknown_name', message, text, offset, { name: parts.join('.') });
}
