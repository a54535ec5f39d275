import type { MessageInitShape } from '@bufbuild/protobuf';
import type { ViewReadsSchema } from '@easement/contracts';
import { isId, type ObjectId, type OrganizationId, type ViewId } from '@easement/domain';
import { idColumn, marks, query, type ReadTx } from '@easement/persistence';
import { readClosure, readsOf } from '../views/read-closure.ts';
import { findReadingViews } from '../views/view-store.ts';
import type { ReadingView } from '../views/view.ts';

/** Where what these views read is. What is gone is nowhere; that it came in by a link is remembered. */
export async function findViewReads(
  tx: ReadTx,
  organization: OrganizationId,
  roots: readonly ReadingView[],
): Promise<MessageInitShape<typeof ViewReadsSchema>[]> {
  const find = (ids: readonly ViewId[]) => findReadingViews(tx, organization, ids);
  const { views, objects } = await readClosure(roots, find);
  const others = await findExisting(tx, organization, objects);
  return roots.map((root) => {
    const read = readsOf(root, views);
    const there = read.filter(({ object }) => others.has(object) || views.has(object as ViewId));
    return {
      viewId: root.id,
      bucketIds: [...new Set(there.map(({ bucket }) => bucket))],
      readsLink: read.some(({ project }) => project !== root.project),
    };
  });
}

const atOnce = 1_000;
const places = { data_table: 'table', sql_function: 'function' } as const;

/** Those of the objects that are tables or functions, and there. */
async function findExisting(
  tx: ReadTx,
  organization: OrganizationId,
  objects: ReadonlySet<ObjectId>,
): Promise<ReadonlySet<ObjectId>> {
  const found = new Set<ObjectId>();
  for (const [name, kind] of Object.entries(places)) {
    const ids = [...objects].filter((id) => isId(kind, id));
    for (let from = 0; from < ids.length; from += atOnce) {
      const some = ids.slice(from, from + atOnce);
      const sql = `SELECT id FROM ${name} WHERE organization_id = ? AND id IN (${marks(some)})`;
      for (const { id } of await query(tx, { id: idColumn<ObjectId>() }, sql, [organization, ...some])) found.add(id);
    }
  }
  return found;
}
