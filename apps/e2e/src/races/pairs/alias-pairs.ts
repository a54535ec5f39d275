import type { Client } from '@easement/client';
import { isDone } from '../outcome.ts';
import type { Pair } from '../pair.ts';
import { createBucket, createLink, createTable, type Scene, setScene } from '../stage.ts';
import { firstOf } from '../world.ts';
import { dropIsAsAnswered, linkIsAsAnswered, neverBoth, thenEndsWith } from './demands.ts';

/** A second bucket beside the one that is shared, with a table that an alias in the shared one may show. */
async function setSource(owner: Client, scene: Scene): Promise<{ readonly bucket: string; readonly table: string }> {
  const bucket = await createBucket(owner, scene.source, 'behind');
  return { bucket, table: await createTable(owner, bucket, 'behind') };
}

async function createAlias(client: Client, bucketId: string, sourceTableId: string): Promise<unknown> {
  return await client.tables.createAlias({ bucketId, name: 'shown', sourceTableId, autoSyncColumns: true });
}

/** What an alias shows cannot be dropped; whether for the alias or for the link, whoever came first decides. */
const linkAgainstDropBehindAlias: Pair = {
  name: 'link | drop table behind alias',
  racers: ['linker', 'owner'],
  refusals: [[], ['NOT_EMPTY', 'HAS_LINKS']],
  firstCame: ([, dropped]) => dropped.text === 'HAS_LINKS',
  prepare: async (world) => {
    const owner = firstOf(world.owner.at);
    const scene = await setScene(world);
    const { table } = await setSource(owner, scene);
    await createAlias(owner, scene.bucket, table);
    return {
      acts: [(client) => createLink(client, scene), (client) => client.tables.deleteTable({ tableId: table })],
      judge: ([linked, dropped], truth) => [
        linkIsAsAnswered(linked, truth, scene.destination),
        [!isDone(dropped), 'a table was dropped that an alias shows'],
        dropIsAsAnswered(dropped, truth.tables, table),
        thenEndsWith(linked, dropped, 'HAS_LINKS'),
      ],
    };
  },
};

/** Dropping what comes to be shown by an alias in a bucket that is linked. */
function aliasAgainstDrop(what: 'table' | 'bucket'): Pair {
  return {
    name: `alias in linked bucket | drop ${what}`,
    racers: ['owner', 'owner'],
    refusals: [['NOT_FOUND'], ['HAS_LINKS']],
    prepare: async (world) => {
      const owner = firstOf(world.owner.at);
      const scene = await setScene(world);
      await createLink(owner, scene);
      const { table, bucket } = await setSource(owner, scene);
      return {
        acts: [
          (client) => createAlias(client, scene.bucket, table),
          (client) =>
            what === 'table'
              ? client.tables.deleteTable({ tableId: table })
              : client.buckets.deleteBucket({ bucketId: bucket, force: true }),
        ],
        judge: (outcomes, truth) => {
          const isShown = truth.tables.some(({ name, scope }) => name === 'shown' && scope === scene.bucket);
          return [
            neverBoth(outcomes),
            dropIsAsAnswered(outcomes[1], truth.tables, table),
            [isShown === isDone(outcomes[0]), 'the alias is not as answered'],
          ];
        },
      };
    },
  };
}

export const aliasPairs: readonly Pair[] = [
  linkAgainstDropBehindAlias,
  aliasAgainstDrop('table'),
  aliasAgainstDrop('bucket'),
];
