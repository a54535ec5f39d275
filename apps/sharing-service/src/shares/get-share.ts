import type { ShareService } from '@easement/contracts';
import { parseId } from '@easement/domain';
import type { Handler } from '@easement/rpc';
import type { Deps } from '../deps.ts';
import { countLinks } from '../links/linkers.ts';
import { dropGoneTargets } from './resolve-audience.ts';
import { seeShare } from './see-share.ts';
import { toShareMessage } from './share-message.ts';
import { withShownAudiences } from './shown-audience.ts';

export function getShare(deps: Deps): Handler<typeof ShareService.method.getShare> {
  return async (request, call) => {
    const { share, standing } = await seeShare(deps, call, parseId('share', request.shareId));
    const there = await dropGoneTargets(deps, call, [share]);
    const [shown = share] = await withShownAudiences(deps, call, standing, there);
    const counts = await deps.db.read(call, (tx) => countLinks(tx, share.organization, [share.id]));
    return { share: toShareMessage(shown, counts.get(share.id)) };
  };
}
