/** Something that waits for its turn; `group` is whom it is for, such as a project. */
export type Waiting = { readonly group: string };

/**
 * Takes the one whose turn it is out of a queue: of those whose group is served least right now, who waits longest. So a
 * group with many jobs waits for itself, and nobody else waits for more than one job of each other group.
 */
export function takeNext<W extends Waiting>(queue: W[], served: Iterable<string>): W | undefined {
  const counts = new Map<string, number>();
  for (const group of served) counts.set(group, (counts.get(group) ?? 0) + 1);
  const countOf = ({ group }: W): number => counts.get(group) ?? 0;
  const least = Math.min(...queue.map(countOf));
  const at = queue.findIndex((waiting) => countOf(waiting) === least);
  return at < 0 ? undefined : queue.splice(at, 1)[0];
}
