import type { LinkService } from '@easement/contracts';
import { maySeeLinkName, notFound, parseId } from '@easement/domain';
import type { Handler } from '@easement/rpc';
import type { Deps } from '../deps.ts';
import { toLinkMessage } from './link-message.ts';
import { isListed } from './link.table.ts';
import { seeLink } from './see-link.ts';

export function getLink(deps: Deps): Handler<typeof LinkService.method.getLink> {
  return async (request, call) => {
    const id = parseId('link', request.linkId);
    const { link, standing } = await seeLink(deps, call, id);
    if (!isListed(link)) throw notFound('link', id);
    return { link: toLinkMessage(link, maySeeLinkName(link, standing)) };
  };
}
