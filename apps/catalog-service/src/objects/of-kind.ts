import { type FunctionId, isId, parseId, type TableId, type ViewId } from '@easement/domain';

type InBuckets = { readonly table: TableId; readonly view: ViewId; readonly function: FunctionId };

/** Those of the objects that are of one kind. */
export function ofKind<K extends keyof InBuckets>(kind: K, objects: Iterable<string>): InBuckets[K][] {
  return [...objects].filter((id) => isId(kind, id)).map((id) => parseId(kind, id));
}
