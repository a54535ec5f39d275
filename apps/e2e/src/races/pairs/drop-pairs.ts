import { isThere } from '../../invariants/truth.ts';
import { isDone } from '../outcome.ts';
import type { Act, Pair } from '../pair.ts';
import { createLink, createShare, createTable, everybody, type Scene, setScene } from '../stage.ts';
import { firstOf } from '../world.ts';
import { dropIsAsAnswered, linkIsAsAnswered, neverBoth, thenEndsWith } from './demands.ts';

const byBoth = ['linker', 'owner'] as const;

/** Linking a bucket against taking away what is in it: either may come first, and a link protects from its making on. */
function linkAgainstInner(name: string, drop: (scene: Scene) => Act, takesTable: boolean): Pair {
  return {
    name,
    racers: byBoth,
    refusals: [[], ['HAS_LINKS']],
    firstCame: ([, dropped]) => !isDone(dropped),
    prepare: async (world) => {
      const scene = await setScene(world);
      // The last column, and a bucket without tables, are other stories.
      await createTable(firstOf(world.owner.at), scene.bucket, 'more');
      return {
        acts: [(client) => createLink(client, scene), drop(scene)],
        judge: ([linked, dropped], truth) => [
          linkIsAsAnswered(linked, truth, scene.destination),
          thenEndsWith(linked, dropped, 'HAS_LINKS'),
          thenEndsWith(dropped, linked, 'done'),
          ...(takesTable ? [dropIsAsAnswered(dropped, truth.tables, scene.table)] : []),
        ],
      };
    },
  };
}

const linkAgainstDropOfBucket: Pair = {
  name: 'link | drop bucket',
  racers: byBoth,
  refusals: [['NOT_FOUND'], ['HAS_LINKS']],
  prepare: async (world) => {
    const scene = await setScene(world);
    return {
      acts: [
        (client) => createLink(client, scene),
        (client) => client.buckets.deleteBucket({ bucketId: scene.bucket, force: true }),
      ],
      judge: (outcomes, truth) => [
        neverBoth(outcomes),
        linkIsAsAnswered(outcomes[0], truth, scene.destination),
        dropIsAsAnswered(outcomes[1], truth.buckets, scene.bucket),
      ],
    };
  },
};

const linkAgainstDisable: Pair = {
  name: 'link | disable',
  racers: byBoth,
  refusals: [['NOT_FOUND'], ['HAS_LINKS']],
  prepare: async (world) => {
    const scene = await setScene(world);
    return {
      acts: [(client) => createLink(client, scene), (client) => client.shares.deleteShare({ shareId: scene.share.id })],
      judge: (outcomes, truth) => [
        neverBoth(outcomes),
        linkIsAsAnswered(outcomes[0], truth, scene.destination),
        dropIsAsAnswered(outcomes[1], truth.shares, scene.share.id),
      ],
    };
  },
};

const unlinkAgainstDropOfBucket: Pair = {
  name: 'unlink | drop bucket',
  racers: byBoth,
  refusals: [[], ['HAS_LINKS']],
  firstCame: ([, dropped]) => isDone(dropped),
  prepare: async (world) => {
    const scene = await setScene(world);
    const linkId = await createLink(firstOf(world.linker.at), scene);
    return {
      acts: [
        (client) => client.links.deleteLink({ linkId }),
        (client) => client.buckets.deleteBucket({ bucketId: scene.bucket, force: true }),
      ],
      judge: ([unlinked, dropped], truth) => [
        [isDone(unlinked), 'unlinking was refused'],
        [!truth.holds.some(({ holder }) => holder === linkId), 'the unlinked link still holds'],
        dropIsAsAnswered(dropped, truth.buckets, scene.bucket),
        thenEndsWith(unlinked, dropped, 'done'),
      ],
    };
  },
};

const shareAgainstDropOfBucket: Pair = {
  name: 'share | drop bucket',
  racers: ['owner', 'owner'],
  refusals: [['NOT_FOUND'], []],
  prepare: async (world) => {
    const scene = await setScene(world);
    const [owner] = world.owner.at;
    await owner?.shares.deleteShare({ shareId: scene.share.id });
    return {
      acts: [
        (client) => createShare(client, scene.bucket, everybody),
        (client) => client.buckets.deleteBucket({ bucketId: scene.bucket, force: true }),
      ],
      judge: ([shared, dropped], truth) => [
        [!isThere(truth.buckets, scene.bucket), 'the dropped bucket is there'],
        thenEndsWith(dropped, shared, 'NOT_FOUND'),
      ],
    };
  },
};

export const dropPairs: readonly Pair[] = [
  linkAgainstDropOfBucket,
  linkAgainstInner(
    'link | drop table',
    ({ table }) =>
      (client) =>
        client.tables.deleteTable({ tableId: table }),
    true,
  ),
  linkAgainstInner(
    'link | drop column',
    ({ table }) =>
      (client) =>
        client.tables.dropColumn({ tableId: table, column: 'two' }),
    false,
  ),
  linkAgainstDisable,
  unlinkAgainstDropOfBucket,
  shareAgainstDropOfBucket,
];
