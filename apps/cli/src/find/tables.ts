import { listAll } from '@easement/client';
import type { Table } from '@easement/contracts';
import type { Session } from '../session.ts';
import { findBucket, type FoundBucket, parentOf } from './buckets.ts';
import { collect } from './collect.ts';
import { isId } from './ids.ts';
import { listProjectLinks } from './links.ts';
import { isSameName, matchName } from './match.ts';
import { readTablePath } from './path.ts';
import { findProject } from './projects.ts';

/** A table, and the project through which it is read: empty for the one that owns it. */
export type FoundTable = { readonly tableId: string; readonly projectId: string; readonly name: string };

export async function listTables({ client, call }: Session, bucket: FoundBucket): Promise<readonly Table[]> {
  return await collect(listAll(client.tables.listTables, { parent: parentOf(bucket) }, (page) => page.tables, call));
}

/** Finds a table by `bucket.table`, `project.bucket.table` or id. */
export async function findTable(session: Session, text: string): Promise<FoundTable> {
  if (isId(text, 'tbl')) {
    const { givenProject } = session;
    const projectId = givenProject === undefined ? '' : await findProject(session, givenProject);
    return { tableId: text, projectId, name: text };
  }
  const path = readTablePath(text);
  const bucket = await findBucket(session, bucketText(path));
  const next = '`easement table list BUCKET` shows its tables';
  const tables = await listTables(session, bucket);
  const isThere = tables.some(({ name }) => isSameName(name, path.table));
  const named = isThere ? tables : await listSingles(session, bucket);
  const where = `in ${bucket.name}`;
  const { id, name } = matchName(named, (table) => table.name, path.table, { kind: 'table', where, next });
  return { tableId: id, projectId: bucket.projectId, name: `${bucket.name}.${name}` };
}

/** What links to single objects show in a bucket, by the names that they have there. */
async function listSingles(session: Session, bucket: FoundBucket): Promise<readonly { id: string; name: string }[]> {
  if (bucket.kind === 'linked') return [];
  const links = await listProjectLinks(session, bucket.projectId, { targetBucketId: bucket.id });
  return links.map(({ objectId, name }) => ({ id: objectId, name }));
}

/** The bucket of a path, as `findBucket` takes it. */
export function bucketText({ project, bucket }: { readonly project?: string; readonly bucket: string }): string {
  return project === undefined ? bucket : `${project}.${bucket}`;
}
