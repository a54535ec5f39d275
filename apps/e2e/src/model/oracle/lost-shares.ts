import { isLive, living, type Share, type World } from '../world.ts';

/**
 * Takes away what is left of shares whose bucket is gone, and cuts their links: by whatever they are in the way of. Nobody
 * finishes those links here, since the sweeper that would sleeps.
 */
export function endLostShares(world: World, isMeant: (share: Share) => boolean): void {
  for (const share of world.shares.values()) {
    if (!share.isLost || !isMeant(share)) continue;
    share.isLost = false;
    for (const link of living(world.links).filter((one) => one.share === share.handle && isLive(one))) {
      link.removal = { by: '', reason: 'source_dropped', comment: '' };
      link.isEnding = true;
      link.updates++;
    }
  }
}
