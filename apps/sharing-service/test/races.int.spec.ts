import { ExistingLinks, LinkState } from '@easement/contracts';
import { stores } from '@easement/persistence/testing';
import {
  aLink,
  aLinkedScene,
  aScene,
  aShare,
  everybody,
  linkOf,
  members,
  outcomeOf,
  projects,
  type Scene,
} from './scene.ts';
import { type Sharing, startSharing } from './sharing.ts';

const rounds = Array.from({ length: 8 }, (_, round) => round);

/** Both at once, each by a replica of its own where there are several, and neither always first. */
async function race(round: number, one: () => Promise<unknown>, other: () => Promise<unknown>) {
  const isOneFirst = round % 2 === 0;
  const first = outcomeOf(isOneFirst ? one() : other());
  const second = outcomeOf(isOneFirst ? other() : one());
  return isOneFirst ? [await first, await second] : [await second, await first];
}

describe.each(stores)('races on %s', (store) => {
  let sharing: Sharing;
  beforeAll(async () => {
    sharing = await startSharing(store, { replicas: store === 'mysql' ? 2 : 1 });
  });
  afterAll(() => sharing[Symbol.asyncDispose]());

  /** The links of analytics agree with the holds and names of the catalog, and none is half made. */
  async function expectAgreement({ organization, owner, analytics }: Scene): Promise<number> {
    const parent = { case: 'projectId', value: analytics.id } as const;
    const { links } = await sharing.as(owner).links.listLinks({ parent });
    const holders = sharing.catalog.holds(organization).filter(({ released }) => !released);
    expect(holders.map(({ holder, name }) => [holder, name]).sort()).toEqual(
      links.map(({ id, name }) => [id, name]).sort(),
    );
    expect(links.every(({ state }) => state === LinkState.ACTIVE)).toBe(true);
    return links.length;
  }

  it.each(rounds)('linking against withdrawing the share never both succeed (%i)', async (round) => {
    const scene = aScene(sharing);
    const share = await aShare(sharing.as(scene.sharer), scene.bucket);
    const [linked, withdrawn] = await race(
      round,
      () => aLink(sharing.as(scene.linker), share, scene.analytics),
      () => sharing.as(scene.sharer).shares.deleteShare({ shareId: share.id }),
    );
    expect(linked === 'done' && withdrawn === 'done').toBe(false);
    expect(['done', 'not_found']).toContain(linked);
    expect(['done', 'has_links']).toContain(withdrawn);
    const links = await expectAgreement(scene);
    expect(links).toBe(linked === 'done' ? 1 : 0);
    const there = await outcomeOf(sharing.as(scene.sharer).shares.getShare({ shareId: share.id }));
    expect(there).toBe(withdrawn === 'done' ? 'not_found' : 'done');
  });

  it.each(rounds)('linking against dropping the bucket never both succeed (%i)', async (round) => {
    const scene = aScene(sharing);
    const share = await aShare(sharing.as(scene.sharer), scene.bucket);
    const [linked, dropped] = await race(
      round,
      () => aLink(sharing.as(scene.linker), share, scene.analytics),
      async () => {
        await new Promise((resolve) => setTimeout(resolve, Math.random() * 20));
        sharing.catalog.dropBucket(scene.bucket);
      },
    );
    expect([linked, dropped].filter((outcome) => outcome === 'done')).toHaveLength(1);
    expect(await expectAgreement(scene)).toBe(linked === 'done' ? 1 : 0);
  });

  it.each(rounds)('two links of one project to one share make one (%i)', async (round) => {
    const scene = aScene(sharing);
    const share = await aShare(sharing.as(scene.sharer), scene.bucket);
    const outcomes = await race(
      round,
      () => aLink(sharing.as(scene.linker), share, scene.analytics, { name: 'one' }),
      () => aLink(sharing.as(scene.owner), share, scene.analytics, { name: 'two' }),
    );
    expect(outcomes.filter((outcome) => outcome === 'done')).toHaveLength(1);
    expect(['link_exists', 'lost_race']).toContain(outcomes.find((outcome) => outcome !== 'done'));
    expect(await expectAgreement(scene)).toBe(1);
  });

  it.each(rounds)('two links under one name make one (%i)', async (round) => {
    const scene = aScene(sharing);
    const other = sharing.catalog.addBucket(scene.operations);
    const one = await aShare(sharing.as(scene.sharer), scene.bucket);
    const two = await aShare(sharing.as(scene.sharer), other);
    const outcomes = await race(
      round,
      () => aLink(sharing.as(scene.linker), one, scene.analytics),
      () => aLink(sharing.as(scene.linker), two, scene.analytics, { name: 'OPS' }),
    );
    expect([...outcomes].sort()).toEqual(['done', 'name_taken']);
    expect(await expectAgreement(scene)).toBe(1);
  });

  it.each(rounds)('a storm of one request links once and answers alike (%i)', async () => {
    const scene = aScene(sharing);
    const share = await aShare(sharing.as(scene.sharer), scene.bucket);
    const request = { ...linkOf(share, scene.analytics), requestId: crypto.randomUUID() };
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => sharing.as(scene.linker).links.createLink(request)),
    );
    expect(new Set(answers.map(({ link }) => link?.id)).size).toBe(1);
    expect(await expectAgreement(scene)).toBe(1);
  });

  it.each(rounds)('linking against narrowing with a cut leaves no link outside (%i)', async (round) => {
    const scene = aScene(sharing);
    const share = await aShare(sharing.as(scene.sharer), scene.bucket, everybody);
    const narrow = {
      ...{ shareId: share.id, etag: share.etag, updateMask: { paths: ['audience'] } },
      ...{ audience: projects(scene.marketing), existingLinks: ExistingLinks.CUT },
    };
    const [linked, narrowed] = await race(
      round,
      () => aLink(sharing.as(scene.linker), share, scene.analytics),
      () => sharing.as(scene.sharer).shares.updateShare(narrow),
    );
    expect(narrowed).toBe('done');
    expect(['done', 'not_found', 'not_admitted', 'lost_race']).toContain(linked);
    expect(await expectAgreement(scene)).toBe(0);
  });

  it.each(rounds)('linking against narrowing that keeps leaves no link unflagged outside (%i)', async (round) => {
    const scene = aScene(sharing);
    const share = await aShare(sharing.as(scene.sharer), scene.bucket, everybody);
    const narrow = {
      ...{ shareId: share.id, etag: share.etag, updateMask: { paths: ['audience'] }, audience: members },
    };
    const [linked, narrowed] = await race(
      round,
      () => aLink(sharing.as(scene.outsideLinker), share, scene.analytics),
      () => sharing.as(scene.sharer).shares.updateShare(narrow),
    );
    expect(narrowed).toBe('done');
    const parent = { case: 'shareId', value: share.id } as const;
    const { links } = await sharing.as(scene.sharer).links.listLinks({ parent });
    expect(links.map(({ outsideAudience }) => outsideAudience)).toEqual(linked === 'done' ? [true] : []);
    await expectAgreement(scene);
  });

  it.each(rounds)('unlinking against forcing removes once, for both (%i)', async (round) => {
    const scene = await aLinkedScene(sharing);
    const outcomes = await race(
      round,
      () => sharing.as(scene.linker).links.deleteLink({ linkId: scene.link.id }),
      () => sharing.as(scene.sharer).links.forceUnlink({ shareId: scene.share.id, projectId: scene.analytics.id }),
    );
    expect(outcomes).toContain('done');
    for (const outcome of outcomes) expect(['done', 'not_found', 'no_such_link']).toContain(outcome);
    expect(await expectAgreement(scene)).toBe(0);
    expect(await outcomeOf(sharing.as(scene.sharer).shares.deleteShare({ shareId: scene.share.id }))).toBe('done');
  });

  it.each(rounds)('renaming against unlinking leaves no name behind (%i)', async (round) => {
    const scene = await aLinkedScene(sharing);
    const rename = { linkId: scene.link.id, name: 'flights', updateMask: { paths: ['name'] } };
    const [, unlinked] = await race(
      round,
      () => sharing.as(scene.linker).links.updateLink(rename),
      () => sharing.as(scene.owner).links.deleteLink({ linkId: scene.link.id }),
    );
    expect(unlinked).toBe('done');
    expect(await expectAgreement(scene)).toBe(0);
    for (const name of ['ops', 'flights']) {
      expect(sharing.catalog.ownerOfName(scene.analytics, name)).toBeUndefined();
    }
  });

  it.each(rounds)('two renames end in one name (%i)', async (round) => {
    const scene = await aLinkedScene(sharing);
    const rename = (name: string) => () =>
      sharing.as(scene.linker).links.updateLink({ linkId: scene.link.id, name, updateMask: { paths: ['name'] } });
    const outcomes = await race(round, rename('one'), rename('two'));
    expect(outcomes).toContain('done');
    for (const outcome of outcomes) expect(['done', 'lost_race']).toContain(outcome);
    expect(await expectAgreement(scene)).toBe(1);
  });

  it.each(rounds)('linking against closing the project never both succeed (%i)', async (round) => {
    const scene = aScene(sharing);
    const share = await aShare(sharing.as(scene.sharer), scene.bucket);
    const [linked, closed] = await race(
      round,
      () => aLink(sharing.as(scene.linker), share, scene.analytics),
      () => sharing.inside(scene.organization).closing.closeProject({ projectId: scene.analytics.id, attempt: 1n }),
    );
    expect([linked, closed].filter((outcome) => outcome === 'done')).toHaveLength(1);
    expect(await expectAgreement(scene)).toBe(linked === 'done' ? 1 : 0);
  });

  it.each(rounds)('changes of the audience from one etag let one through (%i)', async (round) => {
    const scene = aScene(sharing);
    const share = await aShare(sharing.as(scene.sharer), scene.bucket);
    const change = (audience: typeof members) => () =>
      sharing
        .as(scene.sharer)
        .shares.updateShare({ shareId: share.id, audience, etag: share.etag, updateMask: { paths: ['audience'] } });
    const outcomes = await race(round, change(everybody), change(projects(scene.analytics)));
    expect([...outcomes].sort()).toEqual(['done', 'stale_etag']);
  });
});
