import type { Verb } from '../../command.ts';
import { findShare } from '../../find/shares.ts';
import { linkOptions, printLinks } from '../bucket/list-links.ts';

export const listLinks: Verb = {
  usage: 'list',
  summary: 'list what the project links, or who links a share',
  options: [{ flags: '--share <share>', summary: 'the share that is linked' }, ...linkOptions],
  examples: ['link list --project analytics', 'link list --share partners'],
  run: async (session, input) => {
    const text = input.option('share');
    await printLinks(session, input, text === undefined ? undefined : await findShare(session, text));
  },
};
