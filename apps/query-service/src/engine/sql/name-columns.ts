import { type Bodies, bodyOf } from './expand-calls.ts';
import type { SqlTree } from './read-tree.ts';
import type { Json, JsonObject } from './syntax-tree.ts';
import { isObject, textOf } from './walk.ts';

/**
 * Names the columns of a SELECT after what was typed, in the tree itself, where they would be named after what stands in
 * the place of calls.
 */
export async function nameColumns({ deserialize }: SqlTree, statement: Json, bodies: Bodies): Promise<void> {
  if (bodies.size === 0) return;
  for (const item of columnsToName(statement, bodies)) {
    const node = { type: 'SELECT_NODE', cte_map: {}, select_list: [item], from_table: { type: 'EMPTY' } };
    const statements = [{ node: { ...node, aggregate_handling: 'STANDARD_HANDLING' } }];
    const written = await deserialize(JSON.stringify({ error: false, statements }));
    item['alias'] = written.replace(/^SELECT /, '');
  }
}

/** From the outside in, so that the name of one does not hold those that are given inside it. */
function columnsToName(value: Json, bodies: Bodies): JsonObject[] {
  if (Array.isArray(value)) return value.flatMap((entry) => columnsToName(entry, bodies));
  if (!isObject(value)) return [];
  const items = textOf(value, 'type') === 'SELECT_NODE' ? [value['select_list'] ?? null].flat() : [];
  const unnamed = items
    .filter(isObject)
    .filter((item) => textOf(item, 'alias') === '' && textOf(item, 'class') !== 'STAR' && holdsCall(item, bodies));
  return [...unnamed, ...Object.values(value).flatMap((child) => columnsToName(child, bodies))];
}

function holdsCall(value: Json, bodies: Bodies): boolean {
  if (Array.isArray(value)) return value.some((entry) => holdsCall(entry, bodies));
  if (!isObject(value)) return false;
  return bodyOf(value, bodies) !== undefined || Object.values(value).some((child) => holdsCall(child, bodies));
}
