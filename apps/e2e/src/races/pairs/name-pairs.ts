import type { Act, Pair } from '../pair.ts';
import { createBucket, createLink, createShare, createTable, everybody, type Scene, setScene } from '../stage.ts';
import { firstOf, type World } from '../world.ts';
import { exactlyOne, oneHasName } from './demands.ts';

type Contest = {
  readonly acts: readonly [one: Act, other: Act];
  /** The project or bucket in which the name is wanted. */
  readonly scope: string;
};

const wanted = 'wanted';

/** Two that want one name: one gets it, and the other hears who has it. */
function contest(name: string, prepare: (world: World, scene: Scene) => Promise<Contest>): Pair {
  return {
    name,
    racers: ['owner', 'owner'],
    refusals: [['NAME_TAKEN'], ['NAME_TAKEN']],
    prepare: async (world) => {
      const { acts, scope } = await prepare(world, await setScene(world));
      const judge: Awaited<ReturnType<Pair['prepare']>>['judge'] = (outcomes, truth) => [
        exactlyOne(outcomes),
        oneHasName(truth, scope, wanted),
      ];
      return { acts, judge };
    },
  };
}

const renameBucket =
  (bucketId: string): Act =>
  (client) =>
    client.buckets.updateBucket({ bucketId, name: 'Wanted', updateMask: { paths: ['name'] } });

const renameLink =
  (linkId: string): Act =>
  (client) =>
    client.links.updateLink({ linkId, name: 'WANTED', updateMask: { paths: ['name'] } });

export const namePairs: readonly Pair[] = [
  contest('rename bucket | create bucket', async (_, { source, bucket }) => ({
    acts: [renameBucket(bucket), (client) => createBucket(client, source, wanted)],
    scope: source,
  })),
  contest('rename bucket | link', async (world, scene) => {
    const own = await createBucket(firstOf(world.owner.at), scene.destination, 'own');
    return {
      acts: [renameBucket(own), (client) => createLink(client, scene, wanted)],
      scope: scene.destination,
    };
  }),
  contest('rename link | create bucket', async (world, scene) => {
    const link = await createLink(firstOf(world.owner.at), scene);
    return {
      acts: [renameLink(link), (client) => createBucket(client, scene.destination, wanted)],
      scope: scene.destination,
    };
  }),
  contest('link | create bucket', async (_, scene) => ({
    acts: [
      (client) => createLink(client, scene, wanted),
      (client) => createBucket(client, scene.destination, 'Wanted'),
    ],
    scope: scene.destination,
  })),
  contest('link | link under one name', async (world, scene) => {
    const owner = firstOf(world.owner.at);
    const share = await createShare(owner, await createBucket(owner, scene.source, 'other'), everybody);
    return {
      acts: [
        (client) => createLink(client, scene, wanted),
        (client) => createLink(client, { ...scene, share }, 'Wanted'),
      ],
      scope: scene.destination,
    };
  }),
  contest('rename table | create table', async (_, { table, bucket }) => ({
    acts: [
      (client) => client.tables.updateTable({ tableId: table, name: 'Wanted', updateMask: { paths: ['name'] } }),
      (client) => createTable(client, bucket, wanted),
    ],
    scope: bucket,
  })),
];
