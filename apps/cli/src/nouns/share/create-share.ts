import { AudienceType } from '@easement/contracts';
import type { Verb } from '../../command.ts';
import { conclude } from '../../conclude.ts';
import { readSharePath } from '../../find/path.ts';
import { findProject, projectNames } from '../../find/projects.ts';
import { shareView } from '../share-view.ts';

export const createShare: Verb = {
  usage: 'create <share>',
  summary: 'make a share that objects are granted to: SHARE or PROJECT.SHARE; `bucket share` offers a whole bucket',
  changes: true,
  options: [
    { flags: '--comment <text>', summary: 'what to say about it' },
    { flags: '--tenant <project>', summary: 'a project that may link it; may be repeated', repeats: true },
  ],
  examples: ['share create partners --comment "airports and delays"', 'share create partners --tenant analytics'],
  run: async (session, input) => {
    const { client, call, mutation } = session;
    const { project, share: name } = readSharePath(input.argument('share'));
    const [projectId, ...projectIds] = await Promise.all([
      findProject(session, project),
      ...input.list('tenant').map((tenant) => findProject(session, tenant)),
    ]);
    const request = {
      content: { case: 'grants' as const, value: { projectId } },
      name,
      comment: input.option('comment') ?? '',
      ...(projectIds.length === 0 ? {} : { audience: { type: AudienceType.TENANTS, projectIds } }),
      ...mutation,
    };
    const answer = await client.shares.createShare(request, call);
    const view = shareView(await projectNames(session));
    await conclude(session, answer, { view, thing: answer.share, done: `Share ${name} is there.` });
  },
};
