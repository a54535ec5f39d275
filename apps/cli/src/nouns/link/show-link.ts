import type { Verb } from '../../command.ts';
import { findLink } from '../../find/one-link.ts';
import { linkView } from '../bucket/bucket-view.ts';

export const showLink: Verb = {
  usage: 'show <link>',
  summary: 'show a link',
  run: async (session, input) => {
    const { link } = await findLink(session, input.argument('link'));
    await session.print.one(linkView, link);
  },
};
