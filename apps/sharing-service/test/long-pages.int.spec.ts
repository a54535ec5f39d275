import { newId } from '@easement/domain';
import { insertRows, openDatabase } from '@easement/persistence';
import { stores, testWork } from '@easement/persistence/testing';
import { linkTable, toPendingRow, toStateColumns } from '../src/links/link.table.ts';
import { migrations, tables } from '../src/migrations/index.ts';
import { shareTable, shareTargetTable, toShareRow, toTargetRows } from '../src/shares/share.table.ts';
import { aStoredLink, aStoredShare } from './builders.ts';
import { aGrantsShare, aScene, type Scene, tenants } from './scene.ts';
import { type Sharing, startSharing } from './sharing.ts';

/** As long as words may be, and as many as a page holds: eight megabytes. */
const [words, many] = ['𝄞'.repeat(2_000), 1_000];
const mostBytes = 4 * 1024 * 1024;

type PageOf<T> = { readonly nextPageToken: string; readonly of: readonly T[] };

describe.each(stores)('pages of very many words on %s', (store) => {
  let sharing: Sharing;
  let scene: Scene;
  let shareId: string;

  beforeAll(async () => {
    sharing = await startSharing(store);
    scene = aScene(sharing);
    const { organization, operations, analytics, bucket, sharer } = scene;
    const share = await aGrantsShare(sharing.as(sharer), bucket, tenants());
    shareId = share.id;
    const creator = sharer.principal;
    const place = { organization, project: operations.id, creator, comment: words };
    const audience = { kind: 'tenants', projects: new Set([analytics.id]) } as const;
    const shares = Array.from({ length: many }, (_, nth) =>
      aStoredShare({ ...place, id: newId('share'), kind: 'grants', bucket: undefined, audience, name: `share ${nth}` }),
    );
    const time = new Date();
    const links = Array.from({ length: many }, () => {
      const link = aStoredLink({
        organization,
        share: share.id as never,
        project: analytics.id,
        source: operations.id,
      });
      const removed = {
        remove_time: time,
        remover_id: creator,
        removal_reason: 'forced',
        removal_comment: words,
      } as const;
      return { ...toPendingRow(link), ...toStateColumns('removed', time, 'forced'), ...removed };
    });
    await using db = await openDatabase({ url: sharing.databaseUrl, tables, migrations });
    await db.write(testWork(), async (tx) => {
      await insertRows(tx, shareTable, shares.map(toShareRow));
      await insertRows(tx, shareTargetTable, shares.flatMap(toTargetRows));
      await insertRows(tx, linkTable, links);
    });
  }, 60_000);
  afterAll(() => sharing[Symbol.asyncDispose]());

  /** Reads on until there is no more; each page has to be a message. */
  async function readAll<T extends { readonly id: string }>(
    read: (pageToken: string) => Promise<PageOf<T>>,
  ): Promise<{ readonly ids: string[]; readonly pages: number }> {
    const ids: string[] = [];
    let pages = 0;
    for (let pageToken = ''; ; pages++) {
      const page = await read(pageToken);
      ids.push(...page.of.map(({ id }) => id));
      const texts = JSON.stringify(page.of, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value));
      expect(Buffer.byteLength(texts)).toBeLessThan(mostBytes);
      pageToken = page.nextPageToken;
      if (pageToken === '') return { ids, pages: pages + 1 };
    }
  }

  it.each<[list: string, count: number, read: (pageToken: string) => Promise<PageOf<{ readonly id: string }>>]>([
    [
      'shares',
      many + 1,
      async (pageToken) => {
        const asked = { projectId: scene.operations.id, pageSize: many, pageToken };
        const { shares, nextPageToken } = await sharing.as(scene.sharer).shares.listShares(asked);
        return { of: shares, nextPageToken };
      },
    ],
    [
      'links',
      many,
      async (pageToken) => {
        const parent = { case: 'shareId', value: shareId } as const;
        const asked = { parent, showRemoved: true, pageSize: many, pageToken };
        const { links, nextPageToken } = await sharing.as(scene.sharer).links.listLinks(asked);
        return { of: links, nextPageToken };
      },
    ],
    [
      'offers',
      many,
      async (pageToken) => {
        const asked = { projectId: scene.analytics.id, pageSize: many, pageToken };
        const { offers, nextPageToken } = await sharing.as(scene.linkReader).offers.listOffers(asked);
        return { of: offers.map((offer) => ({ ...offer, id: offer.shareId })), nextPageToken };
      },
    ],
  ])('of %s end early, and go on where they ended', async (_, count, read) => {
    const { ids, pages } = await readAll(read);
    expect(pages).toBeGreaterThan(2);
    expect(ids).toHaveLength(count);
    expect(new Set(ids).size).toBe(count);
  });
});
