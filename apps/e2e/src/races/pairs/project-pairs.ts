import { isThere } from '../../invariants/truth.ts';
import { isDone, type Outcome } from '../outcome.ts';
import type { Demand, Pair } from '../pair.ts';
import { createBucket, createLink, createProject, setScene } from '../stage.ts';
import { firstOf } from '../world.ts';
import { linkIsAsAnswered, neverBoth } from './demands.ts';

/** A creation may also meet a deletion that is refused a moment later: then both are. */
const lateForProject = ['PROJECT_CLOSING', 'NOT_FOUND'];

function deletionIsAsAnswered(deleted: Outcome, projects: readonly string[], project: string): Demand {
  const isGone = !projects.includes(project);
  return [
    isGone === isDone(deleted),
    `deleting the project ended with ${deleted.text}; it is ${isGone ? '' : 'not '}gone`,
  ];
}

const linkAgainstDeletionOfDestination: Pair = {
  name: 'link | delete destination',
  racers: ['linker', 'owner'],
  refusals: [lateForProject, ['NOT_EMPTY']],
  prepare: async (world) => {
    const scene = await setScene(world);
    return {
      acts: [
        (client) => createLink(client, scene),
        (client) => client.projects.deleteProject({ projectId: scene.destination }),
      ],
      judge: (outcomes, truth) => [
        neverBoth(outcomes),
        linkIsAsAnswered(outcomes[0], truth, scene.destination),
        deletionIsAsAnswered(outcomes[1], truth.projects, scene.destination),
      ],
    };
  },
};

const linkAgainstDeletionOfSource: Pair = {
  name: 'link | delete source',
  racers: ['linker', 'owner'],
  refusals: [[], ['NOT_EMPTY', 'HAS_LINKS']],
  firstCame: ([, deleted]) => deleted.text === 'HAS_LINKS',
  prepare: async (world) => {
    const scene = await setScene(world);
    return {
      acts: [
        (client) => createLink(client, scene),
        (client) => client.projects.deleteProject({ projectId: scene.source }),
      ],
      judge: ([linked, deleted], truth) => [
        linkIsAsAnswered(linked, truth, scene.destination),
        [!isDone(deleted), 'a project that shares was deleted'],
      ],
    };
  },
};

const bucketAgainstDeletion: Pair = {
  name: 'create bucket | delete project',
  racers: ['owner', 'owner'],
  refusals: [lateForProject, ['NOT_EMPTY']],
  prepare: async (world) => {
    const project = await createProject(firstOf(world.owner.at), 'empty');
    return {
      acts: [
        (client) => createBucket(client, project, 'late'),
        (client) => client.projects.deleteProject({ projectId: project }),
      ],
      judge: (outcomes, truth) => [
        neverBoth(outcomes),
        deletionIsAsAnswered(outcomes[1], truth.projects, project),
        [truth.buckets.some(({ scope }) => scope === project) === isDone(outcomes[0]), 'the bucket is not as answered'],
      ],
    };
  },
};

const unlinkAgainstDeletion: Pair = {
  name: 'unlink | delete destination',
  racers: ['linker', 'owner'],
  refusals: [[], ['NOT_EMPTY']],
  firstCame: ([, deleted]) => isDone(deleted),
  prepare: async (world) => {
    const scene = await setScene(world);
    const linkId = await createLink(firstOf(world.linker.at), scene);
    return {
      acts: [
        (client) => client.links.deleteLink({ linkId }),
        (client) => client.projects.deleteProject({ projectId: scene.destination }),
      ],
      judge: ([unlinked, deleted], truth) => [
        [isDone(unlinked), 'unlinking was refused'],
        deletionIsAsAnswered(deleted, truth.projects, scene.destination),
        [isThere(truth.buckets, scene.bucket), 'the source was touched'],
      ],
    };
  },
};

export const projectPairs: readonly Pair[] = [
  linkAgainstDeletionOfDestination,
  linkAgainstDeletionOfSource,
  bucketAgainstDeletion,
  unlinkAgainstDeletion,
];
