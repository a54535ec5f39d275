import { type Client, Code, EasementError } from '@easement/client';
import { Format } from '@easement/contracts';
import type { Kind } from '../foreign-ids/kinds.ts';
import type { Own, Scene } from '../foreign-ids/scene.ts';

/** What a project reaches by a link alone, by the kinds of ids that stand for it. */
export type LinkedThings = Readonly<Partial<Record<Kind, readonly string[]>>>;

/**
 * Fills the linked bucket of the scene with a table that has rows, and with an alias of a table that is linked nowhere:
 * the link shows both. The consumer's own bucket stays beside it.
 */
export async function fillLinkedBucket({ callers, own }: Scene): Promise<LinkedThings> {
  const { client } = callers.owner;
  const { linkedBucket, source, link } = own.owner;
  const { bucket } = await client.buckets.createBucket({ projectId: source, name: 'behind', stage: 1 });
  const table = await load(client, linkedBucket, 't');
  const behind = await load(client, bucket?.id ?? '', 'behind');
  const alias = await client.tables.createAlias({
    ...{ bucketId: linkedBucket, name: 'shown', sourceTableId: behind.id, autoSyncColumns: true },
  });
  const { view } = await client.views.createView({ bucketId: linkedBucket, name: 'v', statement: 'SELECT a FROM t' });
  const { function: made } = await client.functions.createFunction({
    ...{ bucketId: linkedBucket, name: 'f', expression: '1' },
  });
  return {
    bucket: [linkedBucket],
    view: [view?.id ?? ''],
    function: [made?.id ?? ''],
    table: [table.id, alias.table?.id ?? ''],
    column: [table.column, behind.column],
    link: [link],
  };
}

async function load({ loadTable }: Client, bucketId: string, name: string): Promise<{ id: string; column: string }> {
  const source = new TextEncoder().encode('a,b\n1,x\n');
  const { table } = await loadTable({ bucketId, name, create: true, format: Format.CSV, source });
  return { id: table?.id ?? '', column: table?.columns[0]?.id ?? '' };
}

/** All that a mutation through the link could have changed, as the owner of both projects sees it. */
export async function everythingThere({ callers }: Scene, { source, home, link, linkedBucket }: Own): Promise<unknown> {
  const { client } = callers.owner;
  const { buckets, tables, views, functions, shares, links, metadata, history, projectViews } = client;
  const inside = (await tables.listTables({ parent: { case: 'bucketId', value: linkedBucket } })).tables;
  const notes = [
    { case: 'bucketId' as const, value: linkedBucket },
    { case: 'linkId' as const, value: link },
    ...inside.map(({ id }) => ({ case: 'tableId' as const, value: id })),
    ...inside.flatMap(({ columns }) => columns.map(({ id }) => ({ case: 'columnId' as const, value: id }))),
  ];
  return await Promise.all([
    ...[source, home].flatMap((projectId) => [
      buckets.listBuckets({ projectId }),
      shares.listShares({ projectId }),
      links.listLinks({ parent: { case: 'projectId', value: projectId }, showRemoved: true }),
      projectViews.listProjectObjects({ projectId }),
    ]),
    views.listViews({ parent: { case: 'bucketId', value: linkedBucket } }),
    functions.listFunctions({ parent: { case: 'bucketId', value: linkedBucket } }),
    ...inside.map(({ id }) => tables.getTable({ tableId: id })),
    ...inside.map(({ id }) => history.listTableOperations({ tableId: id })),
    ...notes.map((object) => metadata.listMetadata({ object: { object } })),
    ...inside.map(({ id }) => client.preview({ tableId: id })),
  ]);
}

/** How a statement ended: the reason that it was refused with, or `ANSWERED`. */
export async function outcomeOfStatement({ query }: Client, projectId: string, statement: string): Promise<string> {
  try {
    for await (const _ of (await query({ projectId, statement })).rows) break;
    return 'ANSWERED';
  } catch (error) {
    if (error instanceof EasementError) return error.reason ?? Code[error.code];
    throw error;
  }
}
