import { EasementError } from '@easement/client';
import { Action } from '@easement/contracts';
import type { KnownLink } from './known-world.ts';
import { type Books, idOf, type Ids, owner, personOf } from './live-books.ts';
import type { LiveWorld } from './live-world.ts';

/** What people find in the product, whatever was done before. */
export function questions(books: Books): Pick<LiveWorld, 'mayRead' | 'reads' | 'listLinks' | 'listShares'> {
  const nameOf = (ids: Ids, id: string): string => [...ids].find(([, other]) => other === id)?.[0] ?? id;
  return {
    mayRead: ({ person, project, bucket }) =>
      unlessRefused(false, async () => {
        const object = { object: { case: 'bucketId', value: idOf(books.buckets, bucket) } as const };
        const projectId = idOf(books.projects, project);
        return (await personOf(books, person).client.access.checkAccess({ projectId, object, action: Action.READ }))
          .allowed;
      }),
    reads: ({ person, project, bucket }) =>
      unlessRefused(false, async () => {
        const place = { tableId: idOf(books.tables, bucket), projectId: idOf(books.projects, project) };
        return (await personOf(books, person).client.queries.preview(place)).rows.length === 2;
      }),
    listLinks: (project) =>
      unlessRefused(new Map<string, KnownLink>(), async () => {
        const parent = { case: 'projectId', value: idOf(books.projects, project) } as const;
        const { links } = await owner(books).links.listLinks({ parent });
        return new Map(
          links.map(({ id, bucketId, name }) => [id, { bucket: nameOf(books.buckets, bucketId), project, name }]),
        );
      }),
    listShares: (project) =>
      unlessRefused(new Set<string>(), async () => {
        const { shares } = await owner(books).shares.listShares({ projectId: idOf(books.projects, project) });
        return new Set(shares.map(({ id }) => nameOf(books.shares, id)));
      }),
  };
}

/** What is not there any more answers NOT_FOUND; anything but a refusal is a fault of the spec or the product. */
async function unlessRefused<T>(otherwise: T, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof EasementError && error.reason !== undefined) return otherwise;
    throw error;
  }
}
