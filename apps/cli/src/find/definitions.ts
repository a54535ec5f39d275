import { listAll } from '@easement/client';
import type { Session } from '../session.ts';
import { type BucketParent, findBucket, parentOf } from './buckets.ts';
import { collect } from './collect.ts';
import { matchName } from './match.ts';
import { readTablePath } from './path.ts';
import { bucketText } from './tables.ts';

/** What is kept as text: a view or a function. */
export type DefinitionKind = 'view' | 'function';
export type Definition = { readonly id: string; readonly name: string };

export async function listDefinitions(
  { client, call }: Session,
  kind: DefinitionKind,
  parent: BucketParent,
): Promise<readonly Definition[]> {
  return kind === 'view'
    ? await collect(listAll(client.views.listViews, { parent }, (page) => page.views, call))
    : await collect(listAll(client.functions.listFunctions, { parent }, (page) => page.functions, call));
}

/** Finds one by `bucket.name` or `project.bucket.name`. */
export async function findDefinition(session: Session, kind: DefinitionKind, text: string): Promise<Definition> {
  const path = readTablePath(text);
  const bucket = await findBucket(session, bucketText(path));
  const definitions = await listDefinitions(session, kind, parentOf(bucket));
  const next = `SHOW ${kind.toUpperCase()}S in \`easement sql\` lists them`;
  const { id, name } = matchName(definitions, (one) => one.name, path.table, {
    kind,
    where: `in ${bucket.name}`,
    next,
  });
  return { id, name: `${bucket.name}.${name}` };
}
