/** Keeps what was set last, at most `most` of them. */
export type BoundedMap<K, V> = Pick<Map<K, V>, 'get' | 'delete' | 'set'>;

export function boundedMap<K, V>(most: number): BoundedMap<K, V> {
  const map = new Map<K, V>();
  return {
    get: (key) => map.get(key),
    delete: (key) => map.delete(key),
    set(key, value) {
      map.delete(key);
      if (map.size >= most) for (const oldest of map.keys()) if (map.size >= most) map.delete(oldest);
      return map.set(key, value);
    },
  };
}
