import type { Input, Verb } from '../../command.ts';
import { conclude } from '../../conclude.ts';
import { confirmed } from '../../confirm.ts';
import { findProject, projectNames } from '../../find/projects.ts';
import { findShare } from '../../find/shares.ts';
import type { Session } from '../../session.ts';
import { shareView } from '../share-view.ts';

export const addTenants: Verb = {
  usage: 'add-tenants <share> <projects...>',
  summary: 'let projects link a share of granted objects',
  changes: true,
  examples: ['share add-tenants partners analytics marketing'],
  run: async (session, input) => {
    const { client, call, mutation } = session;
    const { share, projectIds } = await readTenants(session, input);
    const answer = await client.shares.addProjects({ shareId: share.id, projectIds, ...mutation }, call);
    const nameOf = await projectNames(session);
    const done = report(projectIds, answer.unchangedProjectIds, nameOf, {
      changed: `may link ${share.name} now`,
      unchanged: 'could before',
    });
    await conclude(session, answer, { view: shareView(nameOf), thing: answer.share, done });
  },
};

export const removeTenants: Verb = {
  usage: 'remove-tenants <share> <projects...>',
  summary: 'let projects link a share no more, and cut the links that they have',
  changes: true,
  run: async (session, input) => {
    const { client, call, mutation } = session;
    const { share, projectIds } = await readTenants(session, input);
    const names = input.severalArguments('projects').join(', ');
    await confirmed(
      session,
      `Take ${share.name} from ${names}? Links there are cut, and what uses them stops working.`,
    );
    const answer = await client.shares.removeProjects({ shareId: share.id, projectIds, ...mutation }, call);
    const nameOf = await projectNames(session);
    const done = report(projectIds, answer.unchangedProjectIds, nameOf, {
      changed: `may link ${share.name} no more`,
      unchanged: 'could not before',
    });
    await conclude(session, answer, { view: shareView(nameOf), thing: answer.share, done });
  },
};

async function readTenants(session: Session, input: Input) {
  const [share, ...projectIds] = await Promise.all([
    findShare(session, input.argument('share')),
    ...input.severalArguments('projects').map((project) => findProject(session, project)),
  ]);
  return { share, projectIds };
}

/** Which of the projects something came of, and for which all stayed as it was. */
function report(
  projectIds: readonly string[],
  unchangedIds: readonly string[],
  nameOf: (id: string) => string,
  texts: { readonly changed: string; readonly unchanged: string },
): string {
  const changed = projectIds.filter((id) => !unchangedIds.includes(id));
  return [
    ...(changed.length > 0 ? [`${changed.map(nameOf).join(', ')} ${texts.changed}.`] : []),
    ...(unchangedIds.length > 0 ? [`Unchanged: ${unchangedIds.map(nameOf).join(', ')} ${texts.unchanged}.`] : []),
  ].join('\n');
}
