import { ExistingLinksSchema, type Share, ShareKind } from '@easement/contracts';
import { audienceOptions, readAudience } from '../audience.ts';
import type { Input, Noun, Verb } from '../command.ts';
import { usageError } from '../command-error.ts';
import { conclude } from '../conclude.ts';
import { confirmed } from '../confirm.ts';
import { findProject, projectNames } from '../find/projects.ts';
import { findShare, listShares } from '../find/shares.ts';
import { valueOf, words } from '../output/view.ts';
import type { Session } from '../session.ts';
import { shareView } from './share-view.ts';
import { createShare } from './share/create-share.ts';
import { showShare } from './share/show-share.ts';
import { addTenants, removeTenants } from './share/tenants.ts';

const list: Verb = {
  usage: 'list',
  summary: 'list what the project shares',
  run: async (session) => {
    const projectId = await findProject(session);
    const [shares, nameOf] = await Promise.all([listShares(session, projectId), projectNames(session)]);
    await session.print.list(shareView(nameOf), shares, 'Nothing is shared.');
  },
};

const update: Verb = {
  usage: 'update <share>',
  summary: "change a share's name, comment or audience",
  changes: true,
  options: [
    { flags: '--name <name>', summary: 'the new name' },
    { flags: '--comment <text>', summary: 'the new comment' },
    ...audienceOptions,
    {
      flags: '--existing-links <what>',
      summary: 'what happens to links that the new audience would not admit',
      choices: words(ExistingLinksSchema),
      fallback: 'keep',
    },
  ],
  examples: ['share update flights --to-project analytics --existing-links cut'],
  run: async (session, input) => {
    const { client, call, mutation } = session;
    const share = await findShare(session, input.argument('share'));
    const change = await changeOf(session, input, share);
    const answer = await client.shares.updateShare({ shareId: share.id, ...change, ...mutation }, call);
    const view = shareView(await projectNames(session));
    await conclude(session, answer, { view, thing: answer.share, done: `Share ${share.name} is changed.` });
  },
};

const remove: Verb = {
  usage: 'delete <share>',
  summary: 'withdraw an offer: of a bucket that nobody links, or of granted objects with the links that it has',
  changes: true,
  run: async (session, input) => {
    const { client, call, mutation } = session;
    const { id: shareId, name, kind, linkCount } = await findShare(session, input.argument('share'));
    const cut = kind === ShareKind.GRANTS && linkCount > 0 ? ` Links of ${linkCount} projects are cut.` : '';
    await confirmed(session, `Withdraw share ${name}?${cut}`);
    const answer = await client.shares.deleteShare({ shareId, ...mutation }, call);
    await conclude(session, answer, { done: `Share ${name} is withdrawn.` });
  },
};

export const share: Noun = {
  name: 'share',
  summary: 'what the project offers',
  verbs: [list, showShare, createShare, update, remove, addTenants, removeTenants],
};

/** The audience is replaced as a whole, so the etag that was read goes along: nobody's revoke is undone unseen. */
async function changeOf(session: Session, input: Input, { etag }: Share) {
  const audience = await readAudience(session, input);
  const paths = ['name', 'comment'].filter((option) => input.option(option) !== undefined);
  if (audience) paths.push('audience');
  if (paths.length === 0)
    throw usageError('nothing to change', 'give --name, --comment, --to, --to-project or --to-user');
  return {
    name: input.option('name') ?? '',
    comment: input.option('comment') ?? '',
    ...(audience ? { audience, etag } : {}),
    existingLinks: valueOf(ExistingLinksSchema, input.option('existingLinks')),
    updateMask: { paths },
  };
}
