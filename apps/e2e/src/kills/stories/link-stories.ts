import { ExistingLinks, Stage } from '@easement/contracts';
import { liveLinksIn, type Truth } from '../../invariants/truth.ts';
import type { Demand } from '../../races/pair.ts';
import { createBucket, createLink, createProject, createShare, everybody, projects } from '../../races/stage.ts';
import type { Client } from '@easement/client';
import { around, point, type Story } from '../story.ts';

const cast = ['sharing', 'catalog', 'identity', 'gateway'] as const;

type Scene = Awaited<ReturnType<typeof setScene>>;

async function setScene(owner: Client) {
  const source = await createProject(owner, 'source');
  const destination = await createProject(owner, 'destination');
  const bucket = await createBucket(owner, source, 'flights');
  return { source, destination, bucket, share: await createShare(owner, bucket, everybody) };
}

function liveLinksAre(truth: Truth, { destination }: Pick<Scene, 'destination'>, names: readonly string[]): Demand {
  const found = liveLinksIn(truth, destination).map(({ name }) => name);
  return [found.join() === names.join(), `the live links are called ${found.join()}, not ${names.join()}`];
}

function removedLinksAre(
  truth: Truth,
  { destination }: Pick<Scene, 'destination'>,
  reasons: readonly string[],
): Demand {
  const removed = truth.links.filter(({ project, state }) => project === destination && state === 'removed');
  const found = removed.map(({ removal }) => removal ?? 'nothing');
  return [found.join() === reasons.join(), `links are gone for ${found.join()}, not ${reasons.join()}`];
}

export const link: Story = {
  name: 'link',
  cast,
  points: [
    ...[point('sharing', 'before CreateLink'), point('sharing', 'link_pending')],
    ...[...around('catalog', 'PlaceHold'), point('sharing', 'hold_placed')],
    ...[point('sharing', 'link_active'), point('sharing', 'after CreateLink')],
  ],
  prepare: async (client) => {
    const scene = await setScene(client);
    const request = { shareId: scene.share.id, projectId: scene.destination, name: 'ops', stage: Stage.IN };
    return {
      act: (owner, requestId) => owner.links.createLink({ ...request, requestId }),
      end: 'done',
      judge: (wasDone, truth) => [liveLinksAre(truth, scene, wasDone ? ['ops'] : [])],
    };
  },
};

/** Removing a link, by whichever road. */
function removal(
  name: string,
  method: string,
  reason: string,
  act: (owner: Client, requestId: string, scene: Scene, linkId: string) => Promise<unknown>,
): Story {
  const marked = reason === 'audience_narrowed' ? ['creators_asked', 'audience_changed'] : ['link_removing'];
  return {
    name,
    cast,
    points: [
      ...[point('sharing', `before ${method}`), ...marked.map((step) => point('sharing', step))],
      ...[...around('catalog', 'ReleaseHold'), point('sharing', 'hold_released')],
      ...[point('sharing', 'link_removed'), point('sharing', `after ${method}`)],
    ],
    prepare: async (client) => {
      const scene = await setScene(client);
      const linkId = await createLink(client, scene);
      return {
        act: (owner, requestId) => act(owner, requestId, scene, linkId),
        end: 'done',
        judge: (wasDone, truth) => [
          liveLinksAre(truth, scene, wasDone ? [] : ['ops']),
          removedLinksAre(truth, scene, wasDone ? [reason] : []),
        ],
      };
    },
  };
}

export const unlink = removal('unlink', 'DeleteLink', 'unlinked', (owner, requestId, _, linkId) =>
  owner.links.deleteLink({ linkId, requestId }),
);

export const forceUnlink = removal('force-unlink', 'ForceUnlink', 'forced', (owner, requestId, scene) =>
  owner.links.forceUnlink({ shareId: scene.share.id, projectId: scene.destination, comment: 'out', requestId }),
);

export const cut = removal('narrow with cut', 'UpdateShare', 'audience_narrowed', (owner, requestId, scene) =>
  owner.shares.updateShare({
    ...{ shareId: scene.share.id, etag: scene.share.etag, updateMask: { paths: ['audience'] } },
    ...{ audience: projects(scene.source), existingLinks: ExistingLinks.CUT, requestId },
  }),
);

export const rename: Story = {
  name: 'rename link',
  cast,
  points: [
    ...[point('sharing', 'link_renaming'), ...around('catalog', 'RenameName')],
    ...[point('sharing', 'name_changed'), point('sharing', 'after UpdateLink')],
  ],
  prepare: async (client) => {
    const scene = await setScene(client);
    const linkId = await createLink(client, scene);
    const request = { linkId, name: 'flights', updateMask: { paths: ['name'] } };
    return {
      act: (owner, requestId) => owner.links.updateLink({ ...request, requestId }),
      end: 'done',
      judge: (wasDone, truth) => [liveLinksAre(truth, scene, [wasDone ? 'flights' : 'ops'])],
    };
  },
};

export const share: Story = {
  name: 'share',
  cast,
  points: [
    ...[point('sharing', 'before CreateShare'), point('sharing', 'share_inserted')],
    point('sharing', 'after CreateShare'),
  ],
  prepare: async (client) => {
    const project = await createProject(client, 'source');
    const bucketId = await createBucket(client, project, 'flights');
    const content = { case: 'bucket', value: { bucketId } } as const;
    return {
      act: (owner, requestId) => owner.shares.createShare({ content, audience: everybody, requestId }),
      end: 'done',
      judge: (wasDone, truth) => {
        const found = truth.shares.filter(({ bucket }) => bucket === bucketId).length;
        return [[found === (wasDone ? 1 : 0), `there are ${found} shares`]];
      },
    };
  },
};
