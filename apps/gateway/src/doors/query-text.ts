import { invalidField } from '@easement/domain';

/** The query of a URL, of which every key must be known: a misspelt one is refused, not passed over. */
export type QueryText = (key: string) => string | undefined;

export function readQuery(query: URLSearchParams, known: readonly string[]): QueryText {
  for (const key of query.keys()) {
    if (!known.includes(key)) throw invalidField(key, `${key} is not known here; there are ${known.join(', ')}`);
    if (query.getAll(key).length > 1) throw invalidField(key, `${key} is given more than once`);
  }
  return (key) => query.get(key) ?? undefined;
}

/** Finds what a word stands for; undefined without the word. */
export function chosen<T>(query: QueryText, key: string, choices: Readonly<Record<string, T>>): T | undefined {
  const word = query(key);
  if (word === undefined) return undefined;
  if (Object.hasOwn(choices, word)) return choices[word];
  throw invalidField(key, `${key} is ${JSON.stringify(word)}, not one of ${Object.keys(choices).join(', ')}`);
}
