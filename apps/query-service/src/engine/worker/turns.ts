/** Something that waits for its turn; `group` is whom it is for, such as a project. */
export type Waiting = { readonly group: string };

/**
 * Takes the one whose turn it is out of a queue: of those whose group is served least right now, the first. The others of
 * its group go behind everybody else, so that groups take turns also where there is one worker for all: a group with many
 * jobs waits for itself, and nobody else waits for more than one job of each other group.
 */
export function takeNext<W extends Waiting>(queue: W[], served: Iterable<string>): W | undefined {
  const counts = new Map<string, number>();
  for (const group of served) counts.set(group, (counts.get(group) ?? 0) + 1);
  const countOf = ({ group }: W): number => counts.get(group) ?? 0;
  const least = Math.min(...queue.map(countOf));
  const at = queue.findIndex((waiting) => countOf(waiting) === least);
  const [next] = at < 0 ? [] : queue.splice(at, 1);
  if (!next) return undefined;
  const isOther = ({ group }: W): boolean => group !== next.group;
  queue.splice(0, queue.length, ...queue.filter(isOther), ...queue.filter((waiting) => !isOther(waiting)));
  return next;
}

/**
 * Takes the one out of a full queue that makes room for a job of `group`: of the group that has most waiting, the last to
 * come. Undefined where nobody is to go before the job itself: no group has more waiting than its own.
 */
export function takeSurplus<W extends Waiting>(queue: W[], group: string): W | undefined {
  const sizes = new Map([...Map.groupBy(queue, (waiting) => waiting.group)].map(([one, some]) => [one, some.length]));
  const own = (sizes.get(group) ?? 0) + 1;
  const most = Math.max(own, ...sizes.values());
  if (own === most) return undefined;
  const at = queue.findLastIndex((waiting) => sizes.get(waiting.group) === most);
  return queue.splice(at, 1)[0];
}
