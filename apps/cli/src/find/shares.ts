import { EasementError, listAll } from '@easement/client';
import type { Share } from '@easement/contracts';
import { notFoundError } from '../command-error.ts';
import type { Session } from '../session.ts';
import { findBucket } from './buckets.ts';
import { collect } from './collect.ts';
import { isId } from './ids.ts';
import { matchName } from './match.ts';
import { listProjectOffers } from './offers.ts';
import { readSharePath } from './path.ts';
import { findProject } from './projects.ts';

/** The shares of the project: all of them, or the one of that name. */
export async function listShares({ client, call }: Session, projectId: string, name = ''): Promise<readonly Share[]> {
  return await collect(listAll(client.shares.listShares, { projectId, name }, (page) => page.shares, call));
}

/** Finds a share by `share`, `project.share` or id; one of another project also by what it offers here. */
export async function findShare(session: Session, text: string): Promise<Share> {
  if (isId(text, 'shr')) return await getShare(session, text);
  const { project, share } = readSharePath(text);
  const projectId = await findProject(session, project);
  const next = '`easement share list` shows its shares';
  try {
    const shares = await listShares(session, projectId, share);
    return matchName(shares, ({ name }) => name, share, { kind: 'share', where: 'in the project', next });
  } catch (error) {
    const isForeign = error instanceof EasementError && error.reason === 'MISSING_ROLE' && project !== undefined;
    const offered = isForeign ? await findOffered(session, projectId, share) : undefined;
    if (offered) return offered;
    throw error;
  }
}

/** Who may not list the shares of a project sees those that are offered to the project that is meant by default. */
async function findOffered(session: Session, providerId: string, shareName: string): Promise<Share | undefined> {
  const offers = await listProjectOffers(session, await findProject(session), { shareName });
  const offer = offers.find(({ providerProjectId }) => providerProjectId === providerId);
  return offer && (await getShare(session, offer.shareId));
}

/** Finds the share that offers a bucket. A share's id is taken too. */
export async function findShareOf(session: Session, bucketText: string): Promise<Share> {
  if (isId(bucketText, 'shr')) return await getShare(session, bucketText);
  const bucket = await findBucket(session, bucketText);
  const shares = await listShares(session, bucket.projectId);
  const share = shares.find(({ bucket: content }) => content?.bucketId === bucket.id);
  if (share) return share;
  const next = '`easement share list` shows what the project shares';
  throw notFoundError(`${bucket.name} is not shared`, next);
}

async function getShare({ client, call }: Session, shareId: string): Promise<Share> {
  const { share } = await client.shares.getShare({ shareId }, call);
  if (share) return share;
  throw notFoundError(`there is no share ${shareId}`);
}
