import { liveLinksIn } from '../../invariants/truth.ts';
import { createBucket, createLink, createProject, createShare, everybody } from '../../races/stage.ts';
import { around, point, type Story } from '../story.ts';

const cast = ['identity', 'sharing', 'catalog', 'gateway'] as const;

export const deleteProject: Story = {
  name: 'delete project',
  cast,
  points: [
    ...[point('identity', 'before DeleteProject'), point('identity', 'begun')],
    ...[...around('sharing', 'CloseProject'), point('identity', 'sharing_closed')],
    ...[...around('catalog', 'CloseProject'), point('identity', 'catalog_closed')],
    ...[point('identity', 'deleted'), point('identity', 'after DeleteProject')],
  ],
  prepare: async (client) => {
    const projectId = await createProject(client, 'empty');
    return {
      act: (owner, requestId) => owner.projects.deleteProject({ projectId, requestId }),
      end: 'done',
      judge: (wasDone, truth) => {
        const isGone = !truth.projects.includes(projectId);
        return [[isGone === wasDone, `the project is ${isGone ? 'gone' : 'there'}`]];
      },
    };
  },
};

/** A link is in the way: what was closed on the way there is opened again. */
export const refusedDeletion: Story = {
  name: 'delete project that links',
  cast,
  points: [
    ...[point('identity', 'begun'), point('identity', 'reopening')],
    ...[...around('sharing', 'ReopenProject'), ...around('catalog', 'ReopenProject')],
    point('identity', 'peers_reopened'),
  ],
  prepare: async (client) => {
    const source = await createProject(client, 'source');
    const destination = await createProject(client, 'destination');
    const share = await createShare(client, await createBucket(client, source, 'flights'), everybody);
    await createLink(client, { share, destination });
    return {
      act: (owner, requestId) => owner.projects.deleteProject({ projectId: destination, requestId }),
      end: 'NOT_EMPTY',
      judge: (_, truth) => [
        [truth.projects.includes(destination), 'a project that links was deleted'],
        [liveLinksIn(truth, destination).length === 1, 'the link is gone'],
      ],
    };
  },
};
