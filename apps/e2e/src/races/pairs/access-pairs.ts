import { ExistingLinks, ProjectRole } from '@easement/contracts';
import { liveLinksIn, type Truth } from '../../invariants/truth.ts';
import { isDone, type Outcome } from '../outcome.ts';
import type { Demand, Pair } from '../pair.ts';
import { createLink, projects, type Scene, setScene } from '../stage.ts';
import { firstOf } from '../world.ts';
import { exactlyOne, linkIsAsAnswered, thenEndsWith } from './demands.ts';

const byBoth = ['linker', 'owner'] as const;

/** Who was told that the link is there finds it, or who took it away and why. */
function linkIsThereOr(linked: Outcome, truth: Truth, project: string, removal: string): Demand {
  const own = truth.links.filter((link) => link.project === project);
  const removed = own.filter((link) => link.state === 'removed' && link.removal === removal);
  const found = liveLinksIn(truth, project).length + removed.length;
  return [found === (isDone(linked) ? 1 : 0), `linking ended with ${linked.text}, and ${found} links are recorded`];
}

function narrow({ share, source }: Scene, existingLinks: ExistingLinks) {
  const terms = { shareId: share.id, etag: share.etag, updateMask: { paths: ['audience'] } };
  return { ...terms, audience: projects(source), existingLinks };
}

const linkAgainstCut: Pair = {
  name: 'link | narrow with cut',
  racers: byBoth,
  refusals: [['NOT_FOUND', 'NOT_ADMITTED', 'LOST_RACE'], []],
  prepare: async (world) => {
    const scene = await setScene(world);
    return {
      acts: [
        (client) => createLink(client, scene),
        (client) => client.shares.updateShare(narrow(scene, ExistingLinks.CUT)),
      ],
      judge: ([linked], truth) => [
        [liveLinksIn(truth, scene.destination).length === 0, 'a link lives that narrowing should have cut'],
        linkIsThereOr(linked, truth, scene.destination, 'audience_narrowed'),
      ],
    };
  },
};

const linkAgainstNarrowing: Pair = {
  name: 'link | narrow and keep',
  racers: byBoth,
  refusals: [['NOT_FOUND', 'NOT_ADMITTED'], []],
  prepare: async (world) => {
    const scene = await setScene(world);
    return {
      acts: [
        (client) => createLink(client, scene),
        (client) => client.shares.updateShare(narrow(scene, ExistingLinks.KEEP)),
      ],
      judge: ([linked, narrowed], truth) => [
        linkIsAsAnswered(linked, truth, scene.destination),
        thenEndsWith(linked, narrowed, 'done'),
        [liveLinksIn(truth, scene.destination).every(({ isOutside }) => isOutside), 'a kept link is not flagged'],
      ],
    };
  },
};

const linkAgainstForce: Pair = {
  name: 'link | force-unlink',
  racers: byBoth,
  refusals: [['LOST_RACE'], ['NO_SUCH_LINK']],
  firstCame: ([, forced]) => isDone(forced),
  prepare: async (world) => {
    const scene = await setScene(world);
    const force = { shareId: scene.share.id, projectId: scene.destination, comment: 'a race' };
    return {
      acts: [(client) => createLink(client, scene), (client) => client.links.forceUnlink(force)],
      judge: ([linked, forced], truth) => {
        const live = liveLinksIn(truth, scene.destination).length;
        return [
          [!isDone(forced) || live === 0, 'the link that was forced out lives'],
          [isDone(forced) || !isDone(linked) || live === 1, 'an acknowledged link is gone, and nobody took it away'],
          [isDone(linked) || isDone(forced), 'both calls were refused'],
          linkIsThereOr(linked, truth, scene.destination, 'forced'),
          thenEndsWith(linked, forced, 'done'),
        ];
      },
    };
  },
};

const unlinkAgainstForce: Pair = {
  name: 'unlink | force-unlink',
  racers: byBoth,
  refusals: [['NOT_FOUND'], ['NO_SUCH_LINK']],
  prepare: async (world) => {
    const scene = await setScene(world);
    const linkId = await createLink(firstOf(world.linker.at), scene);
    const force = { shareId: scene.share.id, projectId: scene.destination };
    return {
      acts: [(client) => client.links.deleteLink({ linkId }), (client) => client.links.forceUnlink(force)],
      judge: ([unlinked, forced], truth) => [
        [isDone(unlinked) || isDone(forced), 'nobody removed the link'],
        [liveLinksIn(truth, scene.destination).length === 0, 'the removed link lives'],
      ],
    };
  },
};

const linkAgainstItself: Pair = {
  name: 'link | link the same share',
  racers: ['linker', 'owner'],
  refusals: [
    ['LINK_EXISTS', 'LOST_RACE'],
    ['LINK_EXISTS', 'LOST_RACE'],
  ],
  prepare: async (world) => {
    const scene = await setScene(world);
    return {
      acts: [(client) => createLink(client, scene, 'one'), (client) => createLink(client, scene, 'two')],
      judge: (outcomes, truth) => {
        const names = liveLinksIn(truth, scene.destination).map(({ name }) => name);
        const told = isDone(outcomes[0]) ? 'one' : 'two';
        return [exactlyOne(outcomes), [names.join() === told, `the link is ${names.join()}, not ${told}`]];
      },
    };
  },
};

const linkAgainstRemovalOfMember: Pair = {
  name: 'link | remove membership',
  racers: byBoth,
  // Who is in no project that the audience admits does not see the share any more.
  refusals: [['MISSING_ROLE', 'NOT_FOUND'], []],
  prepare: async (world) => {
    const scene = await setScene(world);
    const member = { projectId: scene.destination, principalId: world.linker.id };
    return {
      acts: [(client) => createLink(client, scene), (client) => client.memberships.removeProjectMember(member)],
      judge: ([linked, removed], truth) => [
        linkIsAsAnswered(linked, truth, scene.destination),
        thenEndsWith(removed, linked, 'MISSING_ROLE', 'NOT_FOUND'),
        thenEndsWith(linked, removed, 'done'),
      ],
    };
  },
};

const linkAgainstLowerRole: Pair = {
  name: 'link | lower the linker’s role',
  racers: byBoth,
  refusals: [['MISSING_ROLE'], []],
  prepare: async (world) => {
    const scene = await setScene(world);
    const lower = { projectId: scene.destination, principalId: world.linker.id, role: ProjectRole.READ };
    return {
      acts: [(client) => createLink(client, scene), (client) => client.memberships.updateProjectMember(lower)],
      judge: ([linked, lowered], truth) => [
        linkIsAsAnswered(linked, truth, scene.destination),
        thenEndsWith(lowered, linked, 'MISSING_ROLE'),
      ],
    };
  },
};

export const accessPairs: readonly Pair[] = [
  ...[linkAgainstCut, linkAgainstNarrowing, linkAgainstForce, unlinkAgainstForce],
  ...[linkAgainstItself, linkAgainstRemovalOfMember, linkAgainstLowerRole],
];
