export async function collect<T>(things: AsyncIterable<T>): Promise<readonly T[]> {
  const collected: T[] = [];
  for await (const thing of things) collected.push(thing);
  return collected;
}
